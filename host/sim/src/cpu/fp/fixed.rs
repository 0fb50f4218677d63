//! Conversion between single precision and integers or fixed-point numbers (FPToFixed, FixedToFP), and rounding to
//! integral numbers (FPRoundInt).

use super::fpscr::{Fpscr, Rounding};
use super::nan;
use super::number::{
    Kind, LEADING, SIGN, SINGLE, Unpacked, normalise, round, round_to, rounds_up, shift_right_sticky, unpack,
};

/// Layout of a fixed-point number; an integer has no fraction bits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Fixed {
    /// Width in bits: 16 or 32. A result is extended to 32 bits.
    pub width: u32,
    /// Bits after the binary point: 0 to 32.
    pub fraction_bits: u32,
    /// Two's complement, or else unsigned.
    pub signed: bool,
}

/// Converts single precision to fixed point. A number out of range saturates and is invalid.
pub(crate) fn to_fixed(a: u32, format: Fixed, rounding: Rounding, fpscr: &mut Fpscr) -> u32 {
    let number = unpack(a, fpscr);
    let (low, high) = if format.signed {
        (-(1i64 << (format.width - 1)), (1i64 << (format.width - 1)) - 1)
    } else {
        (0, (1i64 << format.width) - 1)
    };
    let saturated = if number.negative { low } else { high };
    let (value, inexact) = match number.kind {
        Kind::QuietNan | Kind::SignallingNan => {
            fpscr.raise(Fpscr::INVALID);
            return 0;
        }
        Kind::Zero => return 0,
        Kind::Infinity => (i64::MAX, false),
        Kind::Finite => integral(number, number.exponent + format.fraction_bits as i32, rounding),
    };
    let value = if number.negative { -value } else { value };
    if value < low || value > high {
        fpscr.raise(Fpscr::INVALID);
        return saturated as u32;
    }
    if inexact {
        fpscr.raise(Fpscr::INEXACT);
    }
    value as u32
}

/// Converts fixed point to single precision; `rounding` replaces the mode of `fpscr`.
pub(crate) fn from_fixed(bits: u32, format: Fixed, rounding: Rounding, fpscr: &mut Fpscr) -> u32 {
    let value = match (format.width, format.signed) {
        (16, true) => i64::from(bits as u16 as i16),
        (16, false) => i64::from(bits as u16),
        (_, true) => i64::from(bits as i32),
        (_, false) => i64::from(bits),
    };
    if value == 0 {
        return 0;
    }
    let scale = LEADING as i32 - format.fraction_bits as i32;
    let (exponent, significand) = normalise(scale, value.unsigned_abs());
    // Never tiny and never too large: 2^-32 to 2^32.
    let rounded = round_to(SINGLE, rounding, value < 0, exponent, significand);
    if rounded.inexact {
        fpscr.raise(Fpscr::INEXACT);
    }
    if value < 0 { rounded.bits | SIGN } else { rounded.bits }
}

/// Rounds to an integral number; with `exact` it raises inexact if the value changes (VRINTX).
pub(crate) fn round_to_integral(a: u32, rounding: Rounding, exact: bool, fpscr: &mut Fpscr) -> u32 {
    let number = unpack(a, fpscr);
    match number.kind {
        Kind::QuietNan | Kind::SignallingNan => nan::propagate(number, fpscr),
        Kind::Infinity | Kind::Zero => number.bits,
        Kind::Finite if number.exponent >= 23 => number.bits,
        Kind::Finite => {
            let (value, inexact) = integral(number, number.exponent, rounding);
            if inexact && exact {
                fpscr.raise(Fpscr::INEXACT);
            }
            if value == 0 {
                return number.bits & SIGN;
            }
            // At most 24 bits: exact.
            round(number.negative, LEADING as i32, value.unsigned_abs(), fpscr)
        }
    }
}

/// Returns the magnitude of a finite number with its exponent replaced, rounded to an integer, and true if it is inexact.
/// A magnitude too large for the formats here gives `i64::MAX`.
fn integral(number: Unpacked, exponent: i32, rounding: Rounding) -> (i64, bool) {
    if exponent > 40 {
        return (i64::MAX, false);
    }
    // Two bits are cut off: one for one half, and the sticky bit below it.
    let shift = (LEADING as i32 - 2 - exponent).unsigned_abs();
    let kept = shift_right_sticky(number.significand, shift);
    let (whole, rest) = (kept >> 2, kept & 3);
    let up = rounds_up(rounding, number.negative, whole & 1 != 0, rest, 2);
    ((whole + u64::from(up)) as i64, rest != 0)
}

