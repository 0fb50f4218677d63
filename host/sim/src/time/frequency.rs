//! Clock frequencies as exact ratios.

use super::picoseconds::{Picoseconds, SECOND};
use num_integer::Integer;

/// A clock frequency in Hz as a reduced fraction. A numerator of 0 is a stopped clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Frequency {
    numerator: u64,
    denominator: u64,
}

impl Frequency {
    /// Frequency of a stopped clock.
    pub const STOPPED: Frequency = Frequency { numerator: 0, denominator: 1 };

    /// Returns a frequency of a whole number of Hz.
    pub const fn hertz(hertz: u64) -> Self {
        Frequency { numerator: hertz, denominator: 1 }
    }

    /// Returns true if the clock runs.
    pub fn runs(self) -> bool {
        self.numerator != 0
    }

    /// Returns this frequency times `multiplier / divisor`. A divisor of 0, or a result beyond 64 bits, stops the clock.
    #[must_use]
    pub fn scaled(self, multiplier: u64, divisor: u64) -> Self {
        let numerator = u128::from(self.numerator) * u128::from(multiplier);
        let denominator = u128::from(self.denominator) * u128::from(divisor);
        if numerator == 0 || denominator == 0 {
            return Self::STOPPED;
        }
        let common = numerator.gcd(&denominator);
        match (u64::try_from(numerator / common), u64::try_from(denominator / common)) {
            (Ok(numerator), Ok(denominator)) => Frequency { numerator, denominator },
            _ => Self::STOPPED,
        }
    }

    /// Returns this frequency divided by a divisor with 16 fractional bits (CLOCKS DIV registers).
    #[must_use]
    pub fn divided_fixed(self, divisor: u64) -> Self {
        self.scaled(1 << 16, divisor)
    }

    /// Returns the frequency in Hz, rounded down.
    pub fn whole_hertz(self) -> u64 {
        self.numerator / self.denominator
    }

    /// Returns the ratio of this frequency to `other` times `scale`, rounded down; 0 if `other` is stopped.
    pub fn ratio(self, other: Frequency, scale: u64) -> u64 {
        let numerator = u128::from(self.numerator) * u128::from(other.denominator);
        let denominator = u128::from(self.denominator) * u128::from(other.numerator);
        if denominator == 0 {
            return 0;
        }
        saturate(
            (numerator / denominator)
                .saturating_mul(u128::from(scale))
                .saturating_add((numerator % denominator).saturating_mul(u128::from(scale)) / denominator),
        )
    }

    /// Returns the number of whole cycles in a time.
    pub fn cycles_in(self, time: Picoseconds) -> u64 {
        saturate(
            u128::from(time).saturating_mul(u128::from(self.numerator))
                / (SECOND * u128::from(self.denominator)),
        )
    }

    /// Returns the duration of a number of cycles, rounded down; `None` if the clock is stopped.
    pub fn time_of(self, cycles: u64) -> Option<Picoseconds> {
        let product = self.in_seconds(cycles)?;
        Some(saturate(product / u128::from(self.numerator)))
    }

    /// Returns the duration of a number of cycles, rounded up; `None` if the clock is stopped.
    pub fn time_until(self, cycles: u64) -> Option<Picoseconds> {
        let product = self.in_seconds(cycles)?;
        Some(saturate(product.div_ceil(u128::from(self.numerator))))
    }

    /// Returns the first cycle that begins at or after a time; `None` if the clock is stopped.
    pub fn cycles_until(self, time: Picoseconds) -> Option<u64> {
        if !self.runs() {
            return None;
        }
        let product = u128::from(time).saturating_mul(u128::from(self.numerator));
        Some(saturate(product.div_ceil(SECOND * u128::from(self.denominator))))
    }

    fn in_seconds(self, cycles: u64) -> Option<u128> {
        let product = u128::from(cycles).saturating_mul(u128::from(self.denominator)).saturating_mul(SECOND);
        self.runs().then_some(product)
    }
}

fn saturate(value: u128) -> u64 {
    u64::try_from(value).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    const CRYSTAL: Frequency = Frequency::hertz(12_000_000);

    #[test]
    fn a_pll_gives_an_exact_frequency() {
        let system = CRYSTAL.scaled(125, 10);
        assert_eq!(system, Frequency::hertz(150_000_000));
        assert_eq!(system.whole_hertz(), 150_000_000);
        assert_eq!(CRYSTAL.scaled(1, 0), Frequency::STOPPED);
    }

    #[test]
    fn extremes_do_not_overflow() {
        let fast = Frequency::hertz(u64::MAX);
        assert_eq!(fast.cycles_in(u64::MAX), u64::MAX);
        assert_eq!(fast.scaled(u64::MAX, 1), Frequency::STOPPED);
        assert_eq!(Frequency::hertz(1).time_of(u64::MAX), Some(u64::MAX));
        assert_eq!(fast.ratio(Frequency::STOPPED, 7), 0);
    }
}
