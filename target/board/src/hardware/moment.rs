//! A point in time by both the cycle counter and the timer.

use core::sync::atomic::Ordering;

use rp235x_hal::pac;

use super::{LINK, cycle_counter};
use crate::extend_cycles;

/// A point in time. The span between two is exact to the cycle and may be longer than CYCCNT's 28.6 s.
#[derive(Clone, Copy, Debug)]
pub struct Moment {
    cycles: u32,
    timer_us: u64,
}

impl Moment {
    /// Now.
    pub fn now() -> Self {
        Self { timer_us: timer_us(), cycles: cycle_counter::read() }
    }

    /// Cycles from here to `later`.
    pub fn cycles_to(&self, later: &Self) -> u64 {
        spanned_cycles(later.cycles.wrapping_sub(self.cycles), self.us_to(later))
    }

    /// Microseconds from here to `later`.
    pub fn us_to(&self, later: &Self) -> u64 {
        later.timer_us.wrapping_sub(self.timer_us)
    }
}

/// A span of which CYCCNT gave the low word and the timer the microseconds.
pub fn spanned_cycles(low: u32, timer_us: u64) -> u64 {
    extend_cycles(low, timer_us, LINK.board.sysclk_hz.load(Ordering::Relaxed))
}

/// TIMER0: microseconds since it was started (RP2350 datasheet §12.8).
fn timer_us() -> u64 {
    // SAFETY: the raw counters are only read, which has no effect on them.
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
