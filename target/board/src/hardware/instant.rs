//! Points in time by the cycle counter and the timer.

use core::sync::atomic::Ordering;

use rp235x_hal::pac;

use super::{LINK, cycle_counter};
use crate::extend_cycles;

/// A point in time. The span between two is exact to the cycle, and may exceed the 28.6 s after which CYCCNT wraps.
#[derive(Clone, Copy, Debug)]
pub struct Instant {
    cycles: u32,
    timer_us: u64,
}

impl Instant {
    /// Returns the current time.
    pub fn now() -> Self {
        Self { timer_us: timer_us(), cycles: cycle_counter::read() }
    }

    /// Returns the cycles until `later`.
    pub fn cycles_to(&self, later: &Self) -> u64 {
        spanned_cycles(later.cycles.wrapping_sub(self.cycles), self.us_to(later))
    }

    /// Returns the microseconds until `later`.
    pub fn us_to(&self, later: &Self) -> u64 {
        later.timer_us.wrapping_sub(self.timer_us)
    }
}

/// Returns the cycles of a span, given their low word from CYCCNT and the microseconds from the timer.
pub fn spanned_cycles(low: u32, timer_us: u64) -> u64 {
    extend_cycles(low, timer_us, LINK.board.sysclk_hz.load(Ordering::Relaxed))
}

/// Returns the microseconds since TIMER0 was started (RP2350 datasheet §12.8).
fn timer_us() -> u64 {
    // SAFETY: reading the raw counters has no side effect.
    let timer = unsafe { &*pac::TIMER0::ptr() };
    let mut high = timer.timerawh().read().bits();
    loop {
        let low = timer.timerawl().read().bits();
        let again = timer.timerawh().read().bits();
        if again == high {
            return u64::from(high) << 32 | u64::from(low);
        }
        high = again;
    }
}
