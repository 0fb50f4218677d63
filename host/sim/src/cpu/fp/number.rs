//! Unpacking of single- and half-precision numbers, and rounding of exact results (FPUnpack and FPRound of the Armv8-M
//! ARM).

use super::fpscr::{Fpscr, Rounding};

/// Position of the leading one of a normalised significand.
pub(super) const LEADING: u32 = 62;

/// The result of invalid operations.
pub(super) const DEFAULT_NAN: u32 = 0x7FC0_0000;
/// Plus infinity.
pub(super) const INFINITY: u32 = 0x7F80_0000;
/// The sign bit of a single-precision number.
pub(super) const SIGN: u32 = 0x8000_0000;
/// The bit that is set in a quiet NaN and clear in a signalling one.
pub(super) const QUIET: u32 = 0x0040_0000;

/// A binary interchange format of IEEE 754.
#[derive(Clone, Copy, Debug)]
pub(super) struct Format {
    /// Bits of the fraction field.
    pub fraction_bits: u32,
    /// Exponent of the smallest normal number.
    pub minimum_exponent: i32,
    /// Largest value of the exponent field.
    pub exponent_mask: u32,
}

/// binary32.
pub(super) const SINGLE: Format = Format { fraction_bits: 23, minimum_exponent: -126, exponent_mask: 0xFF };

/// binary16.
pub(super) const HALF: Format = Format { fraction_bits: 10, minimum_exponent: -14, exponent_mask: 0x1F };

/// Class of a number (FPType of the Armv8-M ARM).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Zero,
    Finite,
    Infinity,
    QuietNan,
    SignallingNan,
}

impl Kind {
    pub(crate) fn is_nan(self) -> bool {
        matches!(self, Kind::QuietNan | Kind::SignallingNan)
    }
}

/// Unpacked operand. A finite one is `significand * 2^(exponent - 62)` with bit 62 of the significand set.
#[derive(Clone, Copy, Debug)]
pub(super) struct Unpacked {
    pub negative: bool,
    pub kind: Kind,
    pub exponent: i32,
    pub significand: u64,
    /// The packed operand, after flushing.
    pub bits: u32,
}

impl Unpacked {
    /// Returns the number with its sign inverted if `condition`; a NaN is inverted too.
    pub(crate) fn negate_if(mut self, condition: bool) -> Self {
        if condition {
            self.negative = !self.negative;
            self.bits ^= SIGN;
        }
        self
    }
}

/// Unpacks a single-precision operand; a denormal one is flushed in flush-to-zero mode.
pub(super) fn unpack(bits: u32, fpscr: &mut Fpscr) -> Unpacked {
    let negative = bits & SIGN != 0;
    let fraction = bits & 0x007F_FFFF;
    let zero = Unpacked { negative, kind: Kind::Zero, exponent: 0, significand: 0, bits: bits & SIGN };
    match (bits >> 23) & 0xFF {
        0 if fraction == 0 => zero,
        0 if fpscr.flush_to_zero() => {
            fpscr.raise(Fpscr::INPUT_DENORMAL);
            zero
        }
        0 => {
            let shift = u64::from(fraction).leading_zeros() - 1;
            Unpacked {
                kind: Kind::Finite,
                exponent: -149 + LEADING as i32 - shift as i32,
                significand: u64::from(fraction) << shift,
                bits,
                ..zero
            }
        }
        0xFF => {
            let kind = match fraction {
                0 => Kind::Infinity,
                _ if bits & QUIET != 0 => Kind::QuietNan,
                _ => Kind::SignallingNan,
            };
            Unpacked { kind, bits, ..zero }
        }
        exponent => Unpacked {
            kind: Kind::Finite,
            exponent: exponent as i32 - 127,
            significand: u64::from(fraction | 0x0080_0000) << (LEADING - 23),
            bits,
            ..zero
        },
    }
}

/// Shifts right; bit 0 of the result is set if a one was shifted out.
pub(super) fn shift_right_sticky(value: u64, by: u32) -> u64 {
    match by {
        0 => value,
        1..=63 => (value >> by) | u64::from(value << (64 - by) != 0),
        _ => u64::from(value != 0),
    }
}

/// Returns true if the magnitude is rounded up when its low `cut` bits (1 to 63), whose value is `rest`, are removed.
/// `odd` is true if the lowest bit that remains is set.
pub(super) fn rounds_up(rounding: Rounding, negative: bool, odd: bool, rest: u64, cut: u32) -> bool {
    let half = 1 << (cut - 1);
    match rounding {
        Rounding::NearestEven => rest > half || (rest == half && odd),
        Rounding::NearestAway => rest >= half,
        Rounding::Up => rest != 0 && !negative,
        Rounding::Down => rest != 0 && negative,
        Rounding::Zero => false,
    }
}

