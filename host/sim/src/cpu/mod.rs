//! A Cortex-M33 (Armv8-M Mainline, DSP, FPv5-SP, Security Extension, always in the Secure state).
//!
//! To follow an instruction, read these files in order: the run loop (`run.rs`) fetches it (`fetch.rs`) and decodes it
//! once into an [`Operation`](crate::instruction::Operation), whose timing comes from the table of instruction kinds
//! (`instruction/kind.rs`). The loop executes the operation (`execute/`) on the core registers (`core_registers.rs`),
//! and the pipeline (`pipeline.rs`) counts the cycles. The rules of timing and their sources are in `docs/timing.md`.

mod access_check;
mod core_registers;
mod data_access;
mod decode_cache;
mod exception;
mod exclusive_monitor;
mod execute;
mod execution_state;
mod exit;
mod fetch;
mod flags;
pub mod fp;
mod pipeline;
mod private_bus;
mod reset;
mod run;
mod run_control;
mod special_registers;
#[cfg(test)]
mod tests;
#[cfg(test)]
mod timing_tests;
pub mod trace;
mod trap;

pub use exit::{Exit, StopReason};
pub use special_registers::SpecialRegister;

use crate::bus::Initiator;
use crate::ppb::dcb::DebugState;
use crate::ppb::dwt::Dwt;
use crate::ppb::fpb::Fpb;
use crate::ppb::nvic::Nvic;
use crate::ppb::scb::Scb;
use crate::ppb::systick::SysTick;
use access_check::AccessCheck;
use core_registers::{CoreRegisters, SP};
use decode_cache::DecodeCaches;
use exclusive_monitor::ExclusiveMonitor;
use execution_state::ExecutionState;
use fetch::Fetch;
use fp::FpState;
use pipeline::Pipeline;
use run_control::RunControl;
use special_registers::NonSecureRegisters;

/// One core with its private peripherals.
pub struct Cpu {
    /// Core number, 0 or 1.
    number: u8,
    /// Core registers.
    registers: CoreRegisters,
    /// Special registers of the Non-secure bank.
    non_secure: NonSecureRegisters,
    /// Current cycle and late results.
    pipeline: Pipeline,
    /// Line of code that is fetched.
    fetch: Fetch,
    /// Decoded code.
    decoded: DecodeCaches,
    /// Limits of the run loop, and requests to the board.
    run_control: RunControl,
    /// Sleep, lock-up, and the event register.
    state: ExecutionState,
    /// Local exclusive monitor.
    exclusive: ExclusiveMonitor,
    /// Checks of data accesses.
    access_check: AccessCheck,
    /// Level of the non-maskable interrupt.
    nmi_line: bool,
    /// A trace that is planned or being recorded.
    tracer: Option<Box<trace::Tracer>>,

    /// Floating-point registers, status and scoreboard.
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

impl Cpu {
    /// Returns a core after power-on, before [`Cpu::reset`].
    pub fn new(number: u8) -> Self {
        Cpu {
            number,
            registers: CoreRegisters::new(),
            non_secure: NonSecureRegisters::default(),
            pipeline: Pipeline::new(),
            fetch: Fetch::new(),
            decoded: DecodeCaches::new(),
            run_control: RunControl::default(),
            state: ExecutionState::new(),
            exclusive: ExclusiveMonitor::default(),
            access_check: AccessCheck::default(),
            nmi_line: false,
            tracer: None,
            fp: FpState::default(),
            nvic: Nvic::default(),
            scb: Scb::new(),
            systick: SysTick::default(),
            debug: DebugState::default(),
            fpb: Fpb::default(),
            dwt: Dwt::default(),
        }
    }

    /// Returns the core number, 0 or 1.
    pub fn core(&self) -> u8 {
        self.number
    }

    /// Returns the cycles since power-on: the cycle in which the next instruction can issue.
    #[inline(always)]
    pub fn cycle(&self) -> u64 {
        self.pipeline.cycle
    }

    /// Lets time pass until `cycle`, if that is later than the current cycle.
    pub fn advance_to(&mut self, cycle: u64) {
        self.pipeline.cycle = self.pipeline.cycle.max(cycle);
    }

    /// Returns the number of instructions executed since power-on, those skipped in IT blocks included.
    pub fn retired(&self) -> u64 {
        self.pipeline.retired
    }

    /// Returns r0 to r12, the active SP (13), LR (14), or the PC (15: address of the next instruction); 0 for other
    /// numbers.
    pub fn register(&self, number: usize) -> u32 {
        match number {
            15 => self.registers.pc,
            0..=14 => self.registers.get(number as u8),
            _ => 0,
        }
    }

    /// Sets a core register. A write of the PC ignores bit 0, leaves an IT block, and ends lock-up. Other numbers have
    /// no effect.
    pub fn set_register(&mut self, number: usize, value: u32) {
        match number {
            15 => {
                self.registers.pc = value & !1;
                self.registers.it = 0;
                self.pipeline.flush();
                self.state.release();
            }
            SP => self.registers.set_sp(value),
            0..=14 => self.registers.set(number as u8, value),
            _ => {}
        }
    }

    /// Returns true in Handler mode or in Thread mode with CONTROL.nPRIV clear.
    pub fn privileged(&self) -> bool {
        self.registers.privileged()
    }

    /// Returns the main stack pointer.
    pub fn msp(&self) -> u32 {
        self.registers.msp()
    }

    /// Returns the process stack pointer.
    pub fn psp(&self) -> u32 {
        self.registers.psp()
    }

    /// Sets the main stack pointer.
    pub fn set_msp(&mut self, value: u32) {
        self.registers.set_msp(value);
    }

    /// Sets the process stack pointer.
    pub fn set_psp(&mut self, value: u32) {
        self.registers.set_psp(value);
    }

    /// Returns the program status register: flags, ITSTATE, T and exception number.
    pub fn xpsr(&self) -> u32 {
        self.registers.xpsr()
    }

    /// Sets flags, ITSTATE and T; with `exception`, the exception number too.
    pub fn set_xpsr(&mut self, value: u32, exception: bool) {
        self.registers.set_program_status(value);
        if exception {
            self.registers.set_exception((value & core_registers::XPSR_EXCEPTION) as u16);
        }
    }

    /// Returns the initiator of the core's accesses in the current cycle.
    #[inline(always)]
    fn initiator(&self) -> Initiator {
        Initiator { core: self.number, now: self.pipeline.cycle, debugger: false }
    }

    /// Makes the run loop service pending events before the next instruction.
    #[inline(always)]
    pub(crate) fn request_service(&mut self) {
        self.run_control.request_service();
    }

    /// Requests a system reset.
    pub(crate) fn request_reset(&mut self) {
        self.run_control.reset_requested = true;
        self.request_service();
    }
}
