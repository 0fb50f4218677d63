//! Counters that a clock advances.

use super::frequency::Frequency;
use super::picoseconds::Picoseconds;

/// A counter that a clock advances. Its value at any time, and the time of any value, are computed.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Counter {
    value: u64,
    since: Picoseconds,
    rate: Frequency,
}

impl Counter {
    /// A stopped counter with the value 0.
    pub(crate) const fn stopped() -> Self {
        Counter { value: 0, since: 0, rate: Frequency::STOPPED }
    }

    /// Returns the value at a time.
    pub(crate) fn value(&self, now: Picoseconds) -> u64 {
        self.value.wrapping_add(self.rate.cycles_in(now.saturating_sub(self.since)))
    }

    /// Rate at which it counts.
    pub(crate) fn rate(&self) -> Frequency {
        self.rate
    }

    /// Continues at another rate and discards the fraction of a tick that has passed. The same rate changes nothing.
    pub(crate) fn set_rate(&mut self, now: Picoseconds, rate: Frequency) {
        if rate != self.rate {
            *self = Counter { value: self.value(now), since: now, rate };
        }
    }

    /// Sets the value at the start of a tick.
    pub(crate) fn set_value(&mut self, now: Picoseconds, value: u64) {
        *self = Counter { value, since: now, rate: self.rate };
    }

    /// Returns the time at which the value exceeds its value at `now` by `ticks`; `None` if the counter is stopped.
    pub(crate) fn time_after(&self, now: Picoseconds, ticks: u64) -> Option<Picoseconds> {
        let counted = self.rate.cycles_in(now.saturating_sub(self.since));
        let ahead = self.rate.time_until(counted.saturating_add(ticks))?;
        Some(self.since.saturating_add(ahead))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_time_of_a_value_is_known() {
        let mut counter = Counter::stopped();
        assert_eq!(counter.time_after(0, 1), None);
        counter.set_rate(500, Frequency::hertz(1_000_000));
        assert_eq!(counter.value(1_000_499), 0);
        assert_eq!(counter.value(1_000_500), 1);
        assert_eq!(counter.time_after(1_000_600, 2), Some(3_000_500));
        counter.set_value(1_000_600, 41);
        assert_eq!(counter.value(2_000_600), 42);
    }
}