/// Rounds `significand * 2^(exponent - 62)`, exact except for a sticky bit 0, to single precision, and raises the
/// exceptions. `significand` is not zero.
pub(super) fn round(negative: bool, exponent: i32, significand: u64, fpscr: &mut Fpscr) -> u32 {
    let sign = if negative { SIGN } else { 0 };
    let (exponent, significand) = normalise(exponent, significand);
    if exponent < SINGLE.minimum_exponent && fpscr.flush_to_zero() {
        // Flushing is not inexact (Armv8-M ARM, FPRound).
        fpscr.raise(Fpscr::UNDERFLOW);
        return sign;
    }
    let rounding = fpscr.rounding();
    let rounded = round_to(SINGLE, rounding, negative, exponent, significand);
    if rounded.tiny && rounded.inexact {
        fpscr.raise(Fpscr::UNDERFLOW);
    }
    if rounded.bits >= INFINITY {
        fpscr.raise(Fpscr::OVERFLOW | Fpscr::INEXACT);
        return sign | if overflows_to_infinity(rounding, negative) { INFINITY } else { INFINITY - 1 };
    }
    if rounded.inexact {
        fpscr.raise(Fpscr::INEXACT);
    }
    sign | rounded.bits
}

/// Returns true if overflow gives infinity, false if it gives the largest finite number.
pub(super) fn overflows_to_infinity(rounding: Rounding, negative: bool) -> bool {
    match rounding {
        Rounding::NearestEven | Rounding::NearestAway => true,
        Rounding::Up => !negative,
        Rounding::Down => negative,
        Rounding::Zero => false,
    }
}

/// A magnitude rounded to a format, with an exponent field that is not limited.
pub(super) struct Rounded {
    /// Exponent and fraction fields; at or beyond the all-ones exponent when the result overflows.
    pub bits: u32,
    /// The result is inexact.
    pub inexact: bool,
    /// The magnitude was below the normal range before rounding.
    pub tiny: bool,
}

/// Rounds a normalised magnitude to `format`.
pub(super) fn round_to(
    format: Format,
    rounding: Rounding,
    negative: bool,
    exponent: i32,
    significand: u64,
) -> Rounded {
    let tiny = exponent < format.minimum_exponent;
    let significand = if tiny {
        shift_right_sticky(significand, exponent.abs_diff(format.minimum_exponent))
    } else {
        significand
    };
    let cut = LEADING - format.fraction_bits;
    let kept = (significand >> cut) as u32;
    let rest = significand & ((1 << cut) - 1);
    let up = rounds_up(rounding, negative, kept & 1 != 0, rest, cut);
    // The leading one of `kept` adds one to the exponent field, as does a carry out of the fraction.
    let above_minimum = if tiny { 0 } else { exponent.abs_diff(format.minimum_exponent) };
    let field = above_minimum.min(format.exponent_mask) << format.fraction_bits;
    Rounded { bits: field + kept + u32::from(up), inexact: rest != 0, tiny }
}

/// Shifts the leading one of a significand that is not zero to bit 62.
pub(super) fn normalise(exponent: i32, significand: u64) -> (i32, u64) {
    match significand.leading_zeros() {
        0 => (exponent + 1, shift_right_sticky(significand, 1)),
        zeros => (exponent - (zeros as i32 - 1), significand << (zeros - 1)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unpacking_and_rounding_keep_finite_numbers() {
        for bits in [1u32, 0x007F_FFFF, 0x0080_0000, 0x3F80_0001, 0x7F7F_FFFF, 0x8000_0003] {
            let mut fpscr = Fpscr::default();
            let number = unpack(bits, &mut fpscr);
            assert_eq!(round(number.negative, number.exponent, number.significand, &mut fpscr), bits);
            assert_eq!(fpscr.bits(), 0);
        }
    }

    #[test]
    fn overflow_depends_on_the_rounding_mode() {
        for (mode, expected) in [(0u32, INFINITY), (1, INFINITY), (2, INFINITY - 1), (3, INFINITY - 1)] {
            let mut fpscr = Fpscr::from_bits(mode << 22);
            assert_eq!(round(false, 128, 1 << LEADING, &mut fpscr), expected);
            assert!(fpscr.has(Fpscr::OVERFLOW | Fpscr::INEXACT));
        }
    }

    #[test]
    fn a_flushed_result_underflows_without_being_inexact() {
        let mut fpscr = Fpscr::from_bits(Fpscr::FLUSH_TO_ZERO);
        assert_eq!(round(true, -127, 3 << 61, &mut fpscr), SIGN);
        assert_eq!(fpscr.bits(), Fpscr::FLUSH_TO_ZERO | Fpscr::UNDERFLOW);
    }

    #[test]
    fn tininess_is_detected_before_rounding() {
        let mut fpscr = Fpscr::default();
        assert_eq!(round(false, -127, (1 << 63) - 1, &mut fpscr), 0x0080_0000);
        assert!(fpscr.has(Fpscr::UNDERFLOW | Fpscr::INEXACT));
    }
}
