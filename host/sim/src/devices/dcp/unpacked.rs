//! Unpacked numbers, as the X and Y registers hold them (RP2350 §3.6.2.3).

use bitflags::bitflags;

bitflags! {
    /// Sign and kind of a number, in the order in which RXVD returns them in N, Z, C and V.
    #[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
    pub(super) struct Flags: u8 {
        /// NaN.
        const NAN = 1 << 0;
        /// Infinity.
        const INFINITE = 1 << 1;
        /// Zero, or a denormal operand (§3.6.2.9).
        const ZERO = 1 << 2;
        /// Negative.
        const NEGATIVE = 1 << 3;
    }
}

/// Mask of an exponent, of 14 bits.
pub(super) const EXPONENT_MASK: u32 = 0x3FFF;
/// Bias of exponents for any precision of the operand (an assumption: that of double precision).
pub(super) const BIAS: i32 = 1023;
/// Difference of the bias to that of a single-precision operand.
pub(super) const SINGLE_BIAS: i32 = BIAS - 127;
/// Position of the mantissa's bit with the weight 1: the top two bits are 01 (§3.6.2.3).
pub(super) const POINT: u32 = 62;

/// The number `mantissa / 2^62 * 2^(exponent - 1023)`, with its sign and kind.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Unpacked {
    /// xm or ym.
    pub mantissa: u64,
    exponent: i16,
    /// xf or yf.
    pub flags: Flags,
}

impl Unpacked {
    pub(super) fn new(mantissa: u64, exponent: i32, flags: Flags) -> Self {
        let mut number = Unpacked { mantissa, exponent: 0, flags };
        number.set_exponent(exponent);
        number
    }

    pub(super) fn exponent(&self) -> i32 {
        i32::from(self.exponent)
    }

    pub(super) fn exponent_bits(&self) -> u32 {
        self.exponent as u32 & EXPONENT_MASK
    }

    /// Sets the exponent, to 14 bits including the sign.
    pub(super) fn set_exponent(&mut self, exponent: i32) {
        self.exponent = (exponent << 18 >> 18) as i16;
    }

    pub(super) fn is(&self, flag: Flags) -> bool {
        self.flags.intersects(flag)
    }

    /// Returns the mantissa as the adder takes it.
    pub(super) fn magnitude(&self) -> u64 {
        if self.is(Flags::ZERO) { 0 } else { self.mantissa }
    }

    /// Upper word of the mantissa.
    pub(super) fn high(&self) -> u32 {
        (self.mantissa >> 32) as u32
    }
}

/// Unpacks a double-precision operand.
pub(super) fn double(bits: u64) -> Unpacked {
    let fraction = bits & ((1 << 52) - 1);
    let exponent = (bits >> 52 & 0x7FF) as i32;
    let flags = flags(bits >> 63 != 0, exponent == 0, exponent == 0x7FF, fraction != 0);
    Unpacked::new(1 << POINT | fraction << (POINT - 52), exponent, flags)
}

/// Unpacks a single-precision operand.
pub(super) fn single(bits: u32) -> Unpacked {
    let fraction = bits & ((1 << 23) - 1);
    let exponent = (bits >> 23 & 0xFF) as i32;
    let flags = flags(bits >> 31 != 0, exponent == 0, exponent == 0xFF, fraction != 0);
    Unpacked::new(1 << POINT | u64::from(fraction) << (POINT - 23), exponent + SINGLE_BIAS, flags)
}

fn flags(negative: bool, least: bool, greatest: bool, fraction: bool) -> Flags {
    let kind = match (least, greatest, fraction) {
        (true, ..) => Flags::ZERO,
        (_, true, false) => Flags::INFINITE,
        (_, true, true) => Flags::NAN,
        _ => Flags::empty(),
    };
    if negative { kind | Flags::NEGATIVE } else { kind }
}
