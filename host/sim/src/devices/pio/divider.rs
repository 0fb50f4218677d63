//! The clock divider of a state machine (RP2350 §11.5.5): 16 whole and 8 fractional bits, first order.
//!
//! Ticks are whole numbers of clk_sys cycles apart. The fraction accumulates, and each carry makes one period a cycle
//! longer. The divider also runs while its state machine is disabled.

/// Divider: the cycles (ticks) in which a state machine is clocked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Divider {
    /// Cycle of tick 0.
    base: u64,
    /// Accumulated fraction at tick 0, in 1/256 cycle.
    phase: u32,
    /// Period in 1/256 cycle.
    period: u32,
}

/// Period for a divisor of 1.
const ONE: u32 = 256;

impl Default for Divider {
    fn default() -> Self {
        Divider { base: 0, phase: 0, period: ONE }
    }
}

impl Divider {
    /// Returns true if every cycle is a tick.
    pub(super) fn is_one(&self) -> bool {
        self.period == ONE
    }

    /// Returns the period of a value of SMx_CLKDIV in 1/256 cycle; INT = 0 stands for 65536 cycles.
    fn period(register: u32) -> u32 {
        match register >> 16 {
            0 => 0x1_0000 * ONE,
            _ => register >> 8,
        }
    }

    /// Sets the divisor, which takes effect at the next tick of the previous one (assumption).
    pub(super) fn set(&mut self, register: u32, cycle: u64) {
        let period = Self::period(register);
        if period != self.period {
            let (base, phase) = self.tick(self.number_at(cycle));
            *self = Divider { base, phase, period };
        }
    }

    /// Restarts the divider with phase 0 and a tick in this cycle (assumption).
    pub(super) fn restart(&mut self, cycle: u64) {
        (self.base, self.phase) = (cycle, 0);
    }

    /// Returns the first cycle with a tick at or after `cycle`.
    pub(super) fn first_tick_at(&self, cycle: u64) -> u64 {
        if self.period == ONE {
            return cycle.max(self.base);
        }
        self.tick(self.number_at(cycle)).0
    }

    /// Returns the cycle of the tick that is `count` ticks after the first one at or after `cycle`.
    pub(super) fn tick_after(&self, cycle: u64, count: u64) -> u64 {
        if self.period == ONE {
            return cycle.max(self.base).saturating_add(count);
        }
        self.tick(self.number_at(cycle).saturating_add(count)).0
    }

    /// Returns the number of ticks from `from` on and before `to`.
    pub(super) fn ticks_between(&self, from: u64, to: u64) -> u64 {
        self.number_at(to).saturating_sub(self.number_at(from))
    }

    /// Returns the number of the first tick at or after a cycle.
    fn number_at(&self, cycle: u64) -> u64 {
        let ahead = u128::from(cycle.saturating_sub(self.base)) * u128::from(ONE);
        let number = ahead.saturating_sub(u128::from(self.phase)).div_ceil(u128::from(self.period));
        u64::try_from(number).unwrap_or(u64::MAX)
    }

    /// Returns the cycle of a tick, and the accumulated fraction at that tick.
    fn tick(&self, number: u64) -> (u64, u32) {
        let passed = u128::from(number) * u128::from(self.period) + u128::from(self.phase);
        let cycles = u64::try_from(passed / u128::from(ONE)).unwrap_or(u64::MAX);
        (self.base.saturating_add(cycles), (passed % u128::from(ONE)) as u32)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn divider(whole: u32, fraction: u32) -> Divider {
        let mut divider = Divider::default();
        divider.set(whole << 16 | fraction << 8, 0);
        divider
    }

    fn ticks(divider: &Divider, count: u64) -> Vec<u64> {
        (0..count).map(|number| divider.tick_after(0, number)).collect()
    }

    #[test]
    fn a_fraction_spreads_the_longer_periods() {
        assert_eq!(ticks(&divider(1, 0), 4), [0, 1, 2, 3]);
        assert_eq!(ticks(&divider(3, 0), 4), [0, 3, 6, 9]);
        assert_eq!(ticks(&divider(2, 128), 5), [0, 2, 5, 7, 10]);
        assert_eq!(ticks(&divider(1, 64), 9), [0, 1, 2, 3, 5, 6, 7, 8, 10]);
        assert_eq!(divider(0, 0).tick_after(0, 1), 65536);
    }

    /// Compares with the hardware's method: a counter of whole cycles, and an accumulator of fractions whose carry adds
    /// a cycle.
    #[test]
    fn ticks_are_those_of_a_counter_and_an_accumulator() {
        for (whole, fraction) in [(1, 1), (1, 255), (7, 85), (12, 200)] {
            let divider = divider(whole, fraction);
            let (mut cycle, mut sum) = (0, 0);
            for number in 0..2000 {
                assert_eq!(divider.tick_after(0, number), cycle);
                assert_eq!(divider.first_tick_at(cycle), cycle);
                assert!(number == 0 || divider.first_tick_at(cycle - u64::from(whole) + 1) == cycle);
                sum += fraction;
                cycle += u64::from(whole + sum / 256);
                sum %= 256;
            }
        }
    }

    #[test]
    fn a_new_divisor_takes_over_at_the_next_tick_and_a_restart_at_once() {
        let mut divider = divider(10, 0);
        divider.set(4 << 16, 12);
        assert_eq!([divider.first_tick_at(12), divider.first_tick_at(21)], [20, 24]);
        divider.restart(25);
        assert_eq!([divider.first_tick_at(25), divider.first_tick_at(26)], [25, 29]);
        assert_eq!(divider.ticks_between(25, 33), 2);
        assert_eq!(divider.ticks_between(26, 34), 2);
    }
}
