//! Start and end of conversions.

use crate::time::{Frequency, Picoseconds};

/// Cycles of clk_adc that a conversion takes (§12.4.3).
const CONVERSION: u64 = 96;

/// A conversion in progress or planned, as one of a sequence at regular intervals.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Conversion {
    clock: Frequency,
    /// Start of the sequence.
    origin: Picoseconds,
    /// Number of this conversion in the sequence.
    index: u64,
    starts: Picoseconds,
}

impl Conversion {
    /// Starts a sequence now.
    pub(super) fn start(now: Picoseconds, clock: Frequency) -> Self {
        Conversion { clock, origin: now, index: 0, starts: now }
    }

    /// Time at which the conversion starts.
    pub(super) fn starts(&self) -> Picoseconds {
        self.starts
    }

    /// Time at which the conversion ends; `None` if clk_adc is stopped.
    pub(super) fn ends(&self) -> Option<Picoseconds> {
        Some(self.starts.saturating_add(self.clock.time_of(CONVERSION)?))
    }

    /// Returns the next conversion. The interval is 1 + INT + FRAC / 256 cycles, by first-order delta-sigma, but no
    /// shorter than a conversion.
    pub(super) fn next(self, divider: u32) -> Self {
        let period = (256 + u64::from(divider)).max(CONVERSION * 256);
        let after = self.ends().unwrap_or(Picoseconds::MAX);
        let mut next = Conversion { index: self.index + 1, ..self };
        let cycles = (u128::from(next.index) * u128::from(period) / 256) as u64;
        let begins =
            self.clock.time_of(cycles).map_or(Picoseconds::MAX, |time| self.origin.saturating_add(time));
        next.starts = begins.max(after);
        next
    }

    /// Starts another sequence after a write to the divider; a conversion in progress continues.
    pub(super) fn restart(&mut self, now: Picoseconds) {
        (self.origin, self.index) = (now, 0);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Starts of the first conversions in cycles of a 48 MHz clock.
    fn starts(divider: u32) -> Vec<u64> {
        let clock = Frequency::hertz(48_000_000);
        let mut conversion = Conversion::start(0, clock);
        (0..6)
            .map(|_| {
                let start = clock.cycles_in(conversion.starts() + 1);
                conversion = conversion.next(divider);
                start
            })
            .collect()
    }

    #[test]
    fn conversions_are_back_to_back_or_at_the_interval() {
        assert_eq!(starts(0), [0, 96, 192, 288, 384, 480]);
        assert_eq!(starts(50 << 8), [0, 96, 192, 288, 384, 480]);
        assert_eq!(starts(47_999 << 8), [0, 48_000, 96_000, 144_000, 192_000, 240_000]);
        // 1 + 99 + 64/256.
        assert_eq!(starts(99 << 8 | 64), [0, 100, 200, 300, 401, 501]);
    }

    #[test]
    fn a_stopped_clock_never_ends_a_conversion() {
        let conversion = Conversion::start(5, Frequency::STOPPED);
        assert_eq!((conversion.ends(), conversion.next(0).starts()), (None, Picoseconds::MAX));
    }
}
