//! Relation of system clock cycles to time.

use super::frequency::Frequency;
use super::picoseconds::Picoseconds;

/// Piecewise linear relation of clk_sys cycles to picoseconds. A change of frequency starts a new piece and loses less
/// than one picosecond.
#[derive(Clone, Copy, Debug)]
pub struct Timeline {
    cycle: u64,
    time: Picoseconds,
    frequency: Frequency,
}

impl Timeline {
    /// Starts with cycle 0 at time 0.
    pub fn new(frequency: Frequency) -> Self {
        Timeline { cycle: 0, time: 0, frequency }
    }

    /// Frequency of clk_sys in the current piece.
    pub fn frequency(&self) -> Frequency {
        self.frequency
    }

    /// Returns the time at which a cycle begins. For cycles before the last change of frequency that is the time of the
    /// change.
    pub fn time_at(&self, cycle: u64) -> Picoseconds {
        let passed = cycle.saturating_sub(self.cycle);
        self.time.saturating_add(self.frequency.time_of(passed).unwrap_or(0))
    }

    /// Returns the first cycle that begins at or after a time; `u64::MAX` if clk_sys is stopped.
    pub fn cycle_at(&self, time: Picoseconds) -> u64 {
        let ahead = time.saturating_sub(self.time);
        self.frequency.cycles_until(ahead).map_or(u64::MAX, |cycles| self.cycle.saturating_add(cycles))
    }

    /// Changes the frequency of clk_sys from a cycle on.
    pub fn change(&mut self, cycle: u64, frequency: Frequency) {
        *self = Timeline { cycle: cycle.max(self.cycle), time: self.time_at(cycle), frequency };
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const CRYSTAL: Frequency = Frequency::hertz(12_000_000);

    #[test]
    fn a_microsecond_is_150_cycles_at_any_time() {
        let timeline = Timeline::new(CRYSTAL.scaled(125, 10));
        for microsecond in [0, 1, 7, 1_000_000, 86_400_000_000] {
            let cycle = microsecond * 150;
            assert_eq!(timeline.time_at(cycle), microsecond * 1_000_000);
            assert_eq!(timeline.cycle_at(microsecond * 1_000_000), cycle);
            assert_eq!(timeline.cycle_at(microsecond * 1_000_000 + 1), cycle + 1);
        }
    }

    #[test]
    fn a_clock_change_keeps_time_and_cycles_monotonous() {
        let mut timeline = Timeline::new(Frequency::hertz(11_000_000));
        let before = timeline.time_at(1_100);
        assert_eq!(before, 100_000_000);
        timeline.change(1_100, Frequency::hertz(150_000_000));
        assert_eq!(timeline.time_at(1_100), before);
        assert_eq!(timeline.time_at(1_250), before + 1_000_000);
        timeline.change(1_250, Frequency::STOPPED);
        assert_eq!(timeline.time_at(9_999), before + 1_000_000);
        assert_eq!(timeline.cycle_at(before + 2_000_000), u64::MAX);
    }
}
