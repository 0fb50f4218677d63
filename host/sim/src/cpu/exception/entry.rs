//! Exception entry: stacking, and the way to the handler (Armv8-M ARM B3.19).

use super::fault::Place;
use super::frame::{BASIC_FRAME, RETPSR_SFPA, RETURN_BASE, RETURN_BASIC, RETURN_SPSEL, RETURN_THREAD};
use crate::bus::{Bus, Size};
use crate::cpu::exit::Trap;
use crate::cpu::registers::{CONTROL_FPCA, CONTROL_SFPA, CONTROL_SPSEL};
use crate::cpu::{Cpu, Sleep};
use crate::instruction::{Attributes, PREPARATION};
use crate::ppb::dcb::CaughtException;
use crate::ppb::nvic::number;

/// Cycles from the decision to the handler's first instruction in zero-wait memory (source C: unverified).
const ENTRY: u64 = 12;

impl Cpu {
    /// Stacks the context and starts the handler of the most urgent exception, which is `exception` unless a more
    /// urgent one becomes pending meanwhile. The return address is `pc`.
    pub(in crate::cpu) fn enter_exception<B: Bus>(&mut self, bus: &mut B, exception: u16) {
        self.nvic.pend(exception);
        let mut link = RETURN_BASE;
        if self.exception == 0 {
            link |= RETURN_THREAD;
        }
        if self.control & CONTROL_FPCA == 0 {
            link |= RETURN_BASIC;
        }
        let start = self.cycle;
        let outcome = self.push_frame(bus, link & RETURN_BASIC == 0);
        // Waits of the stack's memory lengthen the entry.
        let waits = self.cycle - start;
        self.cycle = start + ENTRY + waits;
        if let Err(trap) = outcome
            && !self.pend_derived(trap, Place::Stacking)
        {
            if self.locked_up {
                self.activate(exception);
            }
            return;
        }
        self.advance_systick();
        self.start_handler(bus, link);
    }

    /// Writes the frame and moves SP. On a failure SP has moved all the same.
    fn push_frame<B: Bus>(&mut self, bus: &mut B, extended: bool) -> Result<(), Trap> {
        let size = BASIC_FRAME + 4 * self.fp_frame_words();
        let unaligned = self.r[13] & 4;
        let frame = self.r[13].wrapping_sub(size) & !7;
        let limit = self.stack_limit();
        let context = frame.wrapping_add(BASIC_FRAME);
        if frame < limit && self.stack_limit_applies() {
            // Nothing is written below the limit, and SP stops there. The context is left for later all the same.
            let deferred = if extended { self.defer_fp_on_entry(context) } else { Ok(()) };
            self.r[13] = limit;
            return deferred.and(Err(Trap::StackLimit));
        }
        self.r[13] = frame;
        let secure_fp = if self.control & CONTROL_SFPA != 0 { RETPSR_SFPA } else { 0 };
        let xpsr = self.xpsr() | unaligned << 7 | secure_fp;
        let words = [self.r[0], self.r[1], self.r[2], self.r[3], self.r[12], self.r[14], self.pc, xpsr];
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

    /// Goes on to the handler of the most urgent pending exception, everything being stacked. `link` is EXC_RETURN
    /// but for SPSEL.
    pub(super) fn start_handler<B: Bus>(&mut self, bus: &mut B, link: u32) {
        while let Some(exception) = self.highest_pending() {
            // The vector is read by the default memory map, whatever the MPU says.
            let vector = self.scb.vtor.wrapping_add(4 * u32::from(exception));
            match bus.read(vector, Size::Word, self.initiator()) {
                Ok(transfer) => {
                    self.cycle += u64::from(transfer.wait);
                    self.set_link(link);
                    self.activate(exception);
                    self.pc = transfer.value & !1;
                    self.thumb = transfer.value & 1 != 0;
                    return;
                }
                Err(fault) => {
                    if !self.pend_vector_fault(fault, exception) {
                        if self.locked_up {
                            self.set_link(link);
                            self.activate(exception);
                        }
                        return;
                    }
                }
            }
        }
    }

    /// SPSEL in EXC_RETURN tells CONTROL.SPSEL, in Handler mode too.
    fn set_link(&mut self, link: u32) {
        let process = self.control & CONTROL_SPSEL != 0;
        self.r[14] = link & !RETURN_SPSEL | if process { RETURN_SPSEL } else { 0 };
    }

    /// Makes an exception active and the core its handler's.
    fn activate(&mut self, exception: u16) {
        self.switch_stack(|cpu| {
            cpu.exception = exception;
            cpu.control &= !(CONTROL_SPSEL | CONTROL_FPCA | CONTROL_SFPA);
        });
        self.nvic.activate(exception);
        self.it = 0;
        self.late = u64::from(PREPARATION);
        self.slot = Attributes::empty();
        self.monitor = None;
        // Exception entry sets the event register.
        self.event = true;
        self.sleep = Sleep::Awake;
        self.limit = 0;
        if exception == number::HARD_FAULT {
            self.catch(CaughtException::HardFault);
        }
    }
}
