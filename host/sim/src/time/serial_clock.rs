//! Clocks of serial lines: a whole number of periods of another clock.

use super::frequency::Frequency;
use super::picoseconds::Picoseconds;

/// Tolerance for the rounding of times. Cycles of clk_sys and periods both begin at whole picoseconds, rounded down, so a
/// period that begins with a cycle may seem to begin this much after it.
const ROUNDING: Picoseconds = 2;

/// A clock that starts at some time, with periods numbered from 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct SerialClock {
    origin: Picoseconds,
    rate: Frequency,
}

impl SerialClock {
    /// Starts period 0 now.
    pub(crate) fn start(now: Picoseconds, rate: Frequency) -> Self {
        SerialClock { origin: now, rate }
    }

    /// Returns the number of the current period.
    pub(crate) fn period(&self, now: Picoseconds) -> u64 {
        match now.checked_sub(self.origin) {
            Some(passed) => self.rate.cycles_in(passed + ROUNDING),
            None => 0,
        }
    }

    /// Returns the time at which a period begins; `None` if the clock is stopped.
    pub(crate) fn start_of(&self, period: u64) -> Option<Picoseconds> {
        Some(self.origin.saturating_add(self.rate.time_of(period)?))
    }

    /// Returns true if another clock has the same rate.
    pub(crate) fn has_rate_of(&self, other: &SerialClock) -> bool {
        self.rate == other.rate
    }

    /// Returns true if the clock runs.
    pub(crate) fn runs(&self) -> bool {
        self.rate.runs()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::time::Timeline;

    #[test]
    fn periods_of_the_system_clock_begin_with_its_cycles() {
        let system = Frequency::hertz(150_000_000);
        let timeline = Timeline::new(system);
        for origin in 0..20 {
            for divisor in 1..8 {
                let clock = SerialClock::start(timeline.time_at(origin), system.scaled(1, divisor));
                for number in 0..50 {
                    let cycle = timeline.cycle_at(clock.start_of(number).unwrap());
                    assert_eq!(cycle, origin + number * divisor);
                    assert_eq!(clock.period(timeline.time_at(cycle)), number);
                    assert!(cycle == 0 || clock.period(timeline.time_at(cycle - 1)) < number.max(1));
                }
            }
        }
    }

    #[test]
    fn a_stopped_clock_has_one_period() {
        let clock = SerialClock::start(7, Frequency::STOPPED);
        assert_eq!(
            (clock.runs(), clock.start_of(1), clock.period(1_000_000), clock.period(0)),
            (false, None, 0, 0)
        );
    }
}
