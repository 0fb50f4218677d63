//! Conversions from and to integers: WXUC, WXIC, WXDC, WXFC, RDUC, RDIC.
//!
//! 2^52 + 2^32 is added to a number so that rounding it as a double rounds to an integer.

use super::state::{Magnitude, State};
use super::unpacked::{BIAS, NAN, NEGATIVE, POINT, Unpacked};

const OFFSET: i64 = (1 << 52) + (1 << 32);
/// Exponent of the offset.
const EXPONENT: i32 = BIAS + 52;
/// Mantissa bits below its last integer bit.
const FRACTION: u32 = POINT - 52;

/// An integer from 2^52 to 2^53 as an unpacked number.
fn whole(value: i64) -> Unpacked {
    Unpacked::new((value as u64) << FRACTION, EXPONENT, 0)
}

impl State {
    /// WXUC and WXIC: X is the integer and the offset, Y the offset. Of the two words the first counts (choice; the
    /// SDK's sequences write the same to both).
    pub(super) fn prepare_integer(&mut self, value: i64) {
        self.x = whole(OFFSET + value);
        self.y = whole(OFFSET);
    }

    /// WXDC and WXFC: X is the number, Y the offset.
    pub(super) fn prepare_conversion(&mut self, number: Unpacked) {
        self.x = number;
        self.y = whole(OFFSET);
    }

    /// RDIC and RDUC: the offset comes off, and the integer saturates. `None` for a NaN.
    pub(super) fn integer(&self, signed: bool) -> Option<u32> {
        let (least, greatest) =
            if signed { (i64::from(i32::MIN), i64::from(i32::MAX)) } else { (0, i64::from(u32::MAX)) };
        if self.x.is(NAN) {
            return None;
        }
        let saturated = if self.x.is(NEGATIVE) { least } else { greatest };
        // A number whose magnitude is not below the offset, and a sum that left the offset's binade, are out of range.
        let in_range = self.order == Magnitude::Less && self.x.exponent() == EXPONENT;
        let value = if in_range {
            ((self.x.mantissa >> FRACTION) as i64 - OFFSET).clamp(least, greatest)
        } else {
            saturated
        };
        Some(value as u32)
    }
}
