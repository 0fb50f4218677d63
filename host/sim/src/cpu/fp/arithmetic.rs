//! Addition, multiplication, division and square root (FPAdd, FPSub, FPMul, FPDiv, FPSqrt).
//!
//! If the rounding mode permits it, the floating-point unit of the host computes. Its result is used only if it is a
//! normal number and if it can be determined whether it is exact. All other cases are computed exactly, in integers.

use super::fpscr::{Fpscr, Rounding};
use super::nan;
use super::number::{INFINITY, Kind, LEADING, SIGN, Unpacked, round, shift_right_sticky, unpack};

/// Returns `a + b`.
pub(crate) fn add(a: u32, b: u32, fpscr: &mut Fpscr) -> u32 {
    if fpscr.rounds_like_host() {
        let (x, y) = (f32::from_bits(a), f32::from_bits(b));
        let sum = x + y;
        if is_normal_result(sum) && (fpscr.has(Fpscr::INEXACT) || sum_is_exact(x, y, sum)) {
            return sum.to_bits();
        }
    }
    add_unpacked(unpack(a, fpscr), unpack(b, fpscr), fpscr)
}

/// Returns `a - b`.
pub(crate) fn subtract(a: u32, b: u32, fpscr: &mut Fpscr) -> u32 {
    if fpscr.rounds_like_host() {
        let (x, y) = (f32::from_bits(a), -f32::from_bits(b));
        let sum = x + y;
        if is_normal_result(sum) && (fpscr.has(Fpscr::INEXACT) || sum_is_exact(x, y, sum)) {
            return sum.to_bits();
        }
    }
    let (x, y) = (unpack(a, fpscr), unpack(b, fpscr));
    // A NaN operand is propagated with its own sign.
    let y = y.negate_if(!y.kind.is_nan());
    add_unpacked(x, y, fpscr)
}

/// Returns `a * b`.
pub(crate) fn multiply(a: u32, b: u32, fpscr: &mut Fpscr) -> u32 {
    if fpscr.rounds_like_host() {
        let (x, y) = (f32::from_bits(a), f32::from_bits(b));
        let product = x * y;
        let exact = || f64::from(x) * f64::from(y) == f64::from(product);
        if is_normal_result(product) && (fpscr.has(Fpscr::INEXACT) || exact()) {
            return product.to_bits();
        }
    }
    let (x, y) = (unpack(a, fpscr), unpack(b, fpscr));
    if let Some(result) = nan::select([x, y], fpscr) {
        return result;
    }
    let negative = x.negative != y.negative;
    match (x.kind, y.kind) {
        (Kind::Infinity, Kind::Zero) | (Kind::Zero, Kind::Infinity) => nan::invalid(fpscr),
        (Kind::Infinity, _) | (_, Kind::Infinity) => signed(negative, INFINITY),
        (Kind::Zero, _) | (_, Kind::Zero) => signed(negative, 0),
        _ => {
            let (exponent, significand) = product(x, y);
            round(negative, exponent, significand, fpscr)
        }
    }
}

/// Returns `a / b`.
pub(crate) fn divide(a: u32, b: u32, fpscr: &mut Fpscr) -> u32 {
    if fpscr.rounds_like_host() {
        let (x, y) = (f32::from_bits(a), f32::from_bits(b));
        let quotient = x / y;
        let exact = || f64::from(quotient) * f64::from(y) == f64::from(x);
        if is_normal_result(quotient) && (fpscr.has(Fpscr::INEXACT) || exact()) {
            return quotient.to_bits();
        }
    }
    let (x, y) = (unpack(a, fpscr), unpack(b, fpscr));
    if let Some(result) = nan::select([x, y], fpscr) {
        return result;
    }
    let negative = x.negative != y.negative;
    match (x.kind, y.kind) {
        (Kind::Infinity, Kind::Infinity) | (Kind::Zero, Kind::Zero) => nan::invalid(fpscr),
        (Kind::Infinity, _) => signed(negative, INFINITY),
        (_, Kind::Zero) => {
            fpscr.raise(Fpscr::DIVIDE_BY_ZERO);
            signed(negative, INFINITY)
        }
        (Kind::Zero, _) | (_, Kind::Infinity) => signed(negative, 0),
        _ => {
            // 24-bit significands: 40 bits of quotient leave more than two below the rounding position.
            let (dividend, divisor) = (x.significand << 1, y.significand >> (LEADING - 23));
            let quotient = dividend / divisor;
            let sticky = u64::from(quotient * divisor != dividend);
            let scale = x.exponent - y.exponent - 41 + LEADING as i32;
            round(negative, scale, (quotient << 1) | sticky, fpscr)
        }
    }
}

