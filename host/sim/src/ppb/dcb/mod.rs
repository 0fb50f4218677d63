//! Debug control block: halting debug of one core.
//! Armv8-M ARM, D1.2 (DHCSR, DCRSR, DCRDR, DEMCR, DFSR, DAUTHSTATUS, DSCSR).

mod event;
mod register;

pub use event::{CaughtException, DebugEvent};
pub use register::{
    CoreStatus, DAUTHCTRL, DAUTHSTATUS, DCRDR, DCRSR, DEMCR, DFSR, DHCSR, DSCSR, DebugAction,
};

/// Fields of DHCSR that are state.
const C_DEBUGEN: u32 = 1 << 0;
const C_HALT: u32 = 1 << 1;
const C_STEP: u32 = 1 << 2;
const C_MASKINTS: u32 = 1 << 3;

/// Fields of DEMCR.
const TRCENA: u32 = 1 << 24;
/// VC_* fields of DEMCR.
const VECTOR_CATCH: u32 = 0x0000_0FF1;
const MON_EN: u32 = 1 << 16;
const MON_STEP: u32 = 1 << 18;
const MON_REQ: u32 = 1 << 19;
/// The debug monitor's bits that are kept here; MON_PEND is the exception's pending state.
const MONITOR: u32 = MON_EN | MON_STEP | MON_REQ;

/// CDS of DSCSR: the core is in Secure state.
const CDS: u32 = 1 << 16;

/// What of a reset reaches the debug logic. Armv8-M ARM, B3.2.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DebugReset {
    /// Power-on, RUN pin, rescue: the debug logic starts afresh.
    Cold,
    /// SYSRESETREQ, watchdog: what the debugger has set stays.
    Warm,
}

/// The debug control block of one core, and whether the core is in Debug state.
#[derive(Clone, Debug)]
pub struct DebugState {
    /// C_DEBUGEN, C_HALT, C_STEP, C_MASKINTS.
    control: u32,
    halted: bool,
    /// Why the core halts when its present instruction ends.
    pending: Option<DebugEvent>,
    reset_seen: bool,
    restart_seen: bool,
    retired_seen: u64,
    transfer_data: u32,
    demcr: u32,
    dfsr: u32,
    dauthctrl: u32,
    dscsr: u32,
}

impl Default for DebugState {
    fn default() -> Self {
        Self::new()
    }
}

impl DebugState {
    /// State after power-on.
    pub fn new() -> Self {
        Self {
            control: 0,
            halted: false,
            pending: None,
            reset_seen: true,
            restart_seen: false,
            retired_seen: 0,
            transfer_data: 0,
            demcr: 0,
            dfsr: 0,
            dauthctrl: 0,
            dscsr: CDS,
        }
    }

    /// Resets the block; after it the core is halted when the reset vector is caught.
    pub fn reset(&mut self, kind: DebugReset) {
        if kind == DebugReset::Cold {
            *self = Self { retired_seen: self.retired_seen, ..Self::new() };
            return;
        }
        self.control &= !C_HALT;
        self.halted = false;
        self.pending = None;
        self.reset_seen = true;
        self.demcr &= !MONITOR;
        self.dscsr = CDS;
        if self.catches(CaughtException::CoreReset) {
            self.enter_debug_state(DebugEvent::VectorCatch);
        }
    }

    /// The core is in Debug state and executes nothing.
    #[inline]
    pub fn halted(&self) -> bool {
        self.halted
    }

    /// Halting debug is enabled (C_DEBUGEN): breakpoints, catches and BKPT halt the core.
    #[inline]
    pub fn enabled(&self) -> bool {
        self.control & C_DEBUGEN != 0
    }

    /// The core, not halted, must enter Debug state again after one instruction.
    #[inline]
    pub fn stepping(&self) -> bool {
        self.control & (C_DEBUGEN | C_STEP) == C_DEBUGEN | C_STEP
    }

    /// A halt waits for the end of the present instruction: [`DebugState::enter_pending_halt`] carries it out.
    #[inline]
    pub fn halt_pending(&self) -> bool {
        self.pending.is_some()
    }

    /// Asks for Debug state at the end of the present instruction, as a watchpoint does; nothing unless halting
    /// debug is enabled.
    pub fn request_halt(&mut self, event: DebugEvent) {
        if self.enabled() && !self.halted {
            self.pending.get_or_insert(event);
        }
    }

    /// Enters Debug state if a halt waits; true if so.
    pub fn enter_pending_halt(&mut self) -> bool {
        let Some(event) = self.pending else {
            return false;
        };
        self.enter_debug_state(event);
        true
    }

    /// PendSV, SysTick and external interrupts are masked by the debugger (C_MASKINTS).
    #[inline]
    pub fn masks_interrupts(&self) -> bool {
        self.control & (C_DEBUGEN | C_MASKINTS) == C_DEBUGEN | C_MASKINTS
    }

    /// Debug events raise the DebugMonitor exception, where its priority allows: it is enabled and halting debug is not.
    #[inline]
    pub fn monitors(&self) -> bool {
        self.demcr & MON_EN != 0 && !self.enabled()
    }

    /// The debug monitor steps (MON_STEP).
    #[inline]
    pub fn monitor_steps(&self) -> bool {
        self.monitors() && self.demcr & MON_STEP != 0
    }

    /// Notes in DFSR why the DebugMonitor exception is raised.
    pub fn note_event(&mut self, event: DebugEvent) {
        self.dfsr |= event.dfsr_bit();
    }

    /// Trace is enabled (DEMCR.TRCENA): DWT and ITM work.
    #[inline]
    pub fn trace_enabled(&self) -> bool {
        self.demcr & TRCENA != 0
    }

    /// Any debug event needs to be looked for while the core runs.
    #[inline]
    pub fn needs_checks(&self) -> bool {
        self.stepping() || self.halt_pending() || (self.enabled() && self.demcr & VECTOR_CATCH != 0)
    }

    /// The entry of this exception halts the core.
    pub fn catches(&self, exception: CaughtException) -> bool {
        self.enabled() && self.demcr & exception.demcr_bit() != 0
    }

    /// Puts the core into Debug state because of `event`.
    pub fn enter_debug_state(&mut self, event: DebugEvent) {
        self.halted = true;
        self.pending = None;
        self.control |= C_HALT;
        self.dfsr |= event.dfsr_bit();
    }

    /// Stores what a [`DebugAction::ReadRegister`] asked for.
    pub fn set_transfer_data(&mut self, value: u32) {
        self.transfer_data = value;
    }
}
