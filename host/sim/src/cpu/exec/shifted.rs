//! Data processing with a shifted register (Armv8-M ARM C2.3.2).

use super::shift::{asr, lsl, lsr};
use crate::cpu::Cpu;
use crate::cpu::flags::add_with_carry;
use crate::cpu::op::Op;

impl Cpu {
    /// The shifted operand of `imm` (see [`crate::cpu::op::ShiftedOperand`]) and its carry out.
    #[inline]
    pub(super) fn shift_operand(&self, value: u32, imm: u32) -> (u32, bool) {
        let amount = imm & 0xFF;
        if amount == 0 {
            return (value, self.flags.c);
        }
        match imm >> 8 & 7 {
            0 => (lsl(value, amount), lsl(value, amount - 1) >> 31 != 0),
            1 => (lsr(value, amount), lsr(value, amount - 1) & 1 != 0),
            2 => (asr(value, amount), asr(value, amount - 1) & 1 != 0),
            3 => {
                let rotated = value.rotate_right(amount);
                (rotated, rotated >> 31 != 0)
            }
            _ => (value >> 1 | u32::from(self.flags.c) << 31, value & 1 != 0),
        }
    }

    /// Any operation; rd = 15 compares only, rn = 15 stands for 0 (MVN).
    #[inline]
    pub(super) fn shifted(&mut self, op: Op) {
        let a = if op.rn == 15 { 0 } else { self.get(op.rn) };
        let (b, shift_carry) = self.shift_operand(self.get(op.rm), op.imm);
        let carry = self.flags.c;
        let (result, c, v) = match op.imm >> 12 & 0xF {
            0 => (a & b, shift_carry, self.flags.v),
            1 => (a & !b, shift_carry, self.flags.v),
            2 => (a | b, shift_carry, self.flags.v),
            3 => (a | !b, shift_carry, self.flags.v),
            4 => (a ^ b, shift_carry, self.flags.v),
            8 => add_with_carry(a, b, false),
            10 => add_with_carry(a, b, carry),
            11 => add_with_carry(a, !b, carry),
            13 => add_with_carry(a, !b, true),
            _ => add_with_carry(!a, b, true),
        };
        if op.rd != 15 {
            self.set(op.rd, result);
        }
        if op.imm >> 16 & 1 != 0 {
            self.flags.set_nz(result);
            self.flags.c = c;
            self.flags.v = v;
        }
    }
}
