//! Additions, subtractions and comparisons.

use crate::cpu::Cpu;
use crate::cpu::flags::add_with_carry;

impl Cpu {
    #[inline(always)]
    fn set_nzcv(&mut self, sum: u32, carry: bool, overflow: bool) {
        self.flags.set_nz(sum);
        self.flags.c = carry;
        self.flags.v = overflow;
    }

    #[inline(always)]
    pub(super) fn adds(&mut self, rd: u8, a: u32, b: u32) {
        self.compare_negative(a, b);
        self.set(rd, a.wrapping_add(b));
    }

    #[inline(always)]
    pub(super) fn subs(&mut self, rd: u8, a: u32, b: u32) {
        self.compare(a, b);
        self.set(rd, a.wrapping_sub(b));
    }

    /// Flags of `a - b`.
    #[inline(always)]
    pub(super) fn compare(&mut self, a: u32, b: u32) {
        let difference = a.wrapping_sub(b);
        self.set_nzcv(difference, a >= b, ((a ^ b) & (a ^ difference)) >> 31 != 0);
    }

    /// Flags of `a + b`.
    #[inline(always)]
    pub(super) fn compare_negative(&mut self, a: u32, b: u32) {
        let (sum, carry) = a.overflowing_add(b);
        self.set_nzcv(sum, carry, ((a ^ sum) & (b ^ sum)) >> 31 != 0);
    }

    #[inline(always)]
    pub(super) fn sum_with_carry(&self, a: u32, b: u32) -> u32 {
        a.wrapping_add(b).wrapping_add(u32::from(self.flags.c))
    }

    #[inline(always)]
    pub(super) fn adcs(&mut self, rd: u8, a: u32, b: u32) {
        let (sum, carry, overflow) = add_with_carry(a, b, self.flags.c);
        self.set_nzcv(sum, carry, overflow);
        self.set(rd, sum);
    }
}
