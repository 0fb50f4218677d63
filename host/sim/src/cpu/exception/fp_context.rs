//! The floating-point part of the exception frame (Armv8-M ARM B3.19).

use crate::bus::Bus;
use crate::cpu::Cpu;
use crate::cpu::exit::Trap;

impl Cpu {
    /// Words that exception entry reserves above the basic frame: 0 without a context.
    pub(in crate::cpu) fn fp_frame_words(&self) -> u32 {
        0
    }

    /// Exception entry: stores the context at `address`, right above the basic frame, or notes it for later.
    pub(in crate::cpu) fn stack_fp_context<B: Bus>(
        &mut self,
        _bus: &mut B,
        _address: u32,
    ) -> Result<(), Trap> {
        Ok(())
    }

    /// Exception return to code with a context: loads it from `address`, or keeps registers that were never stored.
    pub(in crate::cpu) fn unstack_fp_context<B: Bus>(
        &mut self,
        _bus: &mut B,
        _address: u32,
    ) -> Result<(), Trap> {
        Ok(())
    }

    /// Exception return, before unstacking.
    pub(in crate::cpu) fn clear_fp_on_return(&mut self) {}
}
