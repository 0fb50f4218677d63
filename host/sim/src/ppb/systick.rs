//! SysTick timer (Armv8-M ARM B12), computed from the cycle counter: it does no work between its expiries.

/// SysTick Control and Status Register.
pub const SYST_CSR: u32 = 0xE000_E010;
/// SysTick Reload Value Register.
pub const SYST_RVR: u32 = 0xE000_E014;
/// SysTick Current Value Register.
pub const SYST_CVR: u32 = 0xE000_E018;
/// SysTick Calibration Value Register.
pub const SYST_CALIB: u32 = 0xE000_E01C;

/// ENABLE of SYST_CSR.
const ENABLE: u32 = 1;
/// TICKINT of SYST_CSR: expiry pends the exception.
const TICKINT: u32 = 2;
/// CLKSOURCE of SYST_CSR: the processor clock.
const CLKSOURCE: u32 = 4;
/// COUNTFLAG of SYST_CSR: expired since the last read.
const COUNTFLAG: u32 = 1 << 16;
/// Width of the counter.
const COUNT_MASK: u32 = 0x00FF_FFFF;

/// SysTick timer of one core.
#[derive(Clone, Debug, Default)]
pub struct SysTick {
    /// SYST_CSR without COUNTFLAG.
    control: u32,
    reload: u32,
    /// Counter value while the timer does not count.
    stopped_at: u32,
    /// COUNTFLAG.
    expired: bool,
    /// Cycle in which the counter reaches 0; `None` while the timer does not count.
    expiry: Option<u64>,
}

impl SysTick {
    /// Returns the cycle of the next expiry, if expiry pends the exception.
    #[inline]
    pub fn next_wakeup(&self) -> Option<u64> {
        if self.control & TICKINT != 0 { self.expiry } else { None }
    }

    /// Advances the timer to cycle `now`. Returns true if it expired and expiry pends the exception.
    pub fn advance(&mut self, now: u64) -> bool {
        let Some(expiry) = self.expiry.filter(|&expiry| expiry <= now) else {
            return false;
        };
        self.expired = true;
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
            // In the cycle in which the counter is 0 a whole period is left.
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

    /// Delays the expiry by `cycles` in which the timer does not count, because the core is halted.
    pub fn skip(&mut self, cycles: u64) {
        self.expiry = self.expiry.map(|expiry| expiry + cycles);
    }

    /// Reads a register of a timer that is advanced to cycle `now`. A read by the debugger does not clear COUNTFLAG.
    pub(crate) fn read(&mut self, address: u32, now: u64, debugger: bool) -> u32 {
        match address {
            SYST_CSR => {
                let value = self.control | if self.expired { COUNTFLAG } else { 0 };
                self.expired &= debugger;
                value
            }
            SYST_RVR => self.reload,
            SYST_CVR => self.value(now),
            // SYST_CALIB: no calibration value.
            _ => 0,
        }
    }

    /// Writes a register of a timer that is advanced to cycle `now`; returns false if the value selects the reference
    /// clock, which is not modelled.
    pub(crate) fn write(&mut self, address: u32, value: u32, now: u64) -> bool {
        match address {
            SYST_CSR => {
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
            SYST_RVR => {
                self.reload = value & COUNT_MASK;
                if self.expiry.is_none() {
                    self.start(now);
                }
            }
            SYST_CVR => {
                self.stopped_at = 0;
                self.expired = false;
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
        assert!(timer.write(SYST_RVR, 99, 1000));
        assert!(timer.write(SYST_CVR, 0, 1000));
        assert!(timer.write(SYST_CSR, ENABLE | TICKINT | CLKSOURCE, 1000));
        assert_eq!(timer.next_wakeup(), Some(1100));
        assert_eq!(timer.read(SYST_CVR, 1000, false), 0);
        assert_eq!(timer.read(SYST_CVR, 1001, false), 99);
        assert_eq!(timer.read(SYST_CVR, 1099, false), 1);
        assert!(!timer.advance(1099));
        assert!(timer.advance(1100));
        assert_eq!(timer.read(SYST_CVR, 1100, false), 0);
        assert_eq!(timer.next_wakeup(), Some(1200));
        assert_eq!(timer.read(SYST_CSR, 1100, true), 0x1_0007);
        assert_eq!(timer.read(SYST_CSR, 1100, false), 0x1_0007);
        assert_eq!(timer.read(SYST_CSR, 1100, false), 7);
        assert!(timer.advance(1555));
        assert_eq!(timer.next_wakeup(), Some(1600));
    }

    #[test]
    fn a_zero_reload_stops_at_the_next_expiry() {
        let mut timer = SysTick::default();
        assert!(timer.write(SYST_RVR, 9, 0));
        assert!(timer.write(SYST_CSR, ENABLE | CLKSOURCE, 0));
        assert_eq!(timer.next_wakeup(), None);
        assert!(timer.write(SYST_RVR, 0, 2));
        timer.advance(10);
        assert_eq!(timer.read(SYST_CVR, 500, false), 0);
        assert_eq!(timer.read(SYST_CSR, 500, false) & COUNTFLAG, COUNTFLAG);
    }

    #[test]
    fn the_reference_clock_is_refused() {
        assert!(!SysTick::default().write(SYST_CSR, ENABLE, 0));
    }
}
