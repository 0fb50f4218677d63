//! Floating-point context: access to the unit, and preservation of its state by exceptions (Armv8-M ARM B3.22,
//! ExecuteFPCheck, PreserveFPState, PushStack, PopStack).

use crate::bus::Bus;
use crate::cpu::Cpu;
use crate::cpu::core_registers::{CONTROL_FPCA, CONTROL_SFPA};
use crate::cpu::fp::Fpscr;
use crate::cpu::trap::{Fault, Trap};
use crate::ppb::nvic::number;
use crate::ppb::scb::{FPCCR_ASPEN, FPCCR_LSPACT, FPCCR_LSPEN, FPCCR_TS};

/// Coprocessor number by which CPACR permits access to the unit; CP11 must have the same setting.
const FPU: u32 = 10;
/// The control bits of a context in use.
const IN_USE: u8 = CONTROL_FPCA | CONTROL_SFPA;
/// FPCCR.USER: the context to be saved belongs to unprivileged code.
const FPCCR_USER: u32 = 1 << 1;
/// FPCCR bits that state, for each exception, that it could be taken when lazy stacking was prepared.
const FPCCR_READY: [(u32, u16); 6] = [
    (1 << 4, number::HARD_FAULT),
    (1 << 5, number::MEM_MANAGE),
    (1 << 6, number::BUS_FAULT),
    (1 << 7, number::SECURE_FAULT),
    (1 << 8, number::DEBUG_MONITOR),
    (1 << 10, number::USAGE_FAULT),
];
/// FPCCR.SPLIMVIOL: the context lies below the stack limit.
const FPCCR_SPLIMVIOL: u32 = 1 << 9;
/// FPCCR.S: the context is Secure.
const FPCCR_S: u32 = 1 << 2;
/// FPCCR bits that describe the lazily stacked context.
const FPCCR_DESCRIPTION: u32 = 0x7FA;
/// FPCCR.THREAD: the context to be saved belongs to Thread mode.
const FPCCR_THREAD: u32 = 1 << 3;
/// FPCCR.CLRONRET: caller-saved registers are cleared on exception return.
const FPCCR_CLRONRET: u32 = 1 << 28;

/// Words of the caller-saved context in a frame: S0 to S15, FPSCR and a reserved word.
const CONTEXT_WORDS: u32 = 18;
/// Words with S16 to S31 too, which FPCCR.TS adds.
const WHOLE_CONTEXT_WORDS: u32 = 34;
/// Offset of FPSCR in the context.
const FPSCR_OFFSET: u32 = 0x40;
/// Offset of S16 in the context.
const UPPER_OFFSET: u32 = 0x48;

impl Cpu {
    /// Prepares the context for a floating-point instruction: checks access, stores a lazily stacked context, and creates
    /// a new context if there is none.
    ///
    /// # Errors
    /// CPACR disables the unit, or the context could not be stored.
    #[inline(always)]
    pub(super) fn use_fp_context<B: Bus>(&mut self, bus: &mut B) -> Result<(), Trap> {
        let enabled = self.scb.coprocessor_access(FPU) == 3;
        if enabled && self.scb.fpccr & FPCCR_LSPACT == 0 && self.registers.control & IN_USE == IN_USE {
            return Ok(());
        }
        self.prepare_fp_context(bus)
    }

    #[cold]
    #[inline(never)]
    fn prepare_fp_context<B: Bus>(&mut self, bus: &mut B) -> Result<(), Trap> {
        self.check_fp_access()?;
        if self.scb.fpccr & FPCCR_LSPACT != 0 {
            self.preserve_fp_context(bus)?;
        }
        if self.scb.fpccr & FPCCR_ASPEN != 0 && self.registers.control & IN_USE != IN_USE {
            self.fp.set_fpscr(self.scb.fpdscr & Fpscr::CONTROL);
            self.registers.control |= IN_USE;
        }
        Ok(())
    }

    fn check_fp_access(&self) -> Result<(), Trap> {
        if self.coprocessor_enabled(FPU) { Ok(()) } else { Err(Fault::NoCoprocessor.into()) }
    }

    /// Returns the number of words that exception entry reserves above the basic frame; 0 without a context.
    pub(in crate::cpu) fn fp_frame_words(&self) -> u32 {
        if self.registers.control & CONTROL_FPCA == 0 { 0 } else { self.fp_context_words() }
    }

    /// Returns the number of words of a context in a frame.
    pub(in crate::cpu) fn fp_context_words(&self) -> u32 {
        if self.scb.fpccr & FPCCR_TS != 0 { WHOLE_CONTEXT_WORDS } else { CONTEXT_WORDS }
    }

