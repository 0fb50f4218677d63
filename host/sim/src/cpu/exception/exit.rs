//! Exception return: checks, tail-chaining, unstacking (Armv8-M ARM B3.22).

use super::entry::{BASIC_FRAME, RETURN_BASE, RETURN_BASIC, RETURN_SPSEL, RETURN_THREAD, TAIL_CHAIN};
use crate::bus::{Bus, Size};
use crate::cpu::exit::Trap;
use crate::cpu::pipeline::NOTHING_LATE;
use crate::cpu::registers::{CONTROL_FPCA, CONTROL_SFPA, CONTROL_SPSEL};
use crate::cpu::{Cpu, Sleep};
use crate::ppb::nvic::number;

/// Cycles from the branch to the first instruction after the return, in zero-wait memory. A choice, unverified.
const RETURN: u64 = 10;
/// SCR.SLEEPONEXIT.
const SLEEPONEXIT: u32 = 2;
/// RETPSR.SFPA: the floating-point registers held Secure state.
pub(super) const RETPSR_SFPA: u32 = 1 << 20;
/// CFSR.INVPC.
const INVPC: u32 = 1 << 18;

impl Cpu {
    /// Ends the present handler as the EXC_RETURN value `link` says.
    pub(in crate::cpu) fn return_from_exception<B: Bus>(&mut self, bus: &mut B, link: u32) {
        let ending = self.exception;
        let bits = RETURN_SPSEL | RETURN_THREAD | RETURN_BASIC;
        if link & !bits != RETURN_BASE || !self.nvic.is_active(ending) {
            return self.invalid_return(bus, link, ending);
        }
        self.nvic.deactivate(ending);
        if ending != number::NMI && self.active_priority_is_not_negative() {
            self.faultmask = false;
        }
        // SPSEL and the FPU's context come back with the frame, wherever it is.
        let thread = link & RETURN_THREAD != 0;
        self.switch_stack(|cpu| {
            if link & RETURN_SPSEL != 0 {
                cpu.control |= CONTROL_SPSEL;
            } else {
                cpu.control &= !CONTROL_SPSEL;
            }
            cpu.exception = 0;
        });
        if !thread {
            // A handler interrupted by another uses MSP, which SPSEL says too.
            self.switch_stack(|cpu| cpu.exception = ending);
        }
        if let Some(next) = self.preempting() {
            self.cycle += TAIL_CHAIN;
            self.r[14] = link;
            return self.start_handler(bus, next);
        }
        if thread && self.scb.scr & SLEEPONEXIT != 0 {
            self.sleep = Sleep::Interrupt;
        }
        self.clear_fp_on_return();
        let start = self.cycle;
        let outcome = self.pop_frame(bus, link);
        self.cycle = start + RETURN + (self.cycle - start);
        self.event = true;
        self.monitor = None;
        self.late = u64::from(NOTHING_LATE);
        self.slot = 0;
        self.limit = 0;
        match outcome {
            Ok(()) => {}
            Err(trap) => self.derived_on_return(bus, trap, link),
        }
    }

    fn active_priority_is_not_negative(&self) -> bool {
        self.active_priority() >= 0
    }

    fn pop_frame<B: Bus>(&mut self, bus: &mut B, link: u32) -> Result<(), Trap> {
        let frame = self.r[13];
        let mut words = [0; 8];
        for (address, word) in (frame..).step_by(4).zip(&mut words) {
            *word = self.load(bus, address, Size::Word)?;
        }
        let xpsr = words[7];
        let thread = link & RETURN_THREAD != 0;
        if (xpsr & 0x1FF == 0) != thread {
            self.scb.cfsr |= INVPC;
            return Err(Trap::InvalidReturn);
        }
        let extended = link & RETURN_BASIC == 0;
        let mut size = BASIC_FRAME;
        if extended {
            self.control |= CONTROL_FPCA;
            size += 4 * self.fp_frame_words();
            self.unstack_fp_context(bus, frame.wrapping_add(BASIC_FRAME))?;
        }
        self.r[13] = frame.wrapping_add(size) | xpsr >> 7 & 4;
        self.control &= !(CONTROL_FPCA | CONTROL_SFPA);
        self.control |= if extended { CONTROL_FPCA } else { 0 };
        self.control |= if xpsr & RETPSR_SFPA != 0 { CONTROL_SFPA } else { 0 };
        self.r[..4].copy_from_slice(&words[..4]);
        self.r[12] = words[4];
        self.r[14] = words[5];
        self.pc = words[6] & !1;
        self.set_xpsr(xpsr, true);
        Ok(())
    }

    /// An EXC_RETURN value that cannot be followed: UsageFault INVPC, tail-chained with the value in LR.
    fn invalid_return<B: Bus>(&mut self, bus: &mut B, link: u32, ending: u16) {
        self.nvic.deactivate(ending);
        self.scb.cfsr |= INVPC;
        self.derived_on_return(bus, Trap::InvalidReturn, link);
    }
}
