//! Additions, subtractions and comparisons.

use crate::cpu::core_registers::CoreRegisters;
use crate::cpu::flags::add_with_carry;

impl CoreRegisters {
    #[inline(always)]
    fn set_nzcv(&mut self, sum: u32, carry: bool, overflow: bool) {
        self.flags.set_nz(sum);
        self.flags.c = carry;
        self.flags.v = overflow;
    }

    /// rd = a + b with flags.
    #[inline(always)]
    pub(super) fn adds(&mut self, rd: u8, a: u32, b: u32) {
        self.compare_negative(a, b);
        self.set(rd, a.wrapping_add(b));
    }

    /// rd = a - b with flags.
    #[inline(always)]
    pub(super) fn subs(&mut self, rd: u8, a: u32, b: u32) {
        self.compare(a, b);
        self.set(rd, a.wrapping_sub(b));
    }

    /// Sets the flags of `a - b`.
    #[inline(always)]
    pub(super) fn compare(&mut self, a: u32, b: u32) {
        let difference = a.wrapping_sub(b);
        self.set_nzcv(difference, a >= b, ((a ^ b) & (a ^ difference)) >> 31 != 0);
    }

    /// Sets the flags of `a + b`.
    #[inline(always)]
    pub(super) fn compare_negative(&mut self, a: u32, b: u32) {
        let (sum, carry) = a.overflowing_add(b);
        self.set_nzcv(sum, carry, ((a ^ sum) & (b ^ sum)) >> 31 != 0);
    }

    /// `a + b + C`.
    #[inline(always)]
    pub(super) fn sum_with_carry(&self, a: u32, b: u32) -> u32 {
        a.wrapping_add(b).wrapping_add(u32::from(self.flags.c))
    }

    /// rd = a + b + C with flags.
    #[inline(always)]
    pub(super) fn adcs(&mut self, rd: u8, a: u32, b: u32) {
        let (sum, carry, overflow) = add_with_carry(a, b, self.flags.c);
        self.set_nzcv(sum, carry, overflow);
        self.set(rd, sum);
    }

    /// rd = result, with N and Z.
    #[inline(always)]
    pub(super) fn set_nz(&mut self, rd: u8, result: u32) {
        self.set(rd, result);
        self.flags.set_nz(result);
    }
}
