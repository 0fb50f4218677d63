//! Multiplication and multiply-accumulate.

use crate::cpu::core_registers::CoreRegisters;
use crate::instruction::Operation;

/// Returns the signed top halfword if `top`, otherwise the bottom one.
#[inline(always)]
fn half(value: u32, top: bool) -> i64 {
    i64::from(if top { (value >> 16) as i16 } else { value as i16 })
}

impl CoreRegisters {
    #[inline(always)]
    fn accumulator(&self, op: Operation) -> u32 {
        self.get((op.imm & 0xF) as u8)
    }

    /// imm:rd as one 64-bit number.
    #[inline(always)]
    fn wide(&self, op: Operation) -> u64 {
        u64::from(self.accumulator(op)) << 32 | u64::from(self.get(op.rd))
    }

    #[inline(always)]
    fn set_wide(&mut self, op: Operation, value: u64) {
        self.set(op.rd, value as u32);
        self.set((op.imm & 0xF) as u8, (value >> 32) as u32);
    }

    #[inline(always)]
    fn signed_product(&self, op: Operation) -> i64 {
        i64::from(self.get(op.rn) as i32) * i64::from(self.get(op.rm) as i32)
    }

    #[inline(always)]
    fn unsigned_product(&self, op: Operation) -> u64 {
        u64::from(self.get(op.rn)) * u64::from(self.get(op.rm))
    }

    /// rd = product + accumulator; overflow sets Q.
    fn accumulate(&mut self, op: Operation, product: i64) {
        let sum = product + i64::from(self.accumulator(op) as i32);
        self.set(op.rd, sum as u32);
        self.flags.q |= sum != i64::from(sum as i32);
    }

    #[inline(always)]
    pub(super) fn mla(&mut self, op: Operation) {
        let product = self.get(op.rn).wrapping_mul(self.get(op.rm));
        self.set(op.rd, self.accumulator(op).wrapping_add(product));
    }

    #[inline(always)]
    pub(super) fn mls(&mut self, op: Operation) {
        let product = self.get(op.rn).wrapping_mul(self.get(op.rm));
        self.set(op.rd, self.accumulator(op).wrapping_sub(product));
    }

    #[inline(always)]
    pub(super) fn umull(&mut self, op: Operation) {
        self.set_wide(op, self.unsigned_product(op));
    }

    #[inline(always)]
    pub(super) fn smull(&mut self, op: Operation) {
        self.set_wide(op, self.signed_product(op) as u64);
    }

    #[inline(always)]
    pub(super) fn umlal(&mut self, op: Operation) {
        self.set_wide(op, self.wide(op).wrapping_add(self.unsigned_product(op)));
    }

    #[inline(always)]
    pub(super) fn smlal(&mut self, op: Operation) {
        self.set_wide(op, self.wide(op).wrapping_add(self.signed_product(op) as u64));
    }

    pub(super) fn umaal(&mut self, op: Operation) {
        let addends = u64::from(self.get(op.rd)) + u64::from(self.accumulator(op));
        self.set_wide(op, self.unsigned_product(op).wrapping_add(addends));
    }

    /// Returns the product of the halfwords that bits 5 (of rn) and 4 (of rm) of `imm` select.
    #[inline(always)]
    fn half_product(&self, op: Operation) -> i64 {
        half(self.get(op.rn), op.imm >> 5 & 1 != 0) * half(self.get(op.rm), op.imm >> 4 & 1 != 0)
    }

    pub(super) fn smulxy(&mut self, op: Operation) {
        self.set(op.rd, self.half_product(op) as u32);
    }

    pub(super) fn smlaxy(&mut self, op: Operation) {
        self.accumulate(op, self.half_product(op));
    }

    pub(super) fn smlalxy(&mut self, op: Operation) {
        self.set_wide(op, self.wide(op).wrapping_add(self.half_product(op) as u64));
    }

    /// Returns the upper 32 bits of the 48-bit product of a word and a halfword.
    fn word_by_half(&self, op: Operation) -> i64 {
        (i64::from(self.get(op.rn) as i32) * half(self.get(op.rm), op.imm >> 4 & 1 != 0)) >> 16
    }

    pub(super) fn smulw(&mut self, op: Operation) {
        self.set(op.rd, self.word_by_half(op) as u32);
    }

    pub(super) fn smlaw(&mut self, op: Operation) {
        self.accumulate(op, self.word_by_half(op));
    }

    /// Returns the sum or difference of both halfword products.
    fn dual_product(&self, op: Operation) -> i64 {
        let (a, mut b) = (self.get(op.rn), self.get(op.rm));
        if op.imm >> 4 & 1 != 0 {
            b = b.rotate_right(16);
        }
        let (low, high) = (half(a, false) * half(b, false), half(a, true) * half(b, true));
        if op.imm >> 5 & 1 != 0 { low - high } else { low + high }
    }

    pub(super) fn smuad(&mut self, op: Operation) {
        let sum = self.dual_product(op);
        self.set(op.rd, sum as u32);
        self.flags.q |= sum != i64::from(sum as i32);
    }

    pub(super) fn smlad(&mut self, op: Operation) {
        self.accumulate(op, self.dual_product(op));
    }

    pub(super) fn smlald(&mut self, op: Operation) {
        self.set_wide(op, self.wide(op).wrapping_add(self.dual_product(op) as u64));
    }

    /// Returns the upper word, rounded if bit 4 of `imm` is set.
    fn upper(op: Operation, value: i64) -> u32 {
        let rounding = i64::from(op.imm >> 4 & 1) << 31;
        (value.wrapping_add(rounding) >> 32) as u32
    }

    pub(super) fn smmul(&mut self, op: Operation) {
        self.set(op.rd, Self::upper(op, self.signed_product(op)));
    }

    pub(super) fn smmla(&mut self, op: Operation) {
        let accumulator = i64::from(self.accumulator(op)) << 32;
        let product = self.signed_product(op);
        let subtract = op.imm >> 5 & 1 != 0;
        let value =
            if subtract { accumulator.wrapping_sub(product) } else { accumulator.wrapping_add(product) };
        self.set(op.rd, Self::upper(op, value));
    }
}
