//! Cycles between two readings of the 32-bit DWT cycle counter, extended by the 64-bit TIMER0.

use probe_rs::Core;

use super::core_access::read_words;
use super::error::BoardError;

/// DWT_CYCCNT, Armv8-M ARM D1.2.59.
const DWT_CYCCNT: u32 = 0xE000_1004;
/// TIMER0 TIMERAWH and TIMERAWL, RP2350 datasheet §12.8.5. Reads do not latch, so the high word is read twice.
const TIMERAWH: u32 = 0x400B_0024;
const TIMERAWL: u32 = 0x400B_0028;

/// DWT_CYCCNT and TIMER0, read as close to each other as SWD transfers allow.
#[derive(Clone, Copy, Debug)]
pub(super) struct ClockReading {
    cyccnt: u32,
    timer_us: u64,
}

impl ClockReading {
    /// Reads both clocks; the core may run or be halted.
    pub(super) fn read(core: &mut Core<'_>) -> Result<Self, BoardError> {
        let word = |core: &mut Core<'_>, address| {
            let mut words = [0];
            read_words(core, address, &mut words)?;
            Ok::<u32, BoardError>(words[0])
        };
        let cyccnt = word(core, DWT_CYCCNT)?;
        loop {
            let high = word(core, TIMERAWH)?;
            let low = word(core, TIMERAWL)?;
            if word(core, TIMERAWH)? == high {
                return Ok(Self { cyccnt, timer_us: u64::from(high) << 32 | u64::from(low) });
            }
        }
    }

    /// Returns the difference to an earlier reading.
    pub(super) fn since(self, earlier: Self) -> CycleSpan {
        CycleSpan {
            counter_cycles: self.cyccnt.wrapping_sub(earlier.cyccnt),
            timer_us: self.timer_us.saturating_sub(earlier.timer_us),
        }
    }
}

/// Difference of two [`ClockReading`]s.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct CycleSpan {
    /// Difference of CYCCNT modulo 2³².
    pub counter_cycles: u32,
    /// Difference of TIMER0 in microseconds.
    pub timer_us: u64,
}

impl CycleSpan {
    /// Returns the number of cycles. CYCCNT wraps every 2³² cycles, 28.6 s at 150 MHz (Armv8-M ARM, DWT_CYCCNT). The
    /// result is the number that is congruent to the difference of the counter and closest to the time that the timer
    /// counted.
    pub(super) fn cycles(self, sysclk_hz: u32) -> u64 {
        let by_timer = u128::from(self.timer_us) * u128::from(sysclk_hz) / 1_000_000;
        let low = u128::from(self.counter_cycles);
        let wrap = 1u128 << 32;
        let wraps = (by_timer + wrap / 2).saturating_sub(low) / wrap;
        u64::try_from(low + wraps * wrap).unwrap_or(u64::MAX)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn recovers_the_cycles(cycles in 0u64..1 << 42, error_us in -3i64..=3) {
            let timer_us = (cycles / 150).saturating_add_signed(error_us);
            let span = CycleSpan { counter_cycles: cycles as u32, timer_us };
            prop_assert_eq!(span.cycles(150_000_000), cycles);
        }
    }
}
