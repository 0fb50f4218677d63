//! Reasons for which a core returns control to the board.

/// Reason for which [`super::Cpu::run`] returned.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Exit {
    /// The deadline is reached.
    Deadline,
    /// The core is in Debug state.
    Halted,
    /// The core sleeps (WFI, WFE, SLEEPONEXIT) or is stalled by a coprocessor, and nothing pending ends this.
    Asleep,
    /// An access made events pending that the board must service.
    EventsPending,
    /// SEV was executed: the board sets the other core's event register.
    EventSent,
    /// AIRCR.SYSRESETREQ was written.
    ResetRequested,
    /// Call of the boot ROM function with this number, which the board executes. The PC is at the function's address.
    RomCall(u16),
    /// The core needs something that is not modelled, and cannot continue.
    Stopped(StopReason),
    /// Locked up (Armv8-M ARM B3.33): a fault at HardFault priority or above.
    LockedUp,
}

/// Instruction that needs something that is not modelled.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("at {pc:#010x}: not modelled: {what}")]
pub struct StopReason {
    /// Address of the instruction.
    pub pc: u32,
    /// Instruction, register or address that is not modelled.
    pub what: String,
}
