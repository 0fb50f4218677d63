//! Mantissas that the core worked out come back: WXMS, WXMO, WXFM, WXDD, WXFD, WXDQ, WXFQ.
//!
//! Each is in the scale that the SDK's sequences arrive at; the exponent makes up for it. The mantissa of a NaN in X
//! is not overwritten (choice), so that the result is that NaN.

use super::state::State;
use super::unpacked::{BIAS, NAN, NEGATIVE, POINT};

/// Fraction bits of a product: the upper half of two mantissas of 62.
const PRODUCT: u32 = 60;
/// Fraction bits of the quotient for WXDD.
pub(super) const DOUBLE_QUOTIENT: u32 = 57;
/// Fraction bits of the quotient for WXFD, whose 32 bits the sequences write to both words.
pub(super) const SINGLE_QUOTIENT: u32 = 61;
/// Fraction bits of the root for WXDQ.
pub(super) const DOUBLE_ROOT: u32 = 60;
/// Fraction bits of the root for WXFQ.
pub(super) const SINGLE_ROOT: u32 = 61;

impl State {
    /// WXMS: bit 0 remembers whether the lower half of a product has bits.
    pub(super) fn write_sticky(&mut self, data: u64) {
        self.x.mantissa = self.x.mantissa & !1 | u64::from(data != 0);
    }

    /// WXMO, and WXFM that does not take bit 0 into account.
    pub(super) fn write_product(&mut self, data: u64, sticky: bool) {
        let below = if sticky { self.x.mantissa & 1 } else { 0 };
        let exponent = self.x.exponent() + self.y.exponent() - BIAS;
        self.write_mantissa(data | below, PRODUCT, exponent);
        self.multiply_signs();
    }

    /// WXDD and WXFD.
    pub(super) fn write_quotient(&mut self, data: u64, scale: u32) {
        let exponent = self.x.exponent() - self.y.exponent() + BIAS;
        self.write_mantissa(data, scale, exponent);
        self.multiply_signs();
    }

    /// WXDQ and WXFQ.
    pub(super) fn write_root(&mut self, data: u64, scale: u32) {
        self.write_mantissa(data, scale, self.x.exponent());
    }

    fn write_mantissa(&mut self, data: u64, scale: u32, exponent: i32) {
        if !self.x.is(NAN) {
            self.x.mantissa = data;
        }
        self.x.set_exponent(exponent + (POINT - scale) as i32);
    }

    fn multiply_signs(&mut self) {
        self.x.flags ^= self.y.flags & NEGATIVE;
    }
}
