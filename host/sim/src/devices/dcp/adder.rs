//! Comparison, addition and subtraction: ADD0, ADD1, SUB1, RCMP.

use super::state::{Magnitude, State};
use super::unpacked::Flags;

/// Flags of RCMP.
const N: u32 = 1 << 31;
const Z: u32 = 1 << 30;
const C: u32 = 1 << 29;
const V: u32 = 1 << 28;

/// Shifts to the right. Bit 0 is set if any bit is lost, for the rounding.
pub(super) fn shift_right(value: u64, by: u32) -> u64 {
    let shifted = value.checked_shr(by).unwrap_or(0);
    let lost = value != shifted.checked_shl(by).unwrap_or(0);
    shifted | u64::from(lost)
}

impl State {
    /// ADD0: compares the magnitudes and sets the alignment shift.
    pub(super) fn compare(&mut self) {
        let distance = (self.x.exponent() - self.y.exponent()).unsigned_abs();
        self.shift = distance.min(63) as u8;
        let rank = |zero: bool, exponent: i32| if zero { i32::MIN } else { exponent };
        let x = (rank(self.x.is(Flags::ZERO), self.x.exponent()), self.x.magnitude());
        let y = (rank(self.y.is(Flags::ZERO), self.y.exponent()), self.y.magnitude());
        self.order = x.cmp(&y).into();
    }

    /// ADD1 and SUB1: adds the smaller operand, shifted, to the greater one or subtracts it. The sign is determined
    /// with the result. A NaN does not change (assumption).
    pub(super) fn add(&mut self, subtract: bool) {
        if self.x.is(Flags::NAN) {
            return;
        }
        let (greater, smaller) =
            if self.order == Magnitude::Less { (self.y, self.x) } else { (self.x, self.y) };
        let aligned = shift_right(smaller.magnitude(), u32::from(self.shift));
        let opposite = (self.x.flags ^ self.y.flags).contains(Flags::NEGATIVE);
        self.x.mantissa = if opposite == subtract {
            greater.magnitude().wrapping_add(aligned)
        } else {
            greater.magnitude().wrapping_sub(aligned)
        };
        self.x.set_exponent(greater.exponent());
    }

    /// RCMP: Z equal, C not less, V unordered. N is the engaged flag, which the SDK's functions test first.
    pub(super) fn comparison(&self) -> u32 {
        let engaged = if self.engaged { N } else { 0 };
        if self.x.is(Flags::NAN) || self.y.is(Flags::NAN) {
            return engaged | V;
        }
        let negative = self.x.is(Flags::NEGATIVE);
        let equal = self.order == Magnitude::Equal;
        let same_sign = negative == self.y.is(Flags::NEGATIVE);
        let flags = if equal && (same_sign || self.x.is(Flags::ZERO)) {
            Z | C
        } else if !same_sign {
            if negative { 0 } else { C }
        } else if (self.order == Magnitude::Greater) != negative {
            C
        } else {
            0
        };
        engaged | flags
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_lost_bit_remains_in_bit_0() {
        assert_eq!(shift_right(0b1000, 3), 1);
        assert_eq!(shift_right(0b1100, 3), 1);
        assert_eq!(shift_right(0b10001, 3), 0b11);
        assert_eq!(shift_right(0b10000, 3), 0b10);
        assert_eq!(shift_right(1 << 62, 63), 1);
        assert_eq!(shift_right(5, 0), 5);
    }
}