/// Returns the square root of `a`.
pub(crate) fn square_root(a: u32, fpscr: &mut Fpscr) -> u32 {
    if fpscr.rounds_like_host() {
        let x = f32::from_bits(a);
        let root = x.sqrt();
        let exact = || f64::from(root) * f64::from(root) == f64::from(x);
        if is_normal_result(root) && (fpscr.has(Fpscr::INEXACT) || exact()) {
            return root.to_bits();
        }
    }
    let x = unpack(a, fpscr);
    match x.kind {
        Kind::QuietNan | Kind::SignallingNan => nan::propagate(x, fpscr),
        Kind::Zero => x.bits,
        _ if x.negative => nan::invalid(fpscr),
        Kind::Infinity => INFINITY,
        Kind::Finite => {
            // The exponent is made even, so that its half is an integer.
            let odd = x.exponent & 1;
            let radicand = x.significand << odd;
            let root = radicand.isqrt();
            let sticky = u64::from(root * root != radicand);
            // sqrt(radicand * 2^(e - 62)) = root * 2^(e / 2 - 31); the root is moved up one for the sticky bit.
            let exponent = (x.exponent - odd) / 2 - 32 + LEADING as i32;
            round(false, exponent, (root << 1) | sticky, fpscr)
        }
    }
}

/// Returns the exact product of two finite numbers, not normalised.
pub(super) fn product(x: Unpacked, y: Unpacked) -> (i32, u64) {
    let significand = (x.significand >> (LEADING - 23)) * (y.significand >> (LEADING - 23));
    (x.exponent + y.exponent, significand << (LEADING - 46))
}

/// Returns the sum of two unpacked operands.
fn add_unpacked(x: Unpacked, y: Unpacked, fpscr: &mut Fpscr) -> u32 {
    if let Some(result) = nan::select([x, y], fpscr) {
        return result;
    }
    match (x.kind, y.kind) {
        (Kind::Infinity, Kind::Infinity) if x.negative != y.negative => nan::invalid(fpscr),
        (Kind::Infinity, _) => x.bits,
        (_, Kind::Infinity) => y.bits,
        (Kind::Zero, Kind::Zero) if x.negative == y.negative => x.bits,
        _ => add_finite(x, y, fpscr),
    }
}

/// Returns the sum of two finite numbers or zeros.
pub(super) fn add_finite(x: Unpacked, y: Unpacked, fpscr: &mut Fpscr) -> u32 {
    let (large, small) = match (x.kind, y.kind) {
        (Kind::Zero, Kind::Zero) => return exact_zero(fpscr),
        (Kind::Zero, _) => return round(y.negative, y.exponent, y.significand, fpscr),
        (_, Kind::Zero) => return round(x.negative, x.exponent, x.significand, fpscr),
        _ if (x.exponent, x.significand) >= (y.exponent, y.significand) => (x, y),
        _ => (y, x),
    };
    let aligned = shift_right_sticky(small.significand, large.exponent.abs_diff(small.exponent));
    let significand = if large.negative == small.negative {
        large.significand + aligned
    } else {
        large.significand - aligned
    };
    if significand == 0 {
        return exact_zero(fpscr);
    }
    round(large.negative, large.exponent, significand, fpscr)
}

/// Returns the zero that is the sum of opposite numbers.
pub(super) fn exact_zero(fpscr: &Fpscr) -> u32 {
    signed(fpscr.rounding() == Rounding::Down, 0)
}

/// Returns `magnitude` with a sign.
pub(super) fn signed(negative: bool, magnitude: u32) -> u32 {
    if negative { magnitude | SIGN } else { magnitude }
}

/// Returns true for a number that is neither zero, denormal, infinite nor NaN, and too large to have been denormal
/// before rounding.
fn is_normal_result(value: f32) -> bool {
    value.abs() > f32::MIN_POSITIVE && value.abs() < f32::INFINITY
}

