//! Debug control block: halting debug of one core.
//! Armv8-M ARM, D1.2 (DHCSR, DCRSR, DCRDR, DEMCR, DFSR, DAUTHSTATUS, DSCSR).

mod debug_event;
mod register_access;
mod registers;

pub use debug_event::{CaughtException, DebugEvent};
pub use register_access::{CoreStatus, DebugAction};
pub use registers::{
    DAUTHCTRL, DAUTHSTATUS, DBGKEY, DCRDR, DCRSR, DEMCR, DFSR, DHCSR, DSCSR, Demcr, Dfsr, Dhcsr, REGWNR,
};

use registers::CDS;

/// Extent of a reset of the debug logic. Armv8-M ARM, B3.2.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DebugReset {
    /// Power-on, RUN pin or rescue: resets the debug logic.
    Cold,
    /// SYSRESETREQ or watchdog: keeps the settings of the debugger.
    Warm,
}

/// Debug control block of one core, and its Debug state.
#[derive(Clone, Debug)]
pub struct DebugState {
    /// C_DEBUGEN, C_HALT, C_STEP and C_MASKINTS.
    control: Dhcsr,
    halted: bool,
    /// Event that halts the core at the end of the current instruction.
    pending: Option<DebugEvent>,
    /// S_RESET_ST.
    reset_seen: bool,
    /// S_RESTART_ST.
    restart_seen: bool,
    /// Retired instructions at the last read of DHCSR by the debugger.
    retired_seen: u64,
    /// DCRDR.
    transfer_data: u32,
    demcr: Demcr,
    dfsr: Dfsr,
    dauthctrl: u32,
    dscsr: u32,
}

impl Default for DebugState {
    fn default() -> Self {
        Self::new()
    }
}

impl DebugState {
    /// Returns the state after power-on.
    pub fn new() -> Self {
        Self {
            control: Dhcsr::empty(),
            halted: false,
            pending: None,
            reset_seen: true,
            restart_seen: false,
            retired_seen: 0,
            transfer_data: 0,
            demcr: Demcr::empty(),
            dfsr: Dfsr::empty(),
            dauthctrl: 0,
            dscsr: CDS,
        }
    }

    /// Resets the block. The core is halted afterwards if DEMCR catches the reset vector.
    pub fn reset(&mut self, kind: DebugReset) {
        if kind == DebugReset::Cold {
            *self = Self { retired_seen: self.retired_seen, ..Self::new() };
            return;
        }
        self.control.remove(Dhcsr::C_HALT);
        self.halted = false;
        self.pending = None;
        self.reset_seen = true;
        self.demcr.remove(Demcr::MONITOR);
        self.dscsr = CDS;
        if self.catches(CaughtException::CoreReset) {
            self.enter_debug_state(DebugEvent::VectorCatch);
        }
    }

    /// Returns true if the core is in Debug state.
    #[inline]
    pub fn halted(&self) -> bool {
        self.halted
    }

    /// Returns true if halting debug is enabled (C_DEBUGEN): breakpoints, vector catches and BKPT halt the core.
    #[inline]
    pub fn enabled(&self) -> bool {
        self.control.contains(Dhcsr::C_DEBUGEN)
    }

    /// Returns true if the core enters Debug state again after one instruction (C_STEP).
    #[inline]
    pub fn stepping(&self) -> bool {
        self.control.contains(Dhcsr::C_DEBUGEN.union(Dhcsr::C_STEP))
    }

    /// Returns true if the core halts at the end of the current instruction.
    #[inline]
    pub fn halt_pending(&self) -> bool {
        self.pending.is_some()
    }

    /// Requests Debug state at the end of the current instruction. Does nothing unless halting debug is enabled.
    pub fn request_halt(&mut self, event: DebugEvent) {
        if self.enabled() && !self.halted {
            self.pending.get_or_insert(event);
        }
    }

    /// Enters Debug state if a halt is pending; returns true if so.
    pub fn enter_pending_halt(&mut self) -> bool {
        let Some(event) = self.pending else {
            return false;
        };
        self.enter_debug_state(event);
        true
    }

    /// Returns true if the debugger masks PendSV, SysTick and external interrupts (C_MASKINTS).
    #[inline]
    pub fn masks_interrupts(&self) -> bool {
        self.control.contains(Dhcsr::C_DEBUGEN.union(Dhcsr::C_MASKINTS))
    }

    /// Returns true if debug events pend the DebugMonitor exception: it is enabled and halting debug is not.
    #[inline]
    pub fn monitors(&self) -> bool {
        self.demcr.contains(Demcr::MON_EN) && !self.enabled()
    }

    /// Returns true if the debug monitor steps (MON_STEP).
    #[inline]
    pub fn monitor_steps(&self) -> bool {
        self.monitors() && self.demcr.contains(Demcr::MON_STEP)
    }

    /// Records the reason of a DebugMonitor exception in DFSR.
    pub fn record_event(&mut self, event: DebugEvent) {
        self.dfsr.insert(event.flag());
    }

    /// Returns true if trace is enabled (TRCENA).
    #[inline]
    pub fn trace_enabled(&self) -> bool {
        self.demcr.contains(Demcr::TRCENA)
    }

    /// Returns true if the core has to check for debug events before each instruction.
    #[inline]
    pub fn needs_checks(&self) -> bool {
        self.stepping()
            || self.halt_pending()
            || (self.enabled() && self.demcr.intersects(Demcr::VECTOR_CATCHES))
    }

    /// Returns true if the entry of the exception halts the core.
    pub fn catches(&self, exception: CaughtException) -> bool {
        self.enabled() && self.demcr.contains(exception.flag())
    }

    /// Puts the core into Debug state.
    pub fn enter_debug_state(&mut self, event: DebugEvent) {
        self.halted = true;
        self.pending = None;
        self.control.insert(Dhcsr::C_HALT);
        self.record_event(event);
    }

    /// Stores the value that [`DebugAction::ReadRegister`] requests.
    pub fn set_transfer_data(&mut self, value: u32) {
        self.transfer_data = value;
    }
}

#[cfg(test)]
mod tests;