#[cfg(test)]
mod tests {
    use super::super::number::INFINITY;
    use super::*;

    const SIGNED: Fixed = Fixed { width: 32, fraction_bits: 0, signed: true };
    const UNSIGNED: Fixed = Fixed { width: 32, fraction_bits: 0, signed: false };

    fn convert(value: f32, format: Fixed, rounding: Rounding) -> (u32, u32) {
        let mut fpscr = Fpscr::default();
        let result = to_fixed(value.to_bits(), format, rounding, &mut fpscr);
        (result, fpscr.bits())
    }

    #[test]
    fn ties_follow_the_rounding_mode() {
        for (rounding, expected) in [
            (Rounding::NearestEven, 2),
            (Rounding::NearestAway, 3),
            (Rounding::Up, 3),
            (Rounding::Down, 2),
            (Rounding::Zero, 2),
        ] {
            assert_eq!(convert(2.5, SIGNED, rounding), (expected, Fpscr::INEXACT));
        }
    }

    #[test]
    fn out_of_range_saturates_and_is_invalid_alone() {
        assert_eq!(convert(-0.75, UNSIGNED, Rounding::NearestEven), (0, Fpscr::INVALID));
        assert_eq!(convert(-0.75, UNSIGNED, Rounding::Zero), (0, Fpscr::INEXACT));
        assert_eq!(convert(2_147_483_648.0, SIGNED, Rounding::Zero), (0x7FFF_FFFF, Fpscr::INVALID));
        assert_eq!(convert(-2_147_483_648.0, SIGNED, Rounding::Zero), (0x8000_0000, 0));
        assert_eq!(convert(f32::NEG_INFINITY, SIGNED, Rounding::Zero), (0x8000_0000, Fpscr::INVALID));
        assert_eq!(convert(f32::NAN, SIGNED, Rounding::Zero), (0, Fpscr::INVALID));
        assert_eq!(convert(1.0e38, UNSIGNED, Rounding::Zero), (0xFFFF_FFFF, Fpscr::INVALID));
    }

    #[test]
    fn sixteen_bit_results_are_extended() {
        let format = Fixed { width: 16, fraction_bits: 8, signed: true };
        assert_eq!(convert(-1.5, format, Rounding::Zero), (0xFFFF_FE80, 0));
        assert_eq!(convert(-200.0, format, Rounding::Zero), (0xFFFF_8000, Fpscr::INVALID));
    }

    #[test]
    fn tiny_numbers_round_by_their_sticky_bit() {
        assert_eq!(convert(1.0e-40, SIGNED, Rounding::Up), (1, Fpscr::INEXACT));
        assert_eq!(convert(1.0e-40, SIGNED, Rounding::NearestAway), (0, Fpscr::INEXACT));
    }

    #[test]
    fn integers_become_numbers() {
        let mut fpscr = Fpscr::default();
        let nearest = Rounding::NearestEven;
        assert_eq!(from_fixed(0xFFFF_FFFF, SIGNED, nearest, &mut fpscr), (-1.0f32).to_bits());
        let format = Fixed { width: 16, fraction_bits: 16, signed: false };
        assert_eq!(from_fixed(0xABCD_8000, format, nearest, &mut fpscr), 0.5f32.to_bits());
        assert_eq!(fpscr.bits(), 0);
        assert_eq!(from_fixed(0xFFFF_FFFF, UNSIGNED, nearest, &mut fpscr), 4_294_967_296.0f32.to_bits());
        assert_eq!(fpscr.bits(), Fpscr::INEXACT);
    }

    #[test]
    fn integral_rounding_keeps_the_sign_of_zero() {
        let mut fpscr = Fpscr::default();
        let value = (-0.4f32).to_bits();
        assert_eq!(round_to_integral(value, Rounding::NearestEven, false, &mut fpscr), SIGN);
        assert_eq!(fpscr.bits(), 0);
        assert_eq!(round_to_integral(value, Rounding::Down, true, &mut fpscr), (-1.0f32).to_bits());
        assert_eq!(fpscr.bits(), Fpscr::INEXACT);
        assert_eq!(round_to_integral(INFINITY, Rounding::Down, true, &mut fpscr), INFINITY);
    }
}
