//! Flags of the APSR, stored unpacked, and conditions.

const N: u32 = 1 << 31;
const Z: u32 = 1 << 30;
const C: u32 = 1 << 29;
const V: u32 = 1 << 28;
const Q: u32 = 1 << 27;

/// APSR flags. N is bit 31 of `n`, Z is `z == 0`: both are written with the result itself.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Flags {
    pub n: u32,
    pub z: u32,
    pub c: bool,
    pub v: bool,
    /// Sticky saturation.
    pub q: bool,
    /// GE\[3:0\], set by parallel additions and subtractions.
    pub ge: u8,
}

impl Flags {
    /// Sets N and Z from a result.
    #[inline(always)]
    pub(crate) fn set_nz(&mut self, result: u32) {
        self.n = result;
        self.z = result;
    }

    /// Returns the APSR: N Z C V Q in bits 31 to 27, GE in 19 to 16.
    pub(crate) fn apsr(&self) -> u32 {
        (self.n & N)
            | if self.z == 0 { Z } else { 0 }
            | if self.c { C } else { 0 }
            | if self.v { V } else { 0 }
            | if self.q { Q } else { 0 }
            | u32::from(self.ge) << 16
    }

    /// Writes N Z C V from an APSR.
    pub(crate) fn set_nzcv(&mut self, apsr: u32) {
        self.n = apsr;
        self.z = !apsr & Z;
        self.c = apsr & C != 0;
        self.v = apsr & V != 0;
    }

    /// Writes N Z C V Q, GE, or both, from an APSR.
    pub(crate) fn set_masked(&mut self, apsr: u32, nzcvq: bool, ge: bool) {
        if nzcvq {
            self.set_nzcv(apsr);
            self.q = apsr & Q != 0;
        }
        if ge {
            self.ge = (apsr >> 16 & 0xF) as u8;
        }
    }

    /// Writes all flags from an APSR.
    pub(crate) fn set_apsr(&mut self, apsr: u32) {
        self.set_masked(apsr, true, true);
    }

    #[inline(always)]
    fn negative(&self) -> bool {
        (self.n as i32) < 0
    }

    /// Returns true if condition `COND` (Armv8-M ARM C1.3) holds. 14 and 15 always hold.
    #[inline(always)]
    pub(crate) fn holds<const COND: u8>(&self) -> bool {
        match COND {
            0 => self.z == 0,
            1 => self.z != 0,
            2 => self.c,
            3 => !self.c,
            4 => self.negative(),
            5 => !self.negative(),
            6 => self.v,
            7 => !self.v,
            8 => self.c && self.z != 0,
            9 => !self.c || self.z == 0,
            10 => self.negative() == self.v,
            11 => self.negative() != self.v,
            12 => self.z != 0 && self.negative() == self.v,
            13 => self.z == 0 || self.negative() != self.v,
            _ => true,
        }
    }

    /// As [`Flags::holds`], for a condition that is known only at run time.
    pub(crate) fn condition(&self, condition: u8) -> bool {
        let base = match condition >> 1 {
            0 => self.z == 0,
            1 => self.c,
            2 => self.negative(),
            3 => self.v,
            4 => self.c && self.z != 0,
            5 => self.negative() == self.v,
            6 => self.z != 0 && self.negative() == self.v,
            _ => return true,
        };
        base != (condition & 1 != 0)
    }
}

/// Returns the sum, carry out and overflow of `a + b + carry` (AddWithCarry, Armv8-M ARM pseudocode).
#[inline(always)]
pub(crate) fn add_with_carry(a: u32, b: u32, carry: bool) -> (u32, bool, bool) {
    let (partial, carry_a) = a.overflowing_add(b);
    let (sum, carry_b) = partial.overflowing_add(u32::from(carry));
    (sum, carry_a | carry_b, ((a ^ sum) & (b ^ sum)) >> 31 != 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_condition_evaluations_agree_on_all_flags() {
        for nzcv in 0..16u32 {
            let mut flags = Flags::default();
            flags.set_nzcv(nzcv << 28);
            assert_eq!(flags.apsr(), nzcv << 28);
            let fixed = [
                flags.holds::<0>(),
                flags.holds::<1>(),
                flags.holds::<2>(),
                flags.holds::<3>(),
                flags.holds::<4>(),
                flags.holds::<5>(),
                flags.holds::<6>(),
                flags.holds::<7>(),
                flags.holds::<8>(),
                flags.holds::<9>(),
                flags.holds::<10>(),
                flags.holds::<11>(),
                flags.holds::<12>(),
                flags.holds::<13>(),
                flags.holds::<14>(),
            ];
            for (condition, holds) in fixed.into_iter().enumerate() {
                assert_eq!(flags.condition(condition as u8), holds, "condition {condition}, flags {nzcv:#x}");
            }
        }
    }

    #[test]
    fn carry_and_overflow_follow_the_architecture() {
        assert_eq!(add_with_carry(0xFFFF_FFFF, 1, false), (0, true, false));
        assert_eq!(add_with_carry(0x7FFF_FFFF, 0, true), (0x8000_0000, false, true));
        assert_eq!(add_with_carry(5, !5, true), (0, true, false));
        assert_eq!(add_with_carry(0x8000_0000, !1, true), (0x7FFF_FFFF, true, true));
    }
}
