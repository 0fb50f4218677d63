//! Extensions, bit fields and packing.

use crate::cpu::core_registers::CoreRegisters;
use crate::instruction::{Operation, ShiftedOperand, shift};

/// Sign-extends bytes 0 and 2 to halfwords.
#[inline(always)]
pub(super) fn sxtb16(value: u32) -> u32 {
    let low = value as i8 as i16 as u16;
    let high = (value >> 16) as i8 as i16 as u16;
    u32::from(high) << 16 | u32::from(low)
}

impl CoreRegisters {
    #[inline(always)]
    pub(super) fn extend_add(&mut self, op: Operation, extended: u32) {
        self.set(op.rd, self.get(op.rn).wrapping_add(extended));
    }

    #[inline]
    pub(super) fn extend_add_halves(&mut self, op: Operation, extended: u32) {
        let a = self.get(op.rn);
        let low = a.wrapping_add(extended) & 0xFFFF;
        let high = (a >> 16).wrapping_add(extended >> 16) << 16;
        self.set(op.rd, high | low);
    }

    #[inline(always)]
    pub(super) fn sbfx(&mut self, op: Operation) {
        let (lsb, shift) = (op.imm & 31, op.imm >> 8 & 31);
        let value = (self.get(op.rn) >> lsb) << shift;
        self.set(op.rd, ((value as i32) >> shift) as u32);
    }

    #[inline(always)]
    pub(super) fn ubfx(&mut self, op: Operation) {
        let (lsb, shift) = (op.imm & 31, op.imm >> 8 & 31);
        self.set(op.rd, (self.get(op.rn) >> lsb) & (u32::MAX >> shift));
    }

    #[inline(always)]
    pub(super) fn bfi(&mut self, op: Operation) {
        let inserted = self.get(op.rn) << (op.rm & 31);
        self.set(op.rd, self.get(op.rd) & !op.imm | inserted & op.imm);
    }

    /// PKHBT with a left shift, PKHTB with a right shift.
    #[inline]
    pub(super) fn pack_halves(&mut self, op: Operation) {
        let a = self.get(op.rn);
        let operand = ShiftedOperand(op.imm);
        let (b, _) = self.shift_operand(self.get(op.rm), operand);
        let top_from_second = operand.shift() == shift::LSL;
        let packed =
            if top_from_second { b & 0xFFFF_0000 | a & 0xFFFF } else { a & 0xFFFF_0000 | b & 0xFFFF };
        self.set(op.rd, packed);
    }
}
