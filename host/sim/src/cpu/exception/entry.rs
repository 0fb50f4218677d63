//! Exception entry: stacking, and the start of the handler (Armv8-M ARM B3.19).

use super::frame::{
    BASIC_FRAME, FrameAccess, REALIGN_SHIFT, RETPSR_SFPA, RETURN_BASE, RETURN_BASIC, RETURN_SPSEL,
    RETURN_THREAD,
};
use crate::bus::{Bus, Size};
use crate::cpu::Cpu;
use crate::cpu::core_registers::{CONTROL_FPCA, CONTROL_SFPA, CONTROL_SPSEL};
use crate::cpu::trap::{Fault, Trap};
use crate::ppb::dcb::CaughtException;
use crate::ppb::nvic::number;

/// Cycles of an exception entry, to the handler's first instruction, in zero-wait memory (source C: unverified).
const ENTRY: u64 = 12;

impl Cpu {
    /// Stacks the context and starts the handler of `exception`, or of an exception of higher priority that becomes
    /// pending meanwhile. The return address is the PC.
    pub(in crate::cpu) fn enter_exception<B: Bus>(&mut self, bus: &mut B, exception: u16) {
        self.nvic.pend(exception);
        let mut link = RETURN_BASE;
        if !self.registers.handler_mode() {
            link |= RETURN_THREAD;
        }
        if self.registers.control & CONTROL_FPCA == 0 {
            link |= RETURN_BASIC;
        }
        // Wait states of the stack's memory add to the entry.
        let result = self.push_frame(bus, link & RETURN_BASIC == 0);
        self.pipeline.lengthen(ENTRY);
        if let Err(trap) = result
            && !self.pend_derived(trap, FrameAccess::Stacking)
        {
            if self.locked_up() {
                self.activate(exception);
            }
            return;
        }
        self.advance_systick();
        self.start_handler(bus, link);
    }

    /// Writes the frame and moves SP. If a store fails, SP has moved nevertheless.
    fn push_frame<B: Bus>(&mut self, bus: &mut B, extended: bool) -> Result<(), Trap> {
        let sp = self.registers.sp();
        let frame = sp.wrapping_sub(BASIC_FRAME + 4 * self.fp_frame_words()) & !7;
        let limit = self.registers.stack_limit();
        let context = frame.wrapping_add(BASIC_FRAME);
        if frame < limit && self.stack_limit_applies() {
            // Nothing is written below the limit, and SP stops there. Lazy stacking is prepared nevertheless.
            let deferred = if extended { self.defer_fp_on_entry(context) } else { Ok(()) };
            self.registers.set_sp(limit);
            return deferred.and(Err(Fault::StackLimit.into()));
        }
        self.registers.set_sp(frame);
        let registers = &self.registers;
        let secure_fp = if registers.control & CONTROL_SFPA != 0 { RETPSR_SFPA } else { 0 };
        let xpsr = registers.xpsr() | (sp & 4) << REALIGN_SHIFT | secure_fp;
        let [r0, r1, r2, r3, r12] = [0, 1, 2, 3, 12].map(|r| registers.get(r));
        let words = [r0, r1, r2, r3, r12, registers.lr(), registers.pc, xpsr];
        let mut stored = Ok(());
        for (word, value) in (0..).zip(words) {
            stored = stored.and_then(|()| self.store(bus, frame.wrapping_add(4 * word), Size::Word, value));
        }
        match (extended, stored) {
            (false, _) => stored,
            (true, Ok(())) => self.stack_fp_context(bus, context),
            (true, Err(_)) => self.defer_fp_on_entry(context).and(stored),
        }
    }

    /// Starts the handler of the pending exception of the highest priority after stacking. `link` is EXC_RETURN without
    /// SPSEL.
    pub(super) fn start_handler<B: Bus>(&mut self, bus: &mut B, link: u32) {
        while let Some(exception) = self.highest_pending() {
            // The vector is read through the default memory map, regardless of the MPU.
            let vector = self.scb.vtor.wrapping_add(4 * u32::from(exception));
            match bus.read(vector, Size::Word, self.initiator()) {
                Ok(transfer) => {
                    self.pipeline.lengthen(u64::from(transfer.wait));
                    self.set_exception_return(link);
                    self.activate(exception);
                    self.registers.pc = transfer.value & !1;
                    self.registers.thumb = transfer.value & 1 != 0;
                    return;
                }
                Err(fault) => {
                    if !self.pend_vector_fault(fault, exception) {
                        if self.locked_up() {
                            self.set_exception_return(link);
                            self.activate(exception);
                        }
                        return;
                    }
                }
            }
        }
    }

    /// Sets LR to EXC_RETURN. SPSEL in it is CONTROL.SPSEL, in Handler mode too.
    fn set_exception_return(&mut self, link: u32) {
        let process = self.registers.control & CONTROL_SPSEL != 0;
        self.registers.set_lr(link & !RETURN_SPSEL | if process { RETURN_SPSEL } else { 0 });
    }

    /// Activates an exception: the core enters Handler mode.
    fn activate(&mut self, exception: u16) {
        let control = self.registers.control & !(CONTROL_SPSEL | CONTROL_FPCA | CONTROL_SFPA);
        self.registers.set_mode(exception, control);
        self.nvic.activate(exception);
        self.registers.it = 0;
        self.pipeline.flush();
        self.exclusive.clear();
        // Exception entry sets the event register.
        self.state.event_register = true;
        self.state.wake();
        self.request_service();
        if exception == number::HARD_FAULT {
            self.catch(CaughtException::HardFault);
        }
    }
}
