//! Conditions in which the core executes no instructions, and the event register.

use super::Cpu;

/// Activity of the core outside Debug state.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Activity {
    /// Executes instructions.
    Running,
    /// Sleeps until an interrupt: WFI or SLEEPONEXIT.
    WaitingForInterrupt,
    /// Sleeps until an event: WFE.
    WaitingForEvent,
    /// A coprocessor stalls the instruction; the debugger or an interrupt can abandon it.
    Stalled,
    /// Locked up (Armv8-M ARM B3.33).
    LockedUp,
}

/// Activity and event register of the core.
#[derive(Clone, Copy, Debug)]
pub(super) struct ExecutionState {
    /// Activity outside Debug state.
    pub activity: Activity,
    /// Event register of WFE.
    pub event_register: bool,
}

impl ExecutionState {
    /// Returns the state after reset.
    pub(crate) const fn new() -> Self {
        ExecutionState { activity: Activity::Running, event_register: false }
    }

    /// Returns true if the core sleeps.
    pub(crate) const fn asleep(self) -> bool {
        matches!(self.activity, Activity::WaitingForInterrupt | Activity::WaitingForEvent)
    }

    /// Ends sleep.
    pub(crate) const fn wake(&mut self) {
        if self.asleep() {
            self.activity = Activity::Running;
        }
    }

    /// Ends lock-up, or abandons a stalled instruction.
    pub(crate) const fn release(&mut self) {
        if matches!(self.activity, Activity::Stalled | Activity::LockedUp) {
            self.activity = Activity::Running;
        }
    }
}

impl Cpu {
    /// Returns true if the core is locked up.
    pub fn locked_up(&self) -> bool {
        self.state.activity == Activity::LockedUp
    }

    /// Returns true if a coprocessor stalls the instruction.
    pub fn stalled(&self) -> bool {
        self.state.activity == Activity::Stalled
    }

    /// Returns true if the core sleeps in WFI or WFE.
    pub fn asleep(&self) -> bool {
        self.state.asleep()
    }

    /// Sets the event register, as SEV on the other core does.
    pub fn signal_event(&mut self) {
        self.state.event_register = true;
        self.run_control.request_service();
    }
}
