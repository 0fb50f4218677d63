//! Saturation, which sets the sticky flag Q.

use crate::cpu::core_registers::CoreRegisters;
use crate::instruction::{Operation, ShiftedOperand};

/// `value` saturated to a signed number of `bits` bits (1 to 32), and true if it changed.
#[inline]
fn signed(value: i64, bits: u32) -> (i64, bool) {
    let limit = 1i64 << (bits - 1);
    let clamped = value.clamp(-limit, limit - 1);
    (clamped, clamped != value)
}

/// `value` saturated to an unsigned number of `bits` bits (0 to 31), and true if it changed.
#[inline]
fn unsigned(value: i64, bits: u32) -> (i64, bool) {
    let clamped = value.clamp(0, (1i64 << bits) - 1);
    (clamped, clamped != value)
}

impl CoreRegisters {
    fn set_saturated(&mut self, rd: u8, (value, saturated): (i64, bool)) {
        self.set(rd, value as u32);
        self.flags.q |= saturated;
    }

    pub(super) fn ssat(&mut self, op: Operation) {
        let (operand, _) = self.shift_operand(self.get(op.rn), ShiftedOperand(op.imm));
        self.set_saturated(op.rd, signed(i64::from(operand as i32), u32::from(op.rm)));
    }

    pub(super) fn usat(&mut self, op: Operation) {
        let (operand, _) = self.shift_operand(self.get(op.rn), ShiftedOperand(op.imm));
        self.set_saturated(op.rd, unsigned(i64::from(operand as i32), u32::from(op.rm)));
    }

    pub(super) fn ssat16(&mut self, op: Operation) {
        self.saturate_halves(op, signed);
    }

    pub(super) fn usat16(&mut self, op: Operation) {
        self.saturate_halves(op, unsigned);
    }

    fn saturate_halves(&mut self, op: Operation, limit: impl Fn(i64, u32) -> (i64, bool)) {
        let value = self.get(op.rn);
        let (low, low_saturated) = limit(i64::from(value as i16), u32::from(op.rm));
        let (high, high_saturated) = limit(i64::from((value >> 16) as i16), u32::from(op.rm));
        self.set(op.rd, (high as u32) << 16 | low as u32 & 0xFFFF);
        self.flags.q |= low_saturated | high_saturated;
    }

    /// rn doubled with saturation.
    fn doubled(&mut self, op: Operation) -> i64 {
        let (value, saturated) = signed(2 * i64::from(self.get(op.rn) as i32), 32);
        self.flags.q |= saturated;
        value
    }

    pub(super) fn qadd(&mut self, op: Operation) {
        let sum = i64::from(self.get(op.rm) as i32) + i64::from(self.get(op.rn) as i32);
        self.set_saturated(op.rd, signed(sum, 32));
    }

    pub(super) fn qsub(&mut self, op: Operation) {
        let difference = i64::from(self.get(op.rm) as i32) - i64::from(self.get(op.rn) as i32);
        self.set_saturated(op.rd, signed(difference, 32));
    }

    pub(super) fn qdadd(&mut self, op: Operation) {
        let sum = i64::from(self.get(op.rm) as i32) + self.doubled(op);
        self.set_saturated(op.rd, signed(sum, 32));
    }

    pub(super) fn qdsub(&mut self, op: Operation) {
        let difference = i64::from(self.get(op.rm) as i32) - self.doubled(op);
        self.set_saturated(op.rd, signed(difference, 32));
    }
}
