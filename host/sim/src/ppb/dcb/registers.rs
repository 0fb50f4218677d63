//! Registers of the debug control block, by address, and their fields.

use bitflags::bitflags;

/// Debug Fault Status Register.
pub const DFSR: u32 = 0xE000_ED30;
/// Debug Halting Control and Status Register.
pub const DHCSR: u32 = 0xE000_EDF0;
/// Debug Core Register Select Register.
pub const DCRSR: u32 = 0xE000_EDF4;
/// Debug Core Register Data Register.
pub const DCRDR: u32 = 0xE000_EDF8;
/// Debug Exception and Monitor Control Register.
pub const DEMCR: u32 = 0xE000_EDFC;
/// Debug Authentication Control Register.
pub const DAUTHCTRL: u32 = 0xE000_EE04;
/// Debug Security Control and Status Register.
pub const DSCSR: u32 = 0xE000_EE08;
/// Debug Authentication Status Register.
pub const DAUTHSTATUS: u32 = 0xE000_EFB8;

/// DBGKEY of DHCSR: the upper halfword that a write needs.
pub const DBGKEY: u32 = 0xA05F << 16;
/// REGWnR of DCRSR: the transfer is a write.
pub const REGWNR: u32 = 1 << 16;
/// REGSEL of DCRSR.
pub(super) const REGSEL: u32 = 0x7F;
/// CDSKEY of DSCSR: a write with this bit set does not change CDS.
pub(super) const CDSKEY: u32 = 1 << 17;
/// CDS of DSCSR: the core is in the Secure state.
pub(super) const CDS: u32 = 1 << 16;
/// SBRSEL and SBRSELEN of DSCSR.
pub(super) const DSCSR_STORED: u32 = 0b11;
/// Fields of DAUTHCTRL.
pub(super) const DAUTHCTRL_STORED: u32 = 0xF;
/// DAUTHSTATUS with all four debug levels (Non-secure and Secure, invasive and non-invasive) implemented and enabled,
/// 0b11 each: RP2350 without a debug key in OTP, datasheet §3.5.9.1.
pub(super) const ALL_DEBUG_ENABLED: u32 = 0xFF;

bitflags! {
    /// Fields of DHCSR.
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    pub struct Dhcsr: u32 {
        /// Halting debug is enabled.
        const C_DEBUGEN = 1 << 0;
        /// Halt request.
        const C_HALT = 1 << 1;
        /// Step request.
        const C_STEP = 1 << 2;
        /// PendSV, SysTick and external interrupts are masked.
        const C_MASKINTS = 1 << 3;
        /// A transfer by DCRSR is complete.
        const S_REGRDY = 1 << 16;
        /// The core is in Debug state.
        const S_HALT = 1 << 17;
        /// The core sleeps.
        const S_SLEEP = 1 << 18;
        /// The core is locked up.
        const S_LOCKUP = 1 << 19;
        /// Secure halting debug is permitted.
        const S_SDE = 1 << 20;
        /// An instruction has retired since the last read.
        const S_RETIRE_ST = 1 << 24;
        /// The core has been reset since the last read.
        const S_RESET_ST = 1 << 25;
        /// The core has left Debug state since the last read.
        const S_RESTART_ST = 1 << 26;
    }
}

bitflags! {
    /// Fields of DEMCR.
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    pub struct Demcr: u32 {
        /// Vector catch of reset.
        const VC_CORERESET = 1 << 0;
        /// Vector catch of MemManage.
        const VC_MMERR = 1 << 4;
        /// Vector catch of UsageFaults by coprocessor accesses.
        const VC_NOCPERR = 1 << 5;
        /// Vector catch of UsageFaults by checks.
        const VC_CHKERR = 1 << 6;
        /// Vector catch of UsageFaults by state.
        const VC_STATERR = 1 << 7;
        /// Vector catch of BusFault.
        const VC_BUSERR = 1 << 8;
        /// Vector catch of faults during exception entry or return.
        const VC_INTERR = 1 << 9;
        /// Vector catch of HardFault.
        const VC_HARDERR = 1 << 10;
        /// Vector catch of SecureFault.
        const VC_SFERR = 1 << 11;
        /// The DebugMonitor exception is enabled.
        const MON_EN = 1 << 16;
        /// The DebugMonitor exception is pending.
        const MON_PEND = 1 << 17;
        /// The debug monitor steps.
        const MON_STEP = 1 << 18;
        /// Semaphore of the debug monitor.
        const MON_REQ = 1 << 19;
        /// The debug monitor is Secure.
        const SDME = 1 << 20;
        /// Trace is enabled: DWT and ITM work.
        const TRCENA = 1 << 24;
    }
}

impl Demcr {
    /// All vector catches.
    pub(super) const VECTOR_CATCHES: Self = Self::VC_CORERESET
        .union(Self::VC_MMERR)
        .union(Self::VC_NOCPERR)
        .union(Self::VC_CHKERR)
        .union(Self::VC_STATERR)
        .union(Self::VC_BUSERR)
        .union(Self::VC_INTERR)
        .union(Self::VC_HARDERR)
        .union(Self::VC_SFERR);
    /// Fields of the debug monitor that are stored; MON_PEND is the pending state of the exception.
    pub(super) const MONITOR: Self = Self::MON_EN.union(Self::MON_STEP).union(Self::MON_REQ);
    /// All fields that are stored.
    pub(super) const STORED: Self = Self::VECTOR_CATCHES.union(Self::MONITOR).union(Self::TRCENA);
}

bitflags! {
    /// Fields of DFSR.
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    pub struct Dfsr: u32 {
        /// Halt request or step.
        const HALTED = 1 << 0;
        /// Breakpoint.
        const BKPT = 1 << 1;
        /// Watchpoint.
        const DWTTRAP = 1 << 2;
        /// Vector catch.
        const VCATCH = 1 << 3;
        /// External debug request.
        const EXTERNAL = 1 << 4;
    }
}