    /// Stores the context at `address`, directly above the basic frame, or prepares lazy stacking. For exception entry,
    /// before the mode changes, and only if there is a context.
    ///
    /// # Errors
    /// CPACR disables the unit, a store failed, or another lazily stacked context is pending.
    pub(in crate::cpu) fn stack_fp_context<B: Bus>(&mut self, bus: &mut B, address: u32) -> Result<(), Trap> {
        self.defer_fp_on_entry(address)?;
        if self.scb.fpccr & FPCCR_LSPEN != 0 {
            return Ok(());
        }
        self.check_fp_access()?;
        self.store_fp_context(bus, address)
    }

    /// Prepares lazy stacking if it is enabled: the part of [`Cpu::stack_fp_context`] that remains if the rest of the
    /// frame could not be stored.
    ///
    /// # Errors
    /// Another lazily stacked context is pending.
    pub(in crate::cpu) fn defer_fp_on_entry(&mut self, address: u32) -> Result<(), Trap> {
        if self.scb.fpccr & FPCCR_LSPACT != 0 {
            return Err(Fault::LazyState.into());
        }
        if self.scb.fpccr & FPCCR_LSPEN != 0 {
            self.defer_fp_context(address);
        }
        Ok(())
    }

    /// Loads the context from `address`, unless its lazy stacking is still pending. For exception return to code with a
    /// context.
    ///
    /// # Errors
    /// CPACR disables the unit, or a load failed.
    pub(in crate::cpu) fn unstack_fp_context<B: Bus>(
        &mut self,
        bus: &mut B,
        address: u32,
    ) -> Result<(), Trap> {
        if self.scb.fpccr & FPCCR_LSPACT != 0 {
            self.scb.fpccr &= !FPCCR_LSPACT;
            return Ok(());
        }
        self.check_fp_access()?;
        self.load_fp_context(bus, address)
    }

    /// Clears the caller-saved registers that the handler used, if FPCCR.CLRONRET is set. For exception return, before
    /// unstacking.
    ///
    /// # Errors
    /// A lazily stacked context is pending.
    pub(in crate::cpu) fn clear_fp_on_return(&mut self) -> Result<(), Trap> {
        if self.scb.fpccr & FPCCR_CLRONRET == 0 || self.registers.control & CONTROL_FPCA == 0 {
            return Ok(());
        }
        if self.scb.fpccr & FPCCR_LSPACT != 0 {
            return Err(Fault::LazyState.into());
        }
        self.fp.registers.single[..16].fill(0);
        self.fp.registers.fpscr = Fpscr::default();
        Ok(())
    }

    /// VLSTM: stores the context at `address`, or prepares lazy stacking there. Without active Secure floating-point state
    /// it has no effect.
    ///
    /// # Errors
    /// CPACR disables the unit, `address` is not a multiple of 8, a store failed, or another lazily stacked context is
    /// pending.
    pub(super) fn lazy_store_multiple<B: Bus>(&mut self, bus: &mut B, address: u32) -> Result<(), Trap> {
        if self.registers.control & CONTROL_SFPA == 0 {
            return Ok(());
        }
        self.check_fp_access()?;
        if self.scb.fpccr & FPCCR_LSPACT != 0 {
            return Err(Fault::LazyState.into());
        }
        if address & 7 != 0 {
            return Err(Fault::Unaligned.into());
        }
        if self.scb.fpccr & FPCCR_LSPEN != 0 {
            self.defer_fp_context(address);
        } else {
            self.store_fp_context(bus, address)?;
        }
        self.registers.control &= !CONTROL_FPCA;
        Ok(())
    }

    /// VLLDM: loads the context that [`Cpu::lazy_store_multiple`] stored, unless its lazy stacking is still pending.
    ///
    /// # Errors
    /// CPACR disables the unit, `address` is not a multiple of 8, or a load failed.
    pub(super) fn lazy_load_multiple<B: Bus>(&mut self, bus: &mut B, address: u32) -> Result<(), Trap> {
        if self.registers.control & CONTROL_SFPA == 0 {
            return Ok(());
        }
        self.check_fp_access()?;
        if self.scb.fpccr & FPCCR_LSPACT != 0 {
            self.scb.fpccr &= !FPCCR_LSPACT;
        } else if address & 7 != 0 {
            return Err(Fault::Unaligned.into());
        } else {
            self.load_fp_context(bus, address)?;
        }
        self.registers.control |= CONTROL_FPCA;
        Ok(())
    }

