//! LDM and STM, PUSH and POP.

use crate::bus::Bus;
use crate::cpu::Cpu;
use crate::cpu::trap::Trap;
use crate::instruction::Operation;

impl Cpu {
    /// LDM. The words start at the base (`up`) or end below it. With the PC in the list it branches.
    #[inline]
    pub(super) fn ldm<B: Bus>(
        &mut self,
        bus: &mut B,
        op: Operation,
        next: u32,
        up: bool,
    ) -> Result<u32, Trap> {
        let base = self.registers.get(op.rn);
        let bytes = 4 * op.imm.count_ones();
        let end = if up { base.wrapping_add(bytes) } else { base.wrapping_sub(bytes) };
        let mut address = if up { base } else { end };
        if op.rd != 0 {
            self.check_base(op.rn, end)?;
        }
        // The base keeps its value until all accesses have succeeded, so that the instruction can be repeated after a
        // fault.
        let mut list = op.imm & 0x7FFF;
        let mut new_base = if op.rd != 0 { end } else { base };
        while list != 0 {
            let r = list.trailing_zeros() as u8;
            let value = self.load_word(bus, address)?;
            if r == op.rn {
                new_base = value;
            } else {
                self.registers.set(r, value);
            }
            address = address.wrapping_add(4);
            list &= list - 1;
        }
        if op.imm & 0x8000 == 0 {
            self.registers.set(op.rn, new_base);
            self.pipeline.complete(op);
            return Ok(next);
        }
        let target = self.load_word(bus, address)?;
        self.registers.set(op.rn, new_base);
        self.branch_loaded(op.cost, target)
    }

    /// STM, as [`Cpu::ldm`].
    #[inline]
    pub(super) fn stm<B: Bus>(&mut self, bus: &mut B, op: Operation, up: bool) -> Result<(), Trap> {
        let base = self.registers.get(op.rn);
        let bytes = 4 * op.imm.count_ones();
        let end = if up { base.wrapping_add(bytes) } else { base.wrapping_sub(bytes) };
        let mut address = if up { base } else { end };
        if op.rd != 0 {
            self.check_base(op.rn, end)?;
        }
        let mut list = op.imm & 0x7FFF;
        while list != 0 {
            let r = list.trailing_zeros() as u8;
            self.store_word(bus, address, self.registers.get(r))?;
            address = address.wrapping_add(4);
            list &= list - 1;
        }
        if op.rd != 0 {
            self.registers.set(op.rn, end);
        }
        Ok(())
    }
}
