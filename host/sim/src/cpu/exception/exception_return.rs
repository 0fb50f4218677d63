//! Exception return: checks, tail-chaining, unstacking (Armv8-M ARM B3.22).

use super::frame::{
    BASIC_FRAME, REALIGN_SHIFT, RETPSR_SFPA, RETURN_BASE, RETURN_BASIC, RETURN_SECURE, RETURN_SPSEL,
    RETURN_THREAD,
};
use crate::bus::{Bus, Size};
use crate::cpu::Cpu;
use crate::cpu::core_registers::{CONTROL_FPCA, CONTROL_SFPA, CONTROL_SPSEL, XPSR_EXCEPTION};
use crate::cpu::execution_state::Activity;
use crate::cpu::trap::{Fault, Trap};
use crate::ppb::nvic::number;

/// Cycles from the branch to the first instruction after the return, in zero-wait memory (assumption, unverified).
const RETURN: u64 = 10;
/// Cycles of a tail-chain: from the decision to the first instruction of the next handler (source C: unverified).
const TAIL_CHAIN: u64 = 6;
/// SCR.SLEEPONEXIT.
const SLEEPONEXIT: u32 = 2;

impl Cpu {
    /// Ends the current handler as the EXC_RETURN value `link` specifies.
    pub(in crate::cpu) fn return_from_exception<B: Bus>(&mut self, bus: &mut B, link: u32) {
        let bits = RETURN_SPSEL | RETURN_THREAD | RETURN_BASIC;
        let reserved = (link ^ RETURN_BASE) & !(bits | RETURN_SECURE) != 0;
        if !reserved && link & RETURN_SECURE != RETURN_SECURE {
            self.unmodelled(format!(
                "exception return with EXC_RETURN {link:#010x}, which involves the Non-secure state"
            ));
            return;
        }
        let ending = self.registers.exception;
        // Wrong reserved bits are UNPREDICTABLE: here the return is illegal, as from an inactive exception.
        let illegal = reserved || !self.nvic.is_active(ending);
        self.deactivate(ending);
        // The core is still in Handler mode, so that this changes no stack pointer.
        let process = if link & RETURN_SPSEL != 0 { CONTROL_SPSEL } else { 0 };
        self.registers.set_control(process, CONTROL_SPSEL);
        let cleared = self.clear_fp_on_return();
        let result = if illegal { Err(Fault::InvalidReturn.into()) } else { cleared };
        if let Err(trap) = result {
            self.pipeline.lengthen(TAIL_CHAIN);
            return self.take_derived_on_return(bus, trap, link);
        }
        if self.preempting().is_some() {
            self.pipeline.lengthen(TAIL_CHAIN);
            return self.start_handler(bus, link);
        }
        if link & RETURN_THREAD != 0 {
            self.registers.set_exception(0);
            if self.scb.scr & SLEEPONEXIT != 0 {
                self.state.activity = Activity::WaitingForInterrupt;
            }
        }
        let result = self.pop_frame(bus, link);
        self.pipeline.lengthen(RETURN);
        self.pipeline.flush();
        self.state.event_register = true;
        self.exclusive.clear();
        self.request_service();
        if let Err(trap) = result {
            self.take_derived_on_return(bus, trap, link);
        }
    }

    /// Deactivates HardFault or NMI if one of them keeps the priority negative, so that a corrupted IPSR cannot leave
    /// it active for ever; otherwise deactivates the returning exception and clears FAULTMASK (DeActivate).
    fn deactivate(&mut self, ending: u16) {
        match self.active_priority() {
            -1 => self.nvic.deactivate(number::HARD_FAULT),
            -2 => self.nvic.deactivate(number::NMI),
            _ => {
                self.nvic.deactivate(ending);
                self.registers.faultmask = false;
            }
        }
        if self.nmi_line && !self.nvic.is_active(number::NMI) {
            self.nvic.pend(number::NMI);
        }
    }

    fn pop_frame<B: Bus>(&mut self, bus: &mut B, link: u32) -> Result<(), Trap> {
        let frame = self.registers.sp();
        let mut words = [0; 8];
        for (index, word) in (0..).zip(&mut words) {
            *word = self.load(bus, frame.wrapping_add(4 * index), Size::Word)?;
        }
        let [r0, r1, r2, r3, r12, lr, pc, xpsr] = words;
        let thread = link & RETURN_THREAD != 0;
        if (xpsr & XPSR_EXCEPTION == 0) != thread {
            return Err(Fault::InvalidReturn.into());
        }
        let extended = link & RETURN_BASIC == 0;
        let mut size = BASIC_FRAME;
        if extended {
            size += 4 * self.fp_context_words();
            self.unstack_fp_context(bus, frame.wrapping_add(BASIC_FRAME))?;
        }
        let registers = &mut self.registers;
        registers.set_sp(frame.wrapping_add(size) | xpsr >> REALIGN_SHIFT & 4);
        let active = if extended { CONTROL_FPCA } else { 0 };
        let secure = if xpsr & RETPSR_SFPA != 0 { CONTROL_SFPA } else { 0 };
        registers.set_control(active | secure, CONTROL_FPCA | CONTROL_SFPA);
        for (r, value) in [(0, r0), (1, r1), (2, r2), (3, r3), (12, r12)] {
            registers.set(r, value);
        }
        registers.set_lr(lr);
        registers.pc = pc & !1;
        registers.set_program_status(xpsr);
        registers.set_exception((xpsr & XPSR_EXCEPTION) as u16);
        Ok(())
    }
}
