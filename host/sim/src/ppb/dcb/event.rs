//! Why a core enters Debug state (Armv8-M ARM D1.2, DFSR and DEMCR).

/// Why a core entered Debug state; a bit of DFSR each.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DebugEvent {
    /// A halt request by DHCSR or a finished step (HALTED).
    Halted,
    /// A BKPT instruction or an FPB match (BKPT).
    Breakpoint,
    /// A DWT comparator match (DWTTRAP).
    Watchpoint,
    /// A vector catch (VCATCH).
    VectorCatch,
    /// An external request (EXTERNAL).
    External,
}

impl DebugEvent {
    pub(super) const fn dfsr_bit(self) -> u32 {
        match self {
            DebugEvent::Halted => 1 << 0,
            DebugEvent::Breakpoint => 1 << 1,
            DebugEvent::Watchpoint => 1 << 2,
            DebugEvent::VectorCatch => 1 << 3,
            DebugEvent::External => 1 << 4,
        }
    }
}

/// Exceptions at whose entry DEMCR can halt the core. Armv8-M ARM, D1.2.36.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CaughtException {
    /// Reset (VC_CORERESET).
    CoreReset,
    /// MemManage (VC_MMERR).
    MemManage,
    /// UsageFault by an access to an absent or disabled coprocessor (VC_NOCPERR).
    NoCoprocessor,
    /// UsageFault by a check: alignment, division by zero (VC_CHKERR).
    Checking,
    /// UsageFault by state: undefined instruction and the like (VC_STATERR).
    State,
    /// BusFault (VC_BUSERR).
    BusFault,
    /// A fault during exception entry or return (VC_INTERR).
    Interrupt,
    /// HardFault (VC_HARDERR).
    HardFault,
    /// SecureFault (VC_SFERR).
    SecureFault,
}

impl CaughtException {
    pub(super) const fn demcr_bit(self) -> u32 {
        match self {
            CaughtException::CoreReset => 1 << 0,
            CaughtException::MemManage => 1 << 4,
            CaughtException::NoCoprocessor => 1 << 5,
            CaughtException::Checking => 1 << 6,
            CaughtException::State => 1 << 7,
            CaughtException::BusFault => 1 << 8,
            CaughtException::Interrupt => 1 << 9,
            CaughtException::HardFault => 1 << 10,
            CaughtException::SecureFault => 1 << 11,
        }
    }
}
