//! Conversion between single and half precision (FPConvert).

use super::fpscr::{Fpscr, Rounding};
use super::nan;
use super::number::{
    DEFAULT_NAN, HALF, INFINITY, Kind, LEADING, QUIET, SINGLE, normalise, overflows_to_infinity, round_to,
    unpack,
};

/// Largest magnitude of the alternative half precision.
const ALTERNATIVE_MAXIMUM: u32 = 0x7FFF;
/// Half-precision infinity.
const HALF_INFINITY: u32 = 0x7C00;
/// The bit that is set in a quiet half-precision NaN.
const HALF_QUIET: u32 = 0x0200;

/// Converts half precision (the low 16 bits of `a`) to single precision. The result is exact.
pub(crate) fn from_half(a: u32, fpscr: &mut Fpscr) -> u32 {
    let sign = (a & 0x8000) << 16;
    let (exponent, fraction) = ((a >> 10) & 0x1F, a & 0x3FF);
    match exponent {
        0 if fraction == 0 => sign,
        0x1F if !fpscr.alternative_half() => {
            if fraction == 0 {
                return sign | INFINITY;
            }
            if fraction & HALF_QUIET == 0 {
                fpscr.raise(Fpscr::INVALID);
            }
            if fpscr.default_nan() {
                return DEFAULT_NAN;
            }
            sign | INFINITY | QUIET | (fraction << 13)
        }
        0 => {
            // Half-precision denormals are never flushed: fraction * 2^-24.
            let (exponent, significand) = normalise(LEADING as i32 - 24, u64::from(fraction));
            sign | round_to(SINGLE, Rounding::Zero, false, exponent, significand).bits
        }
        _ => sign | ((exponent + 127 - 15) << 23) | (fraction << 13),
    }
}

/// Converts single precision to half precision, in the low 16 bits.
pub(crate) fn to_half(a: u32, fpscr: &mut Fpscr) -> u32 {
    let number = unpack(a, fpscr);
    let alternative = fpscr.alternative_half();
    let sign = if number.negative { 0x8000 } else { 0 };
    match number.kind {
        Kind::QuietNan | Kind::SignallingNan => {
            if alternative {
                nan::invalid(fpscr);
                return sign;
            }
            let quiet = nan::propagate(number, fpscr);
            ((quiet >> 16) & 0x8000) | HALF_INFINITY | HALF_QUIET | ((quiet >> 13) & 0x1FF)
        }
        Kind::Infinity if alternative => {
            nan::invalid(fpscr);
            sign | ALTERNATIVE_MAXIMUM
        }
        Kind::Infinity => sign | HALF_INFINITY,
        Kind::Zero => sign,
        Kind::Finite => {
            let rounding = fpscr.rounding();
            let rounded = round_to(HALF, rounding, number.negative, number.exponent, number.significand);
            if rounded.tiny && rounded.inexact {
                fpscr.raise(Fpscr::UNDERFLOW);
            }
            if alternative && rounded.bits > ALTERNATIVE_MAXIMUM {
                // Overflow is invalid here, and not inexact.
                fpscr.raise(Fpscr::INVALID);
                return sign | ALTERNATIVE_MAXIMUM;
            }
            if !alternative && rounded.bits >= HALF_INFINITY {
                fpscr.raise(Fpscr::OVERFLOW | Fpscr::INEXACT);
                let infinite = overflows_to_infinity(rounding, number.negative);
                return sign | if infinite { HALF_INFINITY } else { HALF_INFINITY - 1 };
            }
            if rounded.inexact {
                fpscr.raise(Fpscr::INEXACT);
            }
            sign | rounded.bits
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn conversion_in_both_directions_keeps_every_half_number() {
        for alternative in [0, Fpscr::ALTERNATIVE_HALF] {
            for half in 0..=0xFFFFu32 {
                let is_nan = half & 0x7FFF > HALF_INFINITY && alternative == 0;
                if is_nan && half & HALF_QUIET == 0 {
                    continue;
                }
                let mut fpscr = Fpscr::from_bits(alternative);
                let single = from_half(half, &mut fpscr);
                assert_eq!(to_half(single, &mut fpscr), half);
                assert_eq!(fpscr.bits(), alternative);
            }
        }
    }

    #[test]
    fn alternative_half_has_no_infinity() {
        let mut fpscr = Fpscr::from_bits(Fpscr::ALTERNATIVE_HALF);
        assert_eq!(to_half(0xFF80_0000, &mut fpscr), 0xFFFF);
        assert!(fpscr.has(Fpscr::INVALID));
        let mut fpscr = Fpscr::from_bits(Fpscr::ALTERNATIVE_HALF);
        assert_eq!(to_half(0x7FC0_0000, &mut fpscr), 0);
        assert!(fpscr.has(Fpscr::INVALID));
    }

    #[test]
    fn overflow_and_underflow() {
        let mut fpscr = Fpscr::default();
        assert_eq!(to_half(65_520.0f32.to_bits(), &mut fpscr), HALF_INFINITY);
        assert_eq!(fpscr.bits(), Fpscr::OVERFLOW | Fpscr::INEXACT);
        let mut fpscr = Fpscr::default();
        assert_eq!(to_half(1.0e-8f32.to_bits(), &mut fpscr), 0);
        assert_eq!(fpscr.bits(), Fpscr::UNDERFLOW | Fpscr::INEXACT);
    }
}
