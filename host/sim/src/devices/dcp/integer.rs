//! Conversions from and to integers: WXUC, WXIC, WXDC, WXFC, RDUC, RDIC.
//!
//! The offset 2^52 + 2^32 is added to a number, so that rounding to double precision rounds it to an integer.

use super::state::{Magnitude, State};
use super::unpacked::{BIAS, Flags, POINT, Unpacked};

const OFFSET: i64 = (1 << 52) + (1 << 32);
/// Exponent of the offset.
const EXPONENT: i32 = BIAS + 52;
/// Mantissa bits below the last integer bit.
const FRACTION: u32 = POINT - 52;

/// Returns an integer from 2^52 to 2^53 as an unpacked number.
fn whole(value: i64) -> Unpacked {
    Unpacked::new((value as u64) << FRACTION, EXPONENT, Flags::empty())
}

impl State {
    /// WXUC and WXIC: sets X to the integer plus the offset, Y to the offset. The first of the two words counts
    /// (assumption; the SDK's sequences write the same to both).
    pub(super) fn prepare_integer(&mut self, value: i64) {
        self.x = whole(OFFSET + value);
        self.y = whole(OFFSET);
    }

    /// WXDC and WXFC: sets X to the number, Y to the offset.
    pub(super) fn prepare_conversion(&mut self, number: Unpacked) {
        self.x = number;
        self.y = whole(OFFSET);
    }

    /// RDIC and RDUC: subtracts the offset and saturates the integer. `None` for a NaN.
    pub(super) fn integer(&self, signed: bool) -> Option<u32> {
        let (least, greatest) =
            if signed { (i64::from(i32::MIN), i64::from(i32::MAX)) } else { (0, i64::from(u32::MAX)) };
        if self.x.is(Flags::NAN) {
            return None;
        }
        let saturated = if self.x.is(Flags::NEGATIVE) { least } else { greatest };
        // Out of range: a number whose magnitude is not below the offset, and a sum with another exponent than the
        // offset.
        let in_range = self.order == Magnitude::Less && self.x.exponent() == EXPONENT;
        let value = if in_range {
            ((self.x.mantissa >> FRACTION) as i64 - OFFSET).clamp(least, greatest)
        } else {
            saturated
        };
        Some(value as u32)
    }
}
