//! Why a core gave control back to the board.

/// Why [`super::Cpu::run`] returned.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Exit {
    /// The deadline is reached.
    Deadline,
    /// The core is in debug state.
    Halted,
    /// WFI or WFE, or SLEEPONEXIT, with nothing pending: only an interrupt, an event or the debugger goes on.
    Asleep,
    /// An access made events pending that the board must service.
    EventsPending,
    /// SEV was executed: set the other core's event register.
    EventSent,
    /// AIRCR.SYSRESETREQ was written.
    ResetRequested,
    /// A ROM function is to be done by the board; its number. The PC is at the function's address.
    RomCall(u16),
    /// Something this model lacks. The core cannot go on.
    Stopped(StopReason),
    /// Locked up (Armv8-M ARM B3.33): a fault at HardFault priority or above.
    LockedUp,
}

/// What was not modelled, and where.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("at {pc:#010x}: not modelled: {what}")]
pub struct StopReason {
    /// Address of the instruction.
    pub pc: u32,
    /// Instruction, register or address.
    pub what: String,
}

/// What stops the straight way through an instruction.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Trap {
    /// The code at `pc` is not decoded yet.
    Undecoded,
    /// UsageFault UNDEFINSTR.
    Undefined,
    /// UsageFault NOCP.
    NoCoprocessor,
    /// UsageFault INVSTATE.
    InvalidState,
    /// UsageFault UNALIGNED.
    Unaligned,
    /// UsageFault DIVBYZERO.
    DivideByZero,
    /// UsageFault STKOF.
    StackLimit,
    /// Precise BusFault on data at `fault_address`.
    DataBus,
    /// MemManage DACCVIOL: the MPU forbids the access to `fault_address`.
    DataProtection,
    /// SecureFault LSERR: a floating-point context is still to be stored where there may be none.
    LazyError,
    /// An exception became pending that preempts the instruction.
    Pended,
    /// BusFault on an instruction fetch.
    Fetch,
    /// MemManage IACCVIOL: execution from where the MPU or the memory map forbids it.
    ExecuteNever,
    /// UsageFault INVPC.
    InvalidReturn,
    /// The instruction branched to this EXC_RETURN value.
    ExceptionReturn(u32),
    /// SVC.
    SupervisorCall,
    /// BKPT or a hardware breakpoint.
    Breakpoint,
    /// Something not modelled; `stop` says what.
    Stop,
    /// ROM function.
    RomCall(u16),
}
