//! Floating-point status and control register (Armv8-M ARM D1.2, FPSCR).

/// Rounding mode.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rounding {
    /// To the nearest value, ties to the even one (RN).
    NearestEven,
    /// Towards plus infinity (RP).
    Up,
    /// Towards minus infinity (RM).
    Down,
    /// Towards zero (RZ).
    Zero,
    /// To the nearest value, ties away from zero; used by VCVTA and VRINTA only.
    NearestAway,
}

/// FPSCR: condition flags, control fields and cumulative exception flags.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Fpscr(u32);

impl Fpscr {
    /// Cumulative exception: invalid operation (IOC).
    pub const INVALID: u32 = 1 << 0;
    /// Cumulative exception: division by zero (DZC).
    pub const DIVIDE_BY_ZERO: u32 = 1 << 1;
    /// Cumulative exception: overflow (OFC).
    pub const OVERFLOW: u32 = 1 << 2;
    /// Cumulative exception: underflow (UFC).
    pub const UNDERFLOW: u32 = 1 << 3;
    /// Cumulative exception: inexact (IXC).
    pub const INEXACT: u32 = 1 << 4;
    /// Cumulative exception: a denormal input was flushed to zero (IDC).
    pub const INPUT_DENORMAL: u32 = 1 << 7;
    /// Rounding mode field (RMode).
    pub const ROUNDING: u32 = 3 << 22;
    /// Flush-to-zero mode (FZ).
    pub const FLUSH_TO_ZERO: u32 = 1 << 24;
    /// Default NaN mode (DN).
    pub const DEFAULT_NAN: u32 = 1 << 25;
    /// Alternative half precision (AHP).
    pub const ALTERNATIVE_HALF: u32 = 1 << 26;
    /// Condition flags N, Z, C, V.
    pub const CONDITION: u32 = 0xF << 28;
    /// Control fields, which a new floating-point context takes from FPDSCR.
    pub const CONTROL: u32 =
        Self::ROUNDING | Self::FLUSH_TO_ZERO | Self::DEFAULT_NAN | Self::ALTERNATIVE_HALF;
    /// Bits that this core implements; the others read as zero and ignore writes.
    pub const IMPLEMENTED: u32 = Self::CONDITION
        | Self::CONTROL
        | Self::INVALID
        | Self::DIVIDE_BY_ZERO
        | Self::OVERFLOW
        | Self::UNDERFLOW
        | Self::INEXACT
        | Self::INPUT_DENORMAL;

    /// Returns the register with the value `bits`, unimplemented bits cleared.
    pub const fn from_bits(bits: u32) -> Self {
        Self(bits & Self::IMPLEMENTED)
    }

    /// Returns the register's value.
    pub const fn bits(self) -> u32 {
        self.0
    }

    /// Returns the rounding mode in force.
    pub const fn rounding(self) -> Rounding {
        match (self.0 >> 22) & 3 {
            0 => Rounding::NearestEven,
            1 => Rounding::Up,
            2 => Rounding::Down,
            _ => Rounding::Zero,
        }
    }

    /// Returns true if denormal operands and results are replaced by zero.
    pub const fn flush_to_zero(self) -> bool {
        self.0 & Self::FLUSH_TO_ZERO != 0
    }

    /// Returns true if every NaN result is the default NaN.
    pub const fn default_nan(self) -> bool {
        self.0 & Self::DEFAULT_NAN != 0
    }

    /// Returns true if half precision has no infinities and NaNs.
    pub const fn alternative_half(self) -> bool {
        self.0 & Self::ALTERNATIVE_HALF != 0
    }

    /// Returns true if all cumulative exceptions in `flags` are set.
    pub const fn has(self, flags: u32) -> bool {
        self.0 & flags == flags
    }

    /// Sets cumulative exceptions.
    pub const fn raise(&mut self, flags: u32) {
        self.0 |= flags;
    }

    /// Replaces the condition flags; `nzcv` is 0 to 15.
    pub const fn set_condition(&mut self, nzcv: u32) {
        self.0 = (self.0 & !Self::CONDITION) | (nzcv << 28);
    }

    /// Returns true if host arithmetic, which rounds to nearest and keeps denormals, matches the control fields.
    pub(super) const fn rounds_like_host(self) -> bool {
        self.0 & (Self::ROUNDING | Self::FLUSH_TO_ZERO) == 0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unimplemented_bits_read_as_zero() {
        assert_eq!(Fpscr::from_bits(u32::MAX).bits(), 0xF7C0_009F);
    }

    #[test]
    fn rounding_field_decodes() {
        let modes = [0u32, 1, 2, 3].map(|field| Fpscr::from_bits(field << 22).rounding());
        assert_eq!(modes, [Rounding::NearestEven, Rounding::Up, Rounding::Down, Rounding::Zero]);
    }

    #[test]
    fn condition_flags_replace_each_other() {
        let mut fpscr = Fpscr::from_bits(0xF000_0001);
        fpscr.set_condition(0b0110);
        assert_eq!(fpscr.bits(), 0x6000_0001);
    }
}
