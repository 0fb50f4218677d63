//! Propagation of NaN operands (FPProcessNaN, FPProcessNaNs, FPProcessNaNs3).

use super::fpscr::Fpscr;
use super::number::{DEFAULT_NAN, Kind, QUIET, Unpacked};

/// Returns the result of an operation with the operand `nan`: the quieted operand, or the default NaN.
pub(super) fn propagate(nan: Unpacked, fpscr: &mut Fpscr) -> u32 {
    if nan.kind == Kind::SignallingNan {
        fpscr.raise(Fpscr::INVALID);
    }
    if fpscr.default_nan() { DEFAULT_NAN } else { nan.bits | QUIET }
}

/// Returns the NaN result of an operation on `operands` if one of them is a NaN: from the first signalling one, else from
/// the first quiet one.
pub(super) fn select<const N: usize>(operands: [Unpacked; N], fpscr: &mut Fpscr) -> Option<u32> {
    let first = |kind| operands.into_iter().find(|operand| operand.kind == kind);
    let nan = first(Kind::SignallingNan).or_else(|| first(Kind::QuietNan))?;
    Some(propagate(nan, fpscr))
}

/// Returns the result of an invalid operation.
pub(super) fn invalid(fpscr: &mut Fpscr) -> u32 {
    fpscr.raise(Fpscr::INVALID);
    DEFAULT_NAN
}

#[cfg(test)]
mod tests {
    use super::super::number::unpack;
    use super::*;

    #[test]
    fn a_signalling_nan_goes_before_an_earlier_quiet_one() {
        let mut fpscr = Fpscr::default();
        let operands = [0x7FC0_0001, 0xFF80_0002].map(|bits| unpack(bits, &mut Fpscr::default()));
        assert_eq!(select(operands, &mut fpscr), Some(0xFFC0_0002));
        assert!(fpscr.has(Fpscr::INVALID));
    }

    #[test]
    fn default_nan_mode_still_raises_invalid() {
        let mut fpscr = Fpscr::from_bits(Fpscr::DEFAULT_NAN);
        let operand = unpack(0xFF80_0002, &mut fpscr);
        assert_eq!(propagate(operand, &mut fpscr), DEFAULT_NAN);
        assert!(fpscr.has(Fpscr::INVALID));
    }
}
