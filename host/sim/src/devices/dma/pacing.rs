//! Pacing timers (RP2350 §12.6.8.1): a request every Y/X cycles of clk_sys, at most one a cycle.

/// Largest number of pending requests of a channel: its counter has six bits (§12.6.4.2).
pub(super) const MAX_CREDITS: u64 = 63;

/// One timer. It counts from the write to its register.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct PacingTimer {
    value: u32,
    since: u64,
}

impl PacingTimer {
    /// TIMER: X in the high half, Y in the low one.
    pub(super) fn value(self) -> u32 {
        self.value
    }

    /// Writes TIMER.
    pub(super) fn set(&mut self, value: u32, cycle: u64) {
        *self = PacingTimer { value, since: cycle };
    }

    fn ratio(self) -> Option<(u64, u64)> {
        let (x, y) = (u64::from(self.value >> 16), u64::from(self.value & 0xFFFF));
        (x != 0 && y != 0).then_some((x.min(y), y))
    }

    /// Returns the number of requests before a cycle.
    pub(super) fn pulses(self, cycle: u64) -> u64 {
        let Some((x, y)) = self.ratio() else { return 0 };
        let passed = u128::from(cycle.saturating_sub(self.since));
        u64::try_from(passed * u128::from(x) / u128::from(y)).unwrap_or(u64::MAX)
    }

    /// Returns the first cycle before which there are this many requests; `None` if the timer makes no requests.
    pub(super) fn cycle_of(self, pulses: u64) -> Option<u64> {
        let (x, y) = self.ratio()?;
        let cycles = (u128::from(pulses) * u128::from(y)).div_ceil(u128::from(x));
        Some(self.since.saturating_add(u64::try_from(cycles).unwrap_or(u64::MAX)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn requests_are_spread_by_the_fraction() {
        let mut timer = PacingTimer::default();
        timer.set(2 << 16 | 7, 100);
        let cycles: Vec<u64> = (1..=4).filter_map(|pulses| timer.cycle_of(pulses)).collect();
        assert_eq!(cycles, [104, 107, 111, 114]);
        assert_eq!([103, 104, 107, 200].map(|cycle| timer.pulses(cycle)), [0, 1, 2, 28]);
    }

    #[test]
    fn there_is_at_most_one_request_a_cycle_and_none_without_a_ratio() {
        let mut timer = PacingTimer::default();
        timer.set(9 << 16 | 3, 0);
        assert_eq!(timer.pulses(10), 10);
        timer.set(3, 0);
        assert_eq!((timer.pulses(10), timer.cycle_of(1)), (0, None));
        timer.set(3 << 16, 0);
        assert_eq!((timer.pulses(u64::MAX), timer.cycle_of(1)), (0, None));
    }
}
