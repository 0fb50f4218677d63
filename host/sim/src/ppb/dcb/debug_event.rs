//! Debug events and vector catches (Armv8-M ARM D1.2, DFSR and DEMCR).

use super::{Demcr, Dfsr};

/// Reason why a core enters Debug state or takes the DebugMonitor exception.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DebugEvent {
    /// Halt request by DHCSR, or end of a step.
    Halted,
    /// BKPT instruction or FPB match.
    Breakpoint,
    /// DWT comparator match.
    Watchpoint,
    /// Vector catch.
    VectorCatch,
    /// External debug request.
    External,
}

impl DebugEvent {
    /// Returns the flag of DFSR that records the event.
    pub(super) const fn flag(self) -> Dfsr {
        match self {
            DebugEvent::Halted => Dfsr::HALTED,
            DebugEvent::Breakpoint => Dfsr::BKPT,
            DebugEvent::Watchpoint => Dfsr::DWTTRAP,
            DebugEvent::VectorCatch => Dfsr::VCATCH,
            DebugEvent::External => Dfsr::EXTERNAL,
        }
    }
}

/// Exception on whose entry DEMCR can halt the core. Armv8-M ARM, D1.2.36.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CaughtException {
    /// Reset.
    CoreReset,
    /// MemManage.
    MemManage,
    /// UsageFault by an access to an absent or disabled coprocessor.
    NoCoprocessor,
    /// UsageFault by a check: alignment, division by zero.
    Checking,
    /// UsageFault by state: undefined instruction and the like.
    State,
    /// BusFault.
    BusFault,
    /// Fault during exception entry or return.
    Interrupt,
    /// HardFault.
    HardFault,
    /// SecureFault.
    SecureFault,
}

impl CaughtException {
    /// Returns the flag of DEMCR that enables the catch.
    pub(super) const fn flag(self) -> Demcr {
        match self {
            CaughtException::CoreReset => Demcr::VC_CORERESET,
            CaughtException::MemManage => Demcr::VC_MMERR,
            CaughtException::NoCoprocessor => Demcr::VC_NOCPERR,
            CaughtException::Checking => Demcr::VC_CHKERR,
            CaughtException::State => Demcr::VC_STATERR,
            CaughtException::BusFault => Demcr::VC_BUSERR,
            CaughtException::Interrupt => Demcr::VC_INTERR,
            CaughtException::HardFault => Demcr::VC_HARDERR,
            CaughtException::SecureFault => Demcr::VC_SFERR,
        }
    }
}
