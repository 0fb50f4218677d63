//! Events that end the execution of an instruction other than by completion.

/// Event that ends an instruction early, or follows from it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Trap {
    /// Synchronous fault: the instruction has no effect, and an exception is taken.
    Fault(Fault),
    /// Branch to this EXC_RETURN value: the handler ends.
    ExceptionReturn(u32),
    /// SVC.
    SupervisorCall,
    /// BKPT.
    Breakpoint,
    /// Call of this boot ROM function, which the board executes.
    RomCall(u16),
    /// The instruction is abandoned because of an exception that became pending, or of lock-up.
    Preempted,
    /// The coprocessor stalls the instruction.
    Stalled,
    /// The instruction needs something that is not modelled, which `RunControl::stop` names.
    Unmodelled,
}

/// Synchronous fault of an instruction (Armv8-M ARM B3.12).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fault {
    /// UsageFault UNDEFINSTR.
    Undefined,
    /// UsageFault NOCP: access to a coprocessor that is disabled.
    NoCoprocessor,
    /// UsageFault INVSTATE: execution without EPSR.T.
    InvalidState,
    /// UsageFault INVPC: exception return with an invalid EXC_RETURN value or frame.
    InvalidReturn,
    /// UsageFault UNALIGNED.
    Unaligned,
    /// UsageFault DIVBYZERO.
    DivideByZero,
    /// UsageFault STKOF: stack pointer below its limit.
    StackLimit,
    /// Precise BusFault of a data access.
    DataBus {
        /// Address of the access.
        address: u32,
    },
    /// MemManage DACCVIOL: data access that the MPU forbids.
    DataProtection {
        /// Address of the access.
        address: u32,
    },
    /// BusFault of an instruction fetch.
    Fetch,
    /// MemManage IACCVIOL: execution where the MPU or the memory map forbids it.
    ExecuteNever,
    /// SecureFault LSERR: a lazily stacked floating-point context is pending where there must be none.
    LazyState,
}

impl From<Fault> for Trap {
    #[inline(always)]
    fn from(fault: Fault) -> Trap {
        Trap::Fault(fault)
    }
}
