//! LDM and STM, and so PUSH and POP.

use crate::bus::Bus;
use crate::cpu::Cpu;
use crate::cpu::exit::Trap;
use crate::instruction::Operation;

impl Cpu {
    /// LDM; `up` counts addresses upwards from the base, else they end below it. With the PC in the list it branches.
    #[inline]
    pub(super) fn ldm<B: Bus>(
        &mut self,
        bus: &mut B,
        op: Operation,
        next: u32,
        up: bool,
    ) -> Result<u32, Trap> {
        let base = self.get(op.rn);
        let bytes = 4 * op.imm.count_ones();
        let end = if up { base.wrapping_add(bytes) } else { base.wrapping_sub(bytes) };
        let mut address = if up { base } else { end };
        if op.rd != 0 {
            self.check_base(op.rn, end)?;
        }
        // The base is kept until all accesses succeeded, so that a fault can be returned from.
        let mut list = op.imm & 0x7FFF;
        let mut new_base = if op.rd != 0 { end } else { base };
        while list != 0 {
            let r = list.trailing_zeros() as u8;
            let value = self.load_word(bus, address)?;
            if r == op.rn {
                new_base = value;
            } else {
                self.set(r, value);
            }
            address = address.wrapping_add(4);
            list &= list - 1;
        }
        if op.imm & 0x8000 == 0 {
            self.set(op.rn, new_base);
            self.complete(op);
            return Ok(next);
        }
        let target = self.load_word(bus, address)?;
        self.set(op.rn, new_base);
        self.branch_loaded(op.cost, target)
    }

    /// STM, as [`Cpu::ldm`].
    #[inline]
    pub(super) fn stm<B: Bus>(&mut self, bus: &mut B, op: Operation, up: bool) -> Result<(), Trap> {
        let base = self.get(op.rn);
        let bytes = 4 * op.imm.count_ones();
        let end = if up { base.wrapping_add(bytes) } else { base.wrapping_sub(bytes) };
        let mut address = if up { base } else { end };
        if op.rd != 0 {
            self.check_base(op.rn, end)?;
        }
        let mut list = op.imm & 0x7FFF;
        while list != 0 {
            let r = list.trailing_zeros() as u8;
            self.store_word(bus, address, self.get(r))?;
            address = address.wrapping_add(4);
            list &= list - 1;
        }
        if op.rd != 0 {
            self.set(op.rn, end);
        }
        Ok(())
    }
}
