//! Writes of mantissas that the core has computed: WXMS, WXMO, WXFM, WXDD, WXFD, WXDQ, WXFQ.
//!
//! Each has the scale of the SDK's sequences, for which the exponent is corrected. The mantissa of a NaN in X is not
//! overwritten (assumption), so that the result is that NaN.

use super::state::State;
use super::unpacked::{BIAS, Flags, POINT};

/// Fraction bits of a product: the upper half of the product of two 62-bit mantissas.
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
    /// WXMS: sets bit 0 if the lower half of a product is not zero.
    pub(super) fn write_sticky(&mut self, data: u64) {
        self.x.mantissa = self.x.mantissa & !1 | u64::from(data != 0);
    }

    /// WXMO, and WXFM, which ignores bit 0.
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
        if !self.x.is(Flags::NAN) {
            self.x.mantissa = data;
        }
        self.x.set_exponent(exponent + (POINT - scale) as i32);
    }

    fn multiply_signs(&mut self) {
        self.x.flags ^= self.y.flags & Flags::NEGATIVE;
    }
}
