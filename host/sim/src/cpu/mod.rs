//! A Cortex-M33 (Armv8-M Mainline, DSP, FPv5-SP, Security Extension, always in the Secure state).
//!
//! The run loop ([`run`]) decodes each instruction once into an [`Operation`](crate::instruction::Operation) and executes
//! it ([`exec`]). The rules of timing and their sources are in `docs/timing.md`.

mod access;
mod cache;
pub mod exception;
mod exec;
mod exit;
mod flags;
pub mod fp;
mod private_bus;
mod protection;
mod registers;
mod reset;
mod run;
#[cfg(test)]
mod tests;
#[cfg(test)]
mod timing_tests;
pub mod trace;

pub use exit::{Exit, StopReason};
pub use registers::Special;

use crate::instruction::{Attributes, PREPARATION};
use crate::ppb::dcb::DebugState;
use crate::ppb::dwt::Dwt;
use crate::ppb::fpb::Fpb;
use crate::ppb::nvic::Nvic;
use crate::ppb::scb::Scb;
use crate::ppb::systick::SysTick;
use cache::DecodeCache;
use flags::Flags;
use fp::FpState;
use registers::NonSecureBank;

/// One core with its private peripherals.
pub struct Cpu {
    /// Core number, 0 or 1.
    core: u8,
    /// r0 to r12, the active SP, LR; element 15 is unused.
    r: [u32; 16],
    /// Address of the instruction being executed, or of the next one between instructions.
    pc: u32,
    flags: Flags,
    /// ITSTATE; 0 outside an IT block.
    it: u8,
    /// EPSR.T; clear only after a branch to an even address, and then the next instruction faults.
    thumb: bool,

    /// Cycles since power-on: when the next instruction can issue.
    pub cycle: u64,
    /// The run loop's inner deadline: 0 to have it look up at once.
    limit: u64,
    /// Deadline of the present run.
    until: u64,
    /// Low half: results that an instruction issued in the next cycle has to wait for, as `Operation::waits_for`; high half:
    /// those that one sharing the last cycle has to wait for.
    late: u64,
    /// Attributes of the second slot that the instruction before left.
    slot: Attributes,
    /// 8-byte line of code that was fetched last. With bit 0 set it was fetched ahead, for an instruction that ends
    /// in the next page.
    line: u32,
    /// Line of code that the MPU, while it is enabled, has allowed; [`protection::NO_PERMIT`] when there is none.
    permitted_line: u32,
    /// Loads and stores have to be looked at, by the MPU or by watchpoints.
    checks_data: bool,
    /// A store changed decoded code.
    stale_code: bool,
    cache: DecodeCache,
    /// The same for instructions inside IT blocks, whose meaning differs.
    it_cache: DecodeCache,
    /// Instructions executed since power-on.
    retired: u64,
    /// A trace that is planned or under way.
    tracer: Option<Box<trace::Tracer>>,

    /// The SP that is not in use: PSP while MSP is active and the other way round.
    other_sp: u32,
    msplim: u32,
    psplim: u32,
    /// CONTROL: nPRIV, SPSEL, FPCA, SFPA.
    control: u8,
    primask: bool,
    faultmask: bool,
    basepri: u8,
    non_secure: NonSecureBank,
    /// IPSR: number of the exception being handled, 0 in Thread mode.
    exception: u16,
    /// Address marked by the last load-exclusive.
    monitor: Option<u32>,
    /// Event register of WFE.
    event: bool,
    sleep: Sleep,
    locked_up: bool,
    /// A coprocessor does not let its instruction end; the debugger or an interrupt can abandon it.
    stalled: bool,
    /// Level of the non-maskable interrupt.
    nmi_line: bool,

    /// An access made events pending that the board must service.
    events_pending: bool,
    /// SEV was executed.
    event_sent: bool,
    /// SYSRESETREQ was written.
    reset_requested: bool,
    /// Data address of the fault in progress.
    fault_address: u32,
    /// What was not modelled.
    stop: Option<StopReason>,

    /// Floating-point registers, status and pipeline.
    pub fp: FpState,
    /// Interrupt controller and exception state.
    pub nvic: Nvic,
    /// System control block.
    pub scb: Scb,
    /// System timer.
    pub systick: SysTick,
    /// Halting debug.
    pub debug: DebugState,
    /// Breakpoint comparators.
    pub fpb: Fpb,
    /// Cycle counter and watchpoints.
    pub dwt: Dwt,
}

/// [`Cpu::line`] when nothing is fetched.
const NO_LINE: u32 = 2;

/// Whether the core sleeps.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Sleep {
    Awake,
    /// WFI or SLEEPONEXIT.
    Interrupt,
    /// WFE.
    Event,
}

impl Cpu {
    /// A core after power-on, before [`Cpu::reset`].
    pub fn new(core: u8) -> Self {
        Cpu {
            core,
            r: [0; 16],
            pc: 0,
            flags: Flags::default(),
            it: 0,
            thumb: true,
            cycle: 0,
            limit: 0,
            until: 0,
            late: PREPARATION as u64,
            slot: Attributes::empty(),
            line: NO_LINE,
            permitted_line: protection::NO_PERMIT,
            checks_data: false,
            stale_code: false,
            cache: DecodeCache::new(),
            it_cache: DecodeCache::new(),
            retired: 0,
            tracer: None,
            other_sp: 0,
            msplim: 0,
            psplim: 0,
            control: 0,
            primask: false,
            faultmask: false,
            basepri: 0,
            non_secure: NonSecureBank::default(),
            exception: 0,
            monitor: None,
            event: false,
            sleep: Sleep::Awake,
            locked_up: false,
            stalled: false,
            nmi_line: false,
            events_pending: false,
            event_sent: false,
            reset_requested: false,
            fault_address: 0,
            stop: None,
            fp: FpState::default(),
            nvic: Nvic::default(),
            scb: Scb::new(),
            systick: SysTick::default(),
            debug: DebugState::default(),
            fpb: Fpb::default(),
            dwt: Dwt::default(),
        }
    }

    /// Core number, 0 or 1.
    pub fn core(&self) -> u8 {
        self.core
    }

    /// Instructions executed since power-on, those skipped in IT blocks included.
    pub fn retired(&self) -> u64 {
        self.retired
    }
}
