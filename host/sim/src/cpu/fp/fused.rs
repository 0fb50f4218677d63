//! Fused multiply-add, with one rounding (FPMulAdd).

use super::arithmetic::{add_finite, exact_zero, product, signed};
use super::fpscr::Fpscr;
use super::nan;
use super::number::{INFINITY, Kind, Unpacked, normalise, unpack};

/// Returns `addend + a * b`, rounded once. `negate_addend` and `negate_product` invert signs first, those of NaNs too.
pub(crate) fn multiply_add(
    addend: u32,
    a: u32,
    b: u32,
    negate_addend: bool,
    negate_product: bool,
    fpscr: &mut Fpscr,
) -> u32 {
    let addend = unpack(addend, fpscr).negate_if(negate_addend);
    let a = unpack(a, fpscr).negate_if(negate_product);
    let b = unpack(b, fpscr);
    let nan = nan::select([addend, a, b], fpscr);
    let undefined_product =
        matches!((a.kind, b.kind), (Kind::Infinity, Kind::Zero) | (Kind::Zero, Kind::Infinity));
    if undefined_product && addend.kind != Kind::SignallingNan {
        // The invalid product has precedence over a quiet NaN as the addend.
        return nan::invalid(fpscr);
    }
    if let Some(result) = nan {
        return result;
    }
    let negative = a.negative != b.negative;
    let infinite_product = a.kind == Kind::Infinity || b.kind == Kind::Infinity;
    let zero_product = a.kind == Kind::Zero || b.kind == Kind::Zero;
    if addend.kind == Kind::Infinity {
        if infinite_product && negative != addend.negative {
            return nan::invalid(fpscr);
        }
        return addend.bits;
    }
    if infinite_product {
        return signed(negative, INFINITY);
    }
    if zero_product {
        if addend.kind == Kind::Zero {
            return if negative == addend.negative { addend.bits } else { exact_zero(fpscr) };
        }
        let zero = Unpacked { negative, kind: Kind::Zero, exponent: 0, significand: 0, bits: 0 };
        return add_finite(addend, zero, fpscr);
    }
    let (exponent, significand) = product(a, b);
    let (exponent, significand) = normalise(exponent, significand);
    let product = Unpacked { negative, kind: Kind::Finite, exponent, significand, bits: 0 };
    add_finite(addend, product, fpscr)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fused(addend: f32, a: f32, b: f32) -> (u32, u32) {
        let mut fpscr = Fpscr::default();
        let result = multiply_add(addend.to_bits(), a.to_bits(), b.to_bits(), false, false, &mut fpscr);
        (result, fpscr.bits())
    }

    #[test]
    fn rounds_once() {
        let a = 1.0 + f32::EPSILON;
        // a * a = 1 + 2e + e^2: the last term survives the cancellation only when the product is not rounded.
        let (result, flags) = fused(-(1.0 + 2.0 * f32::EPSILON), a, a);
        assert_eq!(f32::from_bits(result), f32::EPSILON * f32::EPSILON);
        assert_eq!(flags, 0);
    }

    #[test]
    fn agrees_with_the_host_where_the_exponents_are_far_apart() {
        for (addend, a, b) in [
            (1.0e30f32, 1.5f32, -2.5f32),
            (1.0e-30, 1.5e10, 3.3e7),
            (-16_777_216.0, 4097.0, 4095.0),
            (3.0e-39, 1.0e-20, -2.7e-19),
        ] {
            assert_eq!(fused(addend, a, b).0, a.mul_add(b, addend).to_bits());
        }
    }

    #[test]
    fn infinity_times_zero_is_invalid_beside_a_quiet_nan() {
        let (result, flags) = fused(f32::from_bits(0x7FC0_0055), f32::INFINITY, 0.0);
        assert_eq!((result, flags), (0x7FC0_0000, Fpscr::INVALID));
    }

    #[test]
    fn a_signalling_addend_goes_first() {
        let (result, flags) = fused(f32::from_bits(0x7F80_0055), f32::INFINITY, 0.0);
        assert_eq!((result, flags), (0x7FC0_0055, Fpscr::INVALID));
    }
}
