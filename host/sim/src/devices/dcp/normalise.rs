//! Normalisation and rounding: NORM, NRDD, NRDF, NTDC, NRDC; and SQR0.

use super::adder::shift_right;
use super::state::State;
use super::unpacked::{BIAS, Flags, POINT};

/// Mantissa bits below those of a double-precision result.
const BELOW_DOUBLE: u32 = POINT - 52;
/// Mantissa bits below those of a single-precision result.
const BELOW_SINGLE: u32 = POINT - 23;

impl State {
    /// SQR0: halves the exponent. An odd exponent doubles the mantissa before.
    pub(super) fn halve_exponent(&mut self) {
        let exponent = self.x.exponent() - BIAS;
        if exponent & 1 != 0 {
            self.x.mantissa <<= 1;
        }
        self.x.set_exponent((exponent >> 1) + BIAS);
    }

    /// NORM: shifts the leading bit of the mantissa to the weight 1. The mantissa of a NaN does not change
    /// (assumption).
    pub(super) fn normalise(&mut self) {
        if self.x.mantissa == 0 || self.x.is(Flags::NAN) {
            return;
        }
        let exponent = self.x.exponent();
        if self.x.mantissa >> (POINT + 1) != 0 {
            self.x.mantissa = shift_right(self.x.mantissa, 1);
            self.x.set_exponent(exponent + 1);
        } else {
            let up = self.x.mantissa.leading_zeros() - (u64::BITS - 1 - POINT);
            self.x.mantissa <<= up;
            self.x.set_exponent(exponent - up as i32);
        }
    }

    /// NRDD.
    pub(super) fn round_to_double(&mut self) {
        self.normalise();
        self.round_nearest(BELOW_DOUBLE);
    }

    /// NRDF.
    pub(super) fn round_to_single(&mut self) {
        self.normalise();
        self.round_nearest(BELOW_SINGLE);
    }

    /// NRDC: X is a number plus 2^52 + 2^32, so that its last bit in double precision has the weight 1.
    pub(super) fn round_to_integer(&mut self) {
        self.round_to_double();
    }

    /// NTDC: as NRDC, but rounds the number towards 0; for a negative number that rounds the sum up.
    pub(super) fn truncate_to_integer(&mut self) {
        self.normalise();
        let lost = self.x.mantissa & ((1 << BELOW_DOUBLE) - 1) != 0;
        self.round(BELOW_DOUBLE, lost && self.x.is(Flags::NEGATIVE));
    }

    /// Rounds to nearest, ties to even (§3.6.2.9).
    fn round_nearest(&mut self, below: u32) {
        let rest = self.x.mantissa & ((1 << below) - 1);
        let half = 1 << (below - 1);
        let odd = self.x.mantissa >> below & 1 != 0;
        self.round(below, rest > half || rest == half && odd);
    }

    /// Clears the `below` lowest bits, and adds one above them if `up`.
    fn round(&mut self, below: u32, up: bool) {
        if self.x.is(Flags::NAN) {
            return;
        }
        let unit = 1 << below;
        let kept = self.x.mantissa & !(unit - 1);
        self.x.mantissa = if up { kept.wrapping_add(unit) } else { kept };
        if self.x.mantissa >> (POINT + 1) != 0 {
            self.x.mantissa >>= 1;
            self.x.set_exponent(self.x.exponent() + 1);
        }
    }
}
