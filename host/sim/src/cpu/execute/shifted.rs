//! Data processing with a shifted register (Armv8-M ARM C2.3.2).

use super::shift::{asr, lsl, lsr};
use crate::cpu::core_registers::CoreRegisters;
use crate::cpu::flags::add_with_carry;
use crate::instruction::{Operation, ShiftedOperand, data_processing, shift};

impl CoreRegisters {
    /// Returns the shifted value and the carry out of the shift.
    #[inline]
    pub(super) fn shift_operand(&self, value: u32, operand: ShiftedOperand) -> (u32, bool) {
        let amount = operand.amount();
        if amount == 0 {
            return (value, self.flags.c);
        }
        match operand.shift() {
            shift::LSL => (lsl(value, amount), lsl(value, amount - 1) >> 31 != 0),
            shift::LSR => (lsr(value, amount), lsr(value, amount - 1) & 1 != 0),
            shift::ASR => (asr(value, amount), asr(value, amount - 1) & 1 != 0),
            shift::ROR => {
                let rotated = value.rotate_right(amount);
                (rotated, rotated >> 31 != 0)
            }
            shift::RRX => (value >> 1 | u32::from(self.flags.c) << 31, value & 1 != 0),
            _ => unreachable!(),
        }
    }

    /// Any operation with a shifted register; rd = 15 compares only, rn = 15 stands for 0 (MVN).
    #[inline]
    pub(super) fn shifted(&mut self, op: Operation) {
        let a = if op.rn == 15 { 0 } else { self.get(op.rn) };
        let operand = ShiftedOperand(op.imm);
        let (b, shift_carry) = self.shift_operand(self.get(op.rm), operand);
        let carry = self.flags.c;
        let (result, c, v) = match operand.operation() {
            data_processing::AND => (a & b, shift_carry, self.flags.v),
            data_processing::BIC => (a & !b, shift_carry, self.flags.v),
            data_processing::ORR => (a | b, shift_carry, self.flags.v),
            data_processing::ORN => (a | !b, shift_carry, self.flags.v),
            data_processing::EOR => (a ^ b, shift_carry, self.flags.v),
            data_processing::ADD => add_with_carry(a, b, false),
            data_processing::ADC => add_with_carry(a, b, carry),
            data_processing::SBC => add_with_carry(a, !b, carry),
            data_processing::SUB => add_with_carry(a, !b, true),
            data_processing::RSB => add_with_carry(!a, b, true),
            _ => unreachable!(),
        };
        if op.rd != 15 {
            self.set(op.rd, result);
        }
        if operand.sets_flags() {
            self.flags.set_nz(result);
            self.flags.c = c;
            self.flags.v = v;
        }
    }
}
