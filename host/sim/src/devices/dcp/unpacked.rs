//! An unpacked number: what the X and the Y registers hold (RP2350 §3.6.2.3).

/// Sign, in the order in which RXVD gives the flags to N Z C V.
pub(super) const NEGATIVE: u8 = 8;
/// Zero; a denormal operand too (§3.6.2.9).
pub(super) const ZERO: u8 = 4;
/// Infinity.
pub(super) const INFINITE: u8 = 2;
/// NaN.
pub(super) const NAN: u8 = 1;

/// Exponents have 14 bits.
pub(super) const EXPONENT_MASK: u32 = 0x3FFF;
/// Bias of exponents, whatever the operand's precision (choice: that of double precision).
pub(super) const BIAS: i32 = 1023;
/// What the exponent of a single-precision operand lacks to that.
pub(super) const SINGLE_BIAS: i32 = BIAS - 127;
/// The bit of the mantissa with the weight 1: the top two are 01 (§3.6.2.3).
pub(super) const POINT: u32 = 62;

/// `mantissa / 2^62 * 2^(exponent - 1023)`, with the flags of its kind.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Unpacked {
    /// xm or ym.
    pub mantissa: u64,
    exponent: i16,
    /// xf or yf.
    pub flags: u8,
}

impl Unpacked {
    pub(super) fn new(mantissa: u64, exponent: i32, flags: u8) -> Self {
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

    /// Keeps 14 bits, the top one a sign.
    pub(super) fn set_exponent(&mut self, exponent: i32) {
        self.exponent = (exponent << 18 >> 18) as i16;
    }

    pub(super) fn is(&self, flag: u8) -> bool {
        self.flags & flag != 0
    }

    /// The mantissa as the adder takes it.
    pub(super) fn magnitude(&self) -> u64 {
        if self.is(ZERO) { 0 } else { self.mantissa }
    }

    /// Upper word of the mantissa.
    pub(super) fn high(&self) -> u32 {
        (self.mantissa >> 32) as u32
    }
}

/// A double-precision operand.
pub(super) fn double(bits: u64) -> Unpacked {
    let fraction = bits & ((1 << 52) - 1);
    let exponent = (bits >> 52 & 0x7FF) as i32;
    let flags = flags(bits >> 63 != 0, exponent == 0, exponent == 0x7FF, fraction != 0);
    Unpacked::new(1 << POINT | fraction << (POINT - 52), exponent, flags)
}

/// A single-precision operand.
pub(super) fn single(bits: u32) -> Unpacked {
    let fraction = bits & ((1 << 23) - 1);
    let exponent = (bits >> 23 & 0xFF) as i32;
    let flags = flags(bits >> 31 != 0, exponent == 0, exponent == 0xFF, fraction != 0);
    Unpacked::new(1 << POINT | u64::from(fraction) << (POINT - 23), exponent + SINGLE_BIAS, flags)
}

fn flags(negative: bool, least: bool, greatest: bool, fraction: bool) -> u8 {
    let kind = match (least, greatest, fraction) {
        (true, ..) => ZERO,
        (_, true, false) => INFINITE,
        (_, true, true) => NAN,
        _ => 0,
    };
    kind | if negative { NEGATIVE } else { 0 }
}
