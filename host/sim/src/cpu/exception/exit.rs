//! Exception return: checks, tail-chaining, unstacking (Armv8-M ARM B3.22).

use super::frame::{BASIC_FRAME, RETPSR_SFPA, RETURN_BASE, RETURN_BASIC, RETURN_SPSEL, RETURN_THREAD};
use crate::bus::{Bus, Size};
use crate::cpu::exit::Trap;
use crate::cpu::registers::{CONTROL_FPCA, CONTROL_SFPA, CONTROL_SPSEL};
use crate::cpu::{Cpu, Sleep};
use crate::instruction::{Attributes, PREPARATION};
use crate::ppb::nvic::number;

/// Cycles from the branch to the first instruction after the return, in zero-wait memory. A choice, unverified.
const RETURN: u64 = 10;
/// Cycles of a tail-chain: from the decision to the first instruction of the next handler (source C: unverified).
const TAIL_CHAIN: u64 = 6;
/// SCR.SLEEPONEXIT.
const SLEEPONEXIT: u32 = 2;
/// EXC_RETURN.ES, DCRS and S: with one of them clear the Non-secure state is, or was, involved.
const RETURN_SECURE: u32 = 1 | 1 << 5 | 1 << 6;

impl Cpu {
    /// Ends the present handler as the EXC_RETURN value `link` says.
    pub(in crate::cpu) fn return_from_exception<B: Bus>(&mut self, bus: &mut B, link: u32) {
        let bits = RETURN_SPSEL | RETURN_THREAD | RETURN_BASIC;
        let reserved = (link ^ RETURN_BASE) & !(bits | RETURN_SECURE) != 0;
        if !reserved && link & RETURN_SECURE != RETURN_SECURE {
            self.not_modelled(format!(
                "exception return by {link:#010x}, which involves the Non-secure state"
            ));
            return;
        }
        let ending = self.exception;
        // Wrong reserved bits are UNPREDICTABLE: here they are an illegal return like an inactive exception.
        let illegal = reserved || !self.nvic.is_active(ending);
        self.deactivate(ending);
        // Handler mode goes on for now, so this changes no stack.
        self.control &= !CONTROL_SPSEL;
        self.control |= if link & RETURN_SPSEL != 0 { CONTROL_SPSEL } else { 0 };
        let cleared = self.clear_fp_on_return();
        let outcome = if illegal { Err(Trap::InvalidReturn) } else { cleared };
        if let Err(trap) = outcome {
            self.cycle += TAIL_CHAIN;
            return self.derived_on_return(bus, trap, link);
        }
        if self.preempting().is_some() {
            self.cycle += TAIL_CHAIN;
            return self.start_handler(bus, link);
        }
        let thread = link & RETURN_THREAD != 0;
        if thread {
            self.switch_stack(|cpu| cpu.exception = 0);
            if self.scb.scr & SLEEPONEXIT != 0 {
                self.sleep = Sleep::Interrupt;
            }
        }
        let start = self.cycle;
        let outcome = self.pop_frame(bus, link);
        self.cycle = start + RETURN + (self.cycle - start);
        self.event = true;
        self.monitor = None;
        self.late = u64::from(PREPARATION);
        self.slot = Attributes::empty();
        self.limit = 0;
        if let Err(trap) = outcome {
            self.derived_on_return(bus, trap, link);
        }
    }

    /// Ends the activity of the returning exception, or of what keeps the priority negative (DeActivate): a corrupted
    /// IPSR must not leave HardFault masked for ever. FAULTMASK falls with every return but those.
    fn deactivate(&mut self, ending: u16) {
        match self.active_priority() {
            -1 => self.nvic.deactivate(number::HARD_FAULT),
            -2 => self.nvic.deactivate(number::NMI),
            _ => {
                self.nvic.deactivate(ending);
                self.faultmask = false;
            }
        }
        if self.nmi_line && !self.nvic.is_active(number::NMI) {
            self.nvic.pend(number::NMI);
        }
    }

    fn pop_frame<B: Bus>(&mut self, bus: &mut B, link: u32) -> Result<(), Trap> {
        let frame = self.r[13];
        let mut words = [0; 8];
        for (index, word) in (0..).zip(&mut words) {
            *word = self.load(bus, frame.wrapping_add(4 * index), Size::Word)?;
        }
        let xpsr = words[7];
        let thread = link & RETURN_THREAD != 0;
        if (xpsr & 0x1FF == 0) != thread {
            return Err(Trap::InvalidReturn);
        }
        let extended = link & RETURN_BASIC == 0;
        let mut size = BASIC_FRAME;
        if extended {
            size += 4 * self.fp_context_words();
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
}