    /// Prepares lazy stacking: sets FPCCR and FPCAR for the next use of the unit.
    fn defer_fp_context(&mut self, address: u32) {
        let thread = if !self.registers.handler_mode() { FPCCR_THREAD } else { 0 };
        let user = if self.registers.privileged() { 0 } else { FPCCR_USER };
        let ready = FPCCR_READY.into_iter().filter(|&(_, exception)| self.could_take(exception));
        let ready = ready.fold(0, |bits, (bit, _)| bits | bit);
        let below = address < self.registers.stack_limit() && self.stack_limit_applies();
        let violation = if below { FPCCR_SPLIMVIOL } else { 0 };
        let context = FPCCR_LSPACT | FPCCR_S | thread | user | ready | violation;
        self.scb.fpccr = self.scb.fpccr & !FPCCR_DESCRIPTION | context;
        self.scb.fpcar = address & !7;
    }

    /// Stores the lazily stacked context, with the privilege and the priority at which it was prepared.
    fn preserve_fp_context<B: Bus>(&mut self, bus: &mut B) -> Result<(), Trap> {
        let fpccr = self.scb.fpccr;
        let ready = move |fault| FPCCR_READY.iter().any(|&(bit, number)| number == fault && fpccr & bit != 0);
        if let Err(trap) = self.store_lazily(bus) {
            if let Some(trap) = self.pend_lazy_fault(trap, ready) {
                return Err(trap);
            }
        } else if fpccr & FPCCR_TS != 0 {
            self.fp.registers = Default::default();
        }
        self.scb.fpccr &= !FPCCR_LSPACT;
        Ok(())
    }

    fn store_lazily<B: Bus>(&mut self, bus: &mut B) -> Result<(), Trap> {
        let fpccr = self.scb.fpccr;
        let privileged = fpccr & FPCCR_USER == 0;
        let negative = !FPCCR_READY.iter().any(|&(bit, n)| n == number::HARD_FAULT && fpccr & bit != 0);
        if self.scb.coprocessor_access(FPU) != 3 && !(privileged && self.scb.coprocessor_access(FPU) == 1) {
            return Err(Fault::NoCoprocessor.into());
        }
        if fpccr & FPCCR_SPLIMVIOL != 0 {
            // The exception entry has reported this; nothing is stored below the limit.
            return Ok(());
        }
        let singles: u32 = if fpccr & FPCCR_TS != 0 { 32 } else { 16 };
        let offset = |single: u32| if single < 16 { 4 * single } else { UPPER_OFFSET + 4 * (single - 16) };
        let words = (0..singles)
            .map(|single| (offset(single), self.fp.single(single as u8)))
            .chain([(FPSCR_OFFSET, self.fp.fpscr())]);
        for (offset, word) in words.collect::<Vec<_>>() {
            let address = self.scb.fpcar.wrapping_add(offset);
            if !self.scb.mpu.look_up(address, privileged, negative).write {
                return Err(Fault::DataProtection { address }.into());
            }
            self.store_word_permitted(bus, address, word)?;
            self.pipeline.lengthen(1);
        }
        Ok(())
    }

    /// Stores S0 to S15 and FPSCR, and with FPCCR.TS S16 to S31, one word a cycle.
    fn store_fp_context<B: Bus>(&mut self, bus: &mut B, address: u32) -> Result<(), Trap> {
        self.store_singles(bus, 0, 16, address)?;
        self.store_word(bus, address.wrapping_add(FPSCR_OFFSET), self.fp.fpscr())?;
        self.pipeline.lengthen(17);
        if self.scb.fpccr & FPCCR_TS != 0 {
            self.store_singles(bus, 16, 16, address.wrapping_add(UPPER_OFFSET))?;
            self.pipeline.lengthen(16);
            // With TS the state is secret, and is cleared from the registers after it is stored.
            self.fp.registers = Default::default();
        }
        Ok(())
    }

    /// Loads what [`Cpu::store_fp_context`] stored.
    fn load_fp_context<B: Bus>(&mut self, bus: &mut B, address: u32) -> Result<(), Trap> {
        self.load_singles(bus, 0, 16, address)?;
        let fpscr = self.load_word(bus, address.wrapping_add(FPSCR_OFFSET))?;
        self.fp.set_fpscr(fpscr);
        self.pipeline.lengthen(17);
        if self.scb.fpccr & FPCCR_TS != 0 {
            self.load_singles(bus, 16, 16, address.wrapping_add(UPPER_OFFSET))?;
            self.pipeline.lengthen(16);
        }
        Ok(())
    }
}
