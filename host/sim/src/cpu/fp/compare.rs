//! Comparison, maximum and minimum (FPCompare, FPMaxNum, FPMinNum).

use super::fpscr::Fpscr;
use super::nan;
use super::number::{Kind, Unpacked, unpack};

/// Condition flags of an equal comparison, as NZCV.
const EQUAL: u32 = 0b0110;
/// Condition flags when the first operand is less.
const LESS: u32 = 0b1000;
/// Condition flags when the first operand is greater.
const GREATER: u32 = 0b0010;
/// Condition flags when an operand is a NaN.
const UNORDERED: u32 = 0b0011;

/// Compares two numbers and sets the condition flags of `fpscr`. A quiet NaN is invalid only if `signal_quiet` (VCMPE).
pub(crate) fn compare(a: u32, b: u32, signal_quiet: bool, fpscr: &mut Fpscr) {
    let (x, y) = (unpack(a, fpscr), unpack(b, fpscr));
    let flags = if x.kind.is_nan() || y.kind.is_nan() {
        if signal_quiet || x.kind == Kind::SignallingNan || y.kind == Kind::SignallingNan {
            fpscr.raise(Fpscr::INVALID);
        }
        UNORDERED
    } else {
        match order(x).cmp(&order(y)) {
            std::cmp::Ordering::Less => LESS,
            std::cmp::Ordering::Equal => EQUAL,
            std::cmp::Ordering::Greater => GREATER,
        }
    };
    fpscr.set_condition(flags);
}

/// Returns the larger operand. A number has precedence over a quiet NaN; plus zero is larger than minus zero.
pub(crate) fn max_number(a: u32, b: u32, fpscr: &mut Fpscr) -> u32 {
    extreme(a, b, fpscr, |x, y| x > y)
}

/// Returns the smaller operand. A number has precedence over a quiet NaN; minus zero is smaller than plus zero.
pub(crate) fn min_number(a: u32, b: u32, fpscr: &mut Fpscr) -> u32 {
    extreme(a, b, fpscr, |x, y| x < y)
}

/// Returns the operand that `takes_first` selects: it is true if the first of two [`total_order`] keys wins.
fn extreme(a: u32, b: u32, fpscr: &mut Fpscr, takes_first: fn(i64, i64) -> bool) -> u32 {
    let (x, y) = (unpack(a, fpscr), unpack(b, fpscr));
    match (x.kind, y.kind) {
        (Kind::QuietNan, kind) if !kind.is_nan() => y.bits,
        (kind, Kind::QuietNan) if !kind.is_nan() => x.bits,
        _ => match nan::select([x, y], fpscr) {
            Some(result) => result,
            None if takes_first(total_order(x), total_order(y)) => x.bits,
            None => y.bits,
        },
    }
}

/// Returns a key that orders numbers other than NaNs; both zeros are equal.
fn order(number: Unpacked) -> i32 {
    let magnitude = (number.bits & 0x7FFF_FFFF) as i32;
    if number.negative { -magnitude } else { magnitude }
}

/// Returns a key as [`order`] does, with minus zero below plus zero.
fn total_order(number: Unpacked) -> i64 {
    2 * i64::from(order(number)) + i64::from(!number.negative)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comparison_flags() {
        for (a, b, flags) in [
            (0u32, 0x8000_0000u32, EQUAL),
            (0x3F80_0000, 0x4000_0000, LESS),
            (0xFF80_0000, 0xC000_0000, LESS),
            (0x0000_0001, 0x8000_0001, GREATER),
            (0x7FC0_0000, 0x3F80_0000, UNORDERED),
        ] {
            let mut fpscr = Fpscr::default();
            compare(a, b, false, &mut fpscr);
            assert_eq!(fpscr.bits(), flags << 28);
        }
    }

    #[test]
    fn only_the_signalling_form_rejects_quiet_nans() {
        for (signal_quiet, invalid) in [(false, 0), (true, Fpscr::INVALID)] {
            let mut fpscr = Fpscr::default();
            compare(0x7FC0_0000, 0, signal_quiet, &mut fpscr);
            assert_eq!(fpscr.bits(), (UNORDERED << 28) | invalid);
        }
    }

    #[test]
    fn maximum_and_minimum_distinguish_the_zeros_and_ignore_quiet_nans() {
        let fpscr = &mut Fpscr::default();
        assert_eq!(max_number(0x8000_0000, 0, fpscr), 0);
        assert_eq!(min_number(0, 0x8000_0000, fpscr), 0x8000_0000);
        assert_eq!(max_number(0x7FC0_0000, 0xC000_0000, fpscr), 0xC000_0000);
        assert_eq!(min_number(0xC000_0000, 0x7FC0_0000, fpscr), 0xC000_0000);
        assert_eq!(fpscr.bits(), 0);
        assert_eq!(max_number(0x7F80_0001, 0x3F80_0000, fpscr), 0x7FC0_0001);
        assert_eq!(fpscr.bits(), Fpscr::INVALID);
    }
}
