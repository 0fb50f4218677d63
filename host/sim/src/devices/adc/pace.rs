//! When conversions begin and end.

use crate::time::{Frequency, Picoseconds};

/// Cycles of clk_adc that a conversion takes (§12.4.3).
const CONVERSION: u64 = 96;

/// A conversion under way, and the regular intervals it is part of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Pace {
    clock: Frequency,
    /// When the intervals began, and how many have passed when this conversion begins.
    origin: Picoseconds,
    index: u64,
    starts: Picoseconds,
}

impl Pace {
    /// A conversion that starts now.
    pub(super) fn start(now: Picoseconds, clock: Frequency) -> Self {
        Pace { clock, origin: now, index: 0, starts: now }
    }

    /// When it starts.
    pub(super) fn starts(&self) -> Picoseconds {
        self.starts
    }

    /// When it ends. `None` when clk_adc does not run.
    pub(super) fn ends(&self) -> Option<Picoseconds> {
        Some(self.starts.saturating_add(self.clock.time_of(CONVERSION)?))
    }

    /// The conversion after this one. A period is 1 + INT + FRAC / 256 cycles, but no shorter than a conversion;
    /// FRAC by first-order delta-sigma.
    pub(super) fn next(self, divider: u32) -> Self {
        let period = (256 + u64::from(divider)).max(CONVERSION * 256);
        let after = self.ends().unwrap_or(Picoseconds::MAX);
        let mut next = Pace { index: self.index + 1, ..self };
        let cycles = (u128::from(next.index) * u128::from(period) / 256) as u64;
        let begins =
            self.clock.time_of(cycles).map_or(Picoseconds::MAX, |time| self.origin.saturating_add(time));
        next.starts = begins.max(after);
        next
    }

    /// The divider was written: intervals begin anew, the conversion under way goes on.
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
        let mut pace = Pace::start(0, clock);
        (0..6)
            .map(|_| {
                let start = clock.cycles_in(pace.starts() + 1);
                pace = pace.next(divider);
                start
            })
            .collect()
    }

    #[test]
    fn conversions_follow_each_other_or_keep_the_interval() {
        assert_eq!(starts(0), [0, 96, 192, 288, 384, 480]);
        assert_eq!(starts(50 << 8), [0, 96, 192, 288, 384, 480]);
        assert_eq!(starts(47_999 << 8), [0, 48_000, 96_000, 144_000, 192_000, 240_000]);
        // 1 + 99 + 64/256.
        assert_eq!(starts(99 << 8 | 64), [0, 100, 200, 300, 401, 501]);
    }

    #[test]
    fn a_stopped_clock_never_ends_a_conversion() {
        let pace = Pace::start(5, Frequency::STOPPED);
        assert_eq!((pace.ends(), pace.next(0).starts()), (None, Picoseconds::MAX));
    }
}
