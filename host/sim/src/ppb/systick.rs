//! SysTick (Armv8-M ARM B12), computed from the cycle counter: nothing happens between its expiries.

const ENABLE: u32 = 1;
const TICKINT: u32 = 2;
const CLKSOURCE: u32 = 4;
const COUNTFLAG: u32 = 1 << 16;
/// Width of the counter.
const COUNT_MASK: u32 = 0x00FF_FFFF;

/// The system timer.
#[derive(Clone, Debug, Default)]
pub struct SysTick {
    /// CSR without COUNTFLAG.
    control: u32,
    reload: u32,
    /// Counter value while it does not count.
    stopped_at: u32,
    counted: bool,
    /// Cycle at which the counter reaches 0; `None` while it does not count.
    expiry: Option<u64>,
}

impl SysTick {
    /// Cycle of the next expiry, if it raises an exception.
    #[inline]
    pub fn next_wakeup(&self) -> Option<u64> {
        if self.control & TICKINT != 0 { self.expiry } else { None }
    }

    /// Brings the timer to `now`. True when it expired and its exception is enabled.
    pub fn advance(&mut self, now: u64) -> bool {
        let Some(expiry) = self.expiry.filter(|&expiry| expiry <= now) else {
            return false;
        };
        self.counted = true;
        self.expiry = if self.reload == 0 {
            self.stopped_at = 0;
            None
        } else {
            let period = u64::from(self.reload) + 1;
            Some(expiry + ((now - expiry) / period + 1) * period)
        };
        self.control & TICKINT != 0
    }

    fn value(&self, now: u64) -> u32 {
        match self.expiry {
            // A whole period is left in the cycle in which the counter shows 0.
            Some(expiry) => match expiry.saturating_sub(now) {
                left if left > u64::from(self.reload) && left > u64::from(COUNT_MASK) => 0,
                left if left == u64::from(self.reload) + 1 => 0,
                left => left as u32 & COUNT_MASK,
            },
            None => self.stopped_at,
        }
    }

    fn start(&mut self, now: u64) {
        self.expiry = if self.control & ENABLE == 0 {
            None
        } else if self.stopped_at != 0 {
            Some(now + u64::from(self.stopped_at))
        } else if self.reload != 0 {
            Some(now + u64::from(self.reload) + 1)
        } else {
            None
        };
    }

    /// Does not count for `cycles`, as while the core is halted.
    pub fn skip(&mut self, cycles: u64) {
        self.expiry = self.expiry.map(|expiry| expiry + cycles);
    }

    /// Reads CSR, RVR, CVR or CALIB (`offset` 0, 4, 8, 0xC) of a timer advanced to `now`. A debugger's read leaves
    /// COUNTFLAG.
    pub(super) fn read(&mut self, offset: u32, now: u64, debugger: bool) -> u32 {
        match offset {
            0 => {
                let value = self.control | if self.counted { COUNTFLAG } else { 0 };
                self.counted &= debugger;
                value
            }
            4 => self.reload,
            8 => self.value(now),
            // No calibration value.
            _ => 0,
        }
    }

    /// Writes as [`SysTick::read`] reads; false for counting the reference clock, which is not modelled.
    pub(super) fn write(&mut self, offset: u32, value: u32, now: u64) -> bool {
        match offset {
            0 => {
                if value & ENABLE != 0 && value & CLKSOURCE == 0 {
                    return false;
                }
                let was_enabled = self.control & ENABLE != 0;
                self.stopped_at = self.value(now);
                self.control = value & (ENABLE | TICKINT | CLKSOURCE);
                if was_enabled != (value & ENABLE != 0) {
                    self.start(now);
                }
            }
            4 => {
                self.reload = value & COUNT_MASK;
                if self.expiry.is_none() {
                    self.start(now);
                }
            }
            8 => {
                self.stopped_at = 0;
                self.counted = false;
                self.start(now);
            }
            _ => {}
        }
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_down_and_expires_every_reload_plus_one_cycles() {
        let mut timer = SysTick::default();
        assert!(timer.write(4, 99, 1000));
        assert!(timer.write(8, 0, 1000));
        assert!(timer.write(0, ENABLE | TICKINT | CLKSOURCE, 1000));
        assert_eq!(timer.next_wakeup(), Some(1100));
        assert_eq!(timer.read(8, 1000, false), 0);
        assert_eq!(timer.read(8, 1001, false), 99);
        assert_eq!(timer.read(8, 1099, false), 1);
        assert!(!timer.advance(1099));
        assert!(timer.advance(1100));
        assert_eq!(timer.read(8, 1100, false), 0);
        assert_eq!(timer.next_wakeup(), Some(1200));
        assert_eq!(timer.read(0, 1100, true), 0x1_0007);
        assert_eq!(timer.read(0, 1100, false), 0x1_0007);
        assert_eq!(timer.read(0, 1100, false), 7);
        assert!(timer.advance(1555));
        assert_eq!(timer.next_wakeup(), Some(1600));
    }

    #[test]
    fn a_zero_reload_stops_at_the_next_expiry() {
        let mut timer = SysTick::default();
        assert!(timer.write(4, 9, 0));
        assert!(timer.write(0, ENABLE | CLKSOURCE, 0));
        assert_eq!(timer.next_wakeup(), None);
        assert!(timer.write(4, 0, 2));
        timer.advance(10);
        assert_eq!(timer.read(8, 500, false), 0);
        assert_eq!(timer.read(0, 500, false) & COUNTFLAG, COUNTFLAG);
    }

    #[test]
    fn the_reference_clock_is_refused() {
        assert!(!SysTick::default().write(0, ENABLE, 0));
    }
}
