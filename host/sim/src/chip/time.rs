//! Simulated time: clock frequencies as exact ratios, and the relation of system clock cycles to picoseconds.
//!
//! The cores count clk_sys cycles. Everything that runs from another clock (timers, UARTs, watchdog, oscillator
//! start-up) is computed from picoseconds, so that a change of clk_sys leaves it undisturbed.

/// Picoseconds since power-on. 64 bits last 213 days.
pub type Picoseconds = u64;

/// Picoseconds in a second.
pub const SECOND: u128 = 1_000_000_000_000;

/// A clock frequency in Hz as a reduced fraction; a numerator of 0 is a stopped clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Frequency {
    numerator: u64,
    denominator: u64,
}

impl Frequency {
    /// A clock that does not run.
    pub const STOPPED: Frequency = Frequency { numerator: 0, denominator: 1 };

    /// A whole number of Hz.
    pub const fn hertz(hertz: u64) -> Self {
        Frequency { numerator: hertz, denominator: 1 }
    }

    /// True when the clock runs.
    pub fn runs(self) -> bool {
        self.numerator != 0
    }

    /// This frequency times `multiplier / divisor`; a divisor of 0, or a result beyond 64 bits, stops the clock.
    #[must_use]
    pub fn scaled(self, multiplier: u64, divisor: u64) -> Self {
        let numerator = u128::from(self.numerator) * u128::from(multiplier);
        let denominator = u128::from(self.denominator) * u128::from(divisor);
        if numerator == 0 || denominator == 0 {
            return Self::STOPPED;
        }
        let common = greatest_common_divisor(numerator, denominator);
        match (u64::try_from(numerator / common), u64::try_from(denominator / common)) {
            (Ok(numerator), Ok(denominator)) => Frequency { numerator, denominator },
            _ => Self::STOPPED,
        }
    }

    /// This frequency divided by a divisor with 16 fractional bits (CLOCKS DIV registers).
    #[must_use]
    pub fn divided_fixed(self, divisor: u64) -> Self {
        self.scaled(1 << 16, divisor)
    }

    /// Frequency in Hz, rounded down.
    pub fn whole_hertz(self) -> u64 {
        self.numerator / self.denominator
    }

    /// Ratio of this frequency to `other` times `scale`, rounded down; 0 when `other` is stopped.
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

    /// Whole cycles in a time.
    pub fn cycles_in(self, time: Picoseconds) -> u64 {
        saturate(
            u128::from(time).saturating_mul(u128::from(self.numerator))
                / (SECOND * u128::from(self.denominator)),
        )
    }

    /// Time that a number of cycles takes, rounded down. `None` when the clock is stopped.
    pub fn time_of(self, cycles: u64) -> Option<Picoseconds> {
        let product = self.in_seconds(cycles)?;
        Some(saturate(product / u128::from(self.numerator)))
    }

    /// First whole picosecond at which that number of cycles has passed. `None` when the clock is stopped.
    pub fn time_until(self, cycles: u64) -> Option<Picoseconds> {
        let product = self.in_seconds(cycles)?;
        Some(saturate(product.div_ceil(u128::from(self.numerator))))
    }

    /// First whole cycle that begins at or after a time.
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

fn greatest_common_divisor(mut a: u128, mut b: u128) -> u128 {
    while b != 0 {
        (a, b) = (b, a % b);
    }
    a
}

/// Where clk_sys cycles and picoseconds meet. A change of frequency starts a new piece; what is lost there is less
/// than one picosecond.
#[derive(Clone, Copy, Debug)]
pub struct Timeline {
    cycle: u64,
    time: Picoseconds,
    frequency: Frequency,
}

impl Timeline {
    /// Cycle 0 at time 0.
    pub fn new(frequency: Frequency) -> Self {
        Timeline { cycle: 0, time: 0, frequency }
    }

    /// Frequency of clk_sys now.
    pub fn frequency(&self) -> Frequency {
        self.frequency
    }

    /// Time at which a cycle begins. Cycles before the last change of frequency give the time of that change.
    pub fn time_at(&self, cycle: u64) -> Picoseconds {
        let passed = cycle.saturating_sub(self.cycle);
        self.time.saturating_add(self.frequency.time_of(passed).unwrap_or(0))
    }

    /// First cycle that begins at or after a time; `u64::MAX` when clk_sys is stopped.
    pub fn cycle_at(&self, time: Picoseconds) -> u64 {
        let ahead = time.saturating_sub(self.time);
        self.frequency.cycles_until(ahead).map_or(u64::MAX, |cycles| self.cycle.saturating_add(cycles))
    }

    /// clk_sys has another frequency from this cycle on.
    pub fn change(&mut self, cycle: u64, frequency: Frequency) {
        *self = Timeline { cycle: cycle.max(self.cycle), time: self.time_at(cycle), frequency };
    }
}

/// A counter that a clock advances: its value now, and when it will reach one.
#[derive(Clone, Copy, Debug)]
pub struct Counter {
    value: u64,
    since: Picoseconds,
    rate: Frequency,
}

impl Counter {
    /// A counter at 0 that does not run.
    pub const fn stopped() -> Self {
        Counter { value: 0, since: 0, rate: Frequency::STOPPED }
    }

    /// Value at a time.
    pub fn value(&self, now: Picoseconds) -> u64 {
        self.value.wrapping_add(self.rate.cycles_in(now.saturating_sub(self.since)))
    }

    /// The rate it counts at.
    pub fn rate(&self) -> Frequency {
        self.rate
    }

    /// Counts on at another rate; the part of a tick that has passed is dropped. The same rate changes nothing.
    pub fn set_rate(&mut self, now: Picoseconds, rate: Frequency) {
        if rate != self.rate {
            *self = Counter { value: self.value(now), since: now, rate };
        }
    }

    /// Continues from another value, at the start of a tick.
    pub fn set_value(&mut self, now: Picoseconds, value: u64) {
        *self = Counter { value, since: now, rate: self.rate };
    }

    /// When `ticks` more than the value at `now` will have been counted; `None` when it does not run.
    pub fn time_after(&self, now: Picoseconds, ticks: u64) -> Option<Picoseconds> {
        let counted = self.rate.cycles_in(now.saturating_sub(self.since));
        let ahead = self.rate.time_until(counted.saturating_add(ticks))?;
        Some(self.since.saturating_add(ahead))
    }
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
    fn a_microsecond_is_150_cycles_however_often_it_is_asked() {
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

    #[test]
    fn a_counter_says_when_it_gets_where() {
        let mut counter = Counter::stopped();
        assert_eq!(counter.time_after(0, 1), None);
        counter.set_rate(500, Frequency::hertz(1_000_000));
        assert_eq!(counter.value(1_000_499), 0);
        assert_eq!(counter.value(1_000_500), 1);
        assert_eq!(counter.time_after(1_000_600, 2), Some(3_000_500));
        counter.set_value(1_000_600, 41);
        assert_eq!(counter.value(2_000_600), 42);
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