/// Returns true if `sum` is exactly `x + y` (Knuth's two-sum; there is no overflow, and underflow is exact).
fn sum_is_exact(x: f32, y: f32, sum: f32) -> bool {
    let y_part = sum - x;
    let x_part = sum - y_part;
    (x - x_part) + (y - y_part) == 0.0
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every operation must give the same result and flags by the host as in integers. Flush-to-zero forces the
    /// computation in integers and changes nothing else unless the result is denormal.
    #[test]
    fn host_and_integer_arithmetic_agree() {
        let operands = [
            0x3F80_0000,
            0xBF80_0000,
            0x3F80_0001,
            0x4B7F_FFFF,
            0x4B80_0000,
            0x3EAA_AAAB,
            0xC049_0FDB,
            0x7F7F_FFFF,
            0x3300_0000,
            0x3380_0000,
            0x4000_0000,
            0x4110_0000,
            0x5A12_3456,
            0xD98B_CDEF,
            0,
            0x8000_0000,
        ];
        let operations: [fn(u32, u32, &mut Fpscr) -> u32; 5] =
            [add, subtract, multiply, divide, |a, _, fpscr| square_root(a, fpscr)];
        for a in operands {
            for b in operands {
                for operation in operations {
                    for sticky in [0, Fpscr::INEXACT] {
                        let mut host = Fpscr::from_bits(sticky);
                        let mut exact = Fpscr::from_bits(sticky | Fpscr::FLUSH_TO_ZERO);
                        let (by_host, by_integers) =
                            (operation(a, b, &mut host), operation(a, b, &mut exact));
                        if f32::from_bits(by_host).is_subnormal() || host.has(Fpscr::UNDERFLOW) {
                            continue;
                        }
                        assert_eq!(by_host, by_integers, "{a:08x} {b:08x}");
                        assert_eq!(host.bits() | Fpscr::FLUSH_TO_ZERO, exact.bits(), "{a:08x} {b:08x}");
                    }
                }
            }
        }
    }

    #[test]
    fn invalid_operations_give_the_default_nan() {
        let invalid: [fn(&mut Fpscr) -> u32; 5] = [
            |fpscr| add(0x7F80_0000, 0xFF80_0000, fpscr),
            |fpscr| multiply(0x7F80_0000, 0x8000_0000, fpscr),
            |fpscr| divide(0, 0, fpscr),
            |fpscr| divide(0x7F80_0000, 0x7F80_0000, fpscr),
            |fpscr| square_root(0xBF80_0000, fpscr),
        ];
        for operation in invalid {
            let mut fpscr = Fpscr::default();
            assert_eq!(operation(&mut fpscr), 0x7FC0_0000);
            assert_eq!(fpscr.bits(), Fpscr::INVALID);
        }
    }

    #[test]
    fn division_by_zero_has_its_own_flag() {
        let mut fpscr = Fpscr::default();
        assert_eq!(divide(0x3F80_0000, 0x8000_0000, &mut fpscr), 0xFF80_0000);
        assert_eq!(fpscr.bits(), Fpscr::DIVIDE_BY_ZERO);
    }

    #[test]
    fn denormal_results_underflow_only_when_inexact() {
        let mut fpscr = Fpscr::default();
        assert_eq!(multiply(0x0080_0000, 0x3F00_0000, &mut fpscr), 0x0040_0000);
        assert_eq!(fpscr.bits(), 0);
        assert_eq!(multiply(0x0080_0001, 0x3F00_0000, &mut fpscr), 0x0040_0000);
        assert_eq!(fpscr.bits(), Fpscr::UNDERFLOW | Fpscr::INEXACT);
    }

    #[test]
    fn a_difference_of_equals_is_minus_zero_only_when_rounding_down() {
        for (mode, expected) in [(0u32, 0), (1, 0), (2, SIGN), (3, 0)] {
            assert_eq!(subtract(0x4049_0FDB, 0x4049_0FDB, &mut Fpscr::from_bits(mode << 22)), expected);
        }
    }

    #[test]
    fn subtraction_propagates_a_nan_with_its_own_sign() {
        assert_eq!(subtract(0x3F80_0000, 0x7FC0_1234, &mut Fpscr::default()), 0x7FC0_1234);
    }
}
