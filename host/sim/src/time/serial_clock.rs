//! The beat of a serial clock: a whole number of periods of another clock, from a moment on.

use super::frequency::Frequency;
use super::picoseconds::Picoseconds;

/// Cycles of clk_sys begin at whole picoseconds, rounded down, and so do beats: one that falls on a cycle may seem to
/// come this much after it.
const ROUNDING: Picoseconds = 2;

/// Beats that follow each other at a rate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct SerialClock {
    origin: Picoseconds,
    rate: Frequency,
}

impl SerialClock {
    /// SerialClock 0 is now.
    pub(crate) fn start(now: Picoseconds, rate: Frequency) -> Self {
        SerialClock { origin: now, rate }
    }

    /// The last beat that has begun.
    pub(crate) fn number(&self, now: Picoseconds) -> u64 {
        match now.checked_sub(self.origin) {
            Some(passed) => self.rate.cycles_in(passed + ROUNDING),
            None => 0,
        }
    }

    /// When a beat begins. `None` when they do not come.
    pub(crate) fn time(&self, number: u64) -> Option<Picoseconds> {
        Some(self.origin.saturating_add(self.rate.time_of(number)?))
    }

    /// Whether another comes as fast as this.
    pub(crate) fn same_rate(&self, other: &SerialClock) -> bool {
        self.rate == other.rate
    }

    /// Whether beats come.
    pub(crate) fn runs(&self) -> bool {
        self.rate.runs()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::time::Timeline;

    #[test]
    fn beats_of_the_system_clock_fall_on_its_cycles() {
        let clock = Frequency::hertz(150_000_000);
        let timeline = Timeline::new(clock);
        for origin in 0..20 {
            for divisor in 1..8 {
                let beat = SerialClock::start(timeline.time_at(origin), clock.scaled(1, divisor));
                for number in 0..50 {
                    let cycle = timeline.cycle_at(beat.time(number).unwrap());
                    assert_eq!(cycle, origin + number * divisor);
                    assert_eq!(beat.number(timeline.time_at(cycle)), number);
                    assert!(cycle == 0 || beat.number(timeline.time_at(cycle - 1)) < number.max(1));
                }
            }
        }
    }

    #[test]
    fn without_a_clock_there_is_no_beat() {
        let beat = SerialClock::start(7, Frequency::STOPPED);
        assert_eq!((beat.runs(), beat.time(1), beat.number(1_000_000), beat.number(0)), (false, None, 0, 0));
    }
}
