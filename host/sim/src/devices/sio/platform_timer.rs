//! RISC-V platform timer (RP2350 §3.1.8): a 64-bit counter, and a comparator for each core. Its interrupt is connected
//! to the Arm cores too (§3.2, SIO_IRQ_MTIMECMP).

use crate::peripheral::registers::bit;
use crate::time::{Counter, Frequency, Picoseconds};

/// MTIME_CTRL.
const EN: u32 = 0;
const FULLSPEED: u32 = 1;
const DBGPAUSE_CORE0: u32 = 2;
const CONTROL: u32 = 0xF;
/// Reset value: runs by the tick and pauses while either core is halted.
const CONTROL_RESET: u32 = 0xD;

/// Offsets from MTIME_CTRL.
const MTIME: u32 = 0x0C;
const MTIMECMP: u32 = 0x14;

/// Counter and comparators.
#[derive(Clone, Copy, Debug)]
pub struct PlatformTimer {
    control: u32,
    counter: Counter,
    comparators: [u64; 2],
    /// Comparators that the counter had reached at the last update.
    reached: [bool; 2],
    now: Picoseconds,
    /// Tick, clk_sys, and the halted cores.
    drive: (Frequency, Frequency, [bool; 2]),
}

impl Default for PlatformTimer {
    fn default() -> Self {
        PlatformTimer {
            control: CONTROL_RESET,
            counter: Counter::stopped(),
            comparators: [u64::MAX; 2],
            reached: [false; 2],
            now: 0,
            drive: (Frequency::STOPPED, Frequency::STOPPED, [false; 2]),
        }
    }
}

impl PlatformTimer {
    /// Advances to a time.
    pub fn advance(&mut self, now: Picoseconds) {
        self.now = now;
        let value = self.counter.value(now);
        self.reached = self.comparators.map(|comparator| value >= comparator);
    }

    /// Applies the tick of the RISC-V timer, clk_sys and the halted cores from a time on.
    pub fn follow(&mut self, now: Picoseconds, tick: Frequency, system: Frequency, halted: [bool; 2]) {
        self.drive = (tick, system, halted);
        self.apply(now);
    }

    fn apply(&mut self, now: Picoseconds) {
        let (tick, system, halted) = self.drive;
        let paused = (0..2).any(|core| halted[core] && bit(self.control, DBGPAUSE_CORE0 + core as u32));
        let rate = match (bit(self.control, EN) && !paused, bit(self.control, FULLSPEED)) {
            (false, _) => Frequency::STOPPED,
            (true, true) => system,
            (true, false) => tick,
        };
        self.counter.set_rate(now, rate);
        self.advance(now);
    }

    /// True if the comparator of a core is reached.
    pub fn interrupts(&self, core: usize) -> bool {
        self.reached[core & 1]
    }

    /// Returns the time at which the next comparator is reached.
    pub fn next_event(&self, now: Picoseconds) -> Option<Picoseconds> {
        let value = self.counter.value(now);
        // The reset value is never reached.
        let set = self.comparators.iter().filter(|comparator| **comparator != u64::MAX);
        let left = set.filter_map(|comparator| comparator.checked_sub(value));
        let next = left.filter(|ticks| *ticks != 0).min()?;
        self.counter.time_after(now, next)
    }

    /// Reads the register at an offset from MTIME_CTRL as a core.
    pub fn read(&self, offset: u32, core: usize) -> u32 {
        let wide = match offset {
            MTIMECMP.. => self.comparators[core & 1],
            MTIME.. => self.counter.value(self.now),
            _ => return self.control,
        };
        half(wide, offset)
    }

    /// Writes the register at an offset from MTIME_CTRL as a core.
    pub fn write(&mut self, offset: u32, value: u32, core: usize) {
        if offset == 0 {
            self.control = value & CONTROL;
            self.apply(self.now);
        } else if offset >= MTIMECMP {
            let comparator = &mut self.comparators[core & 1];
            *comparator = with_half(*comparator, offset, value);
        } else if offset >= MTIME {
            let wide = with_half(self.counter.value(self.now), offset, value);
            self.counter.set_value(self.now, wide);
        }
        self.advance(self.now);
    }
}

/// The low halves lie at 0x1B0 and 0x1B8, the high halves four bytes above.
fn is_high(offset: u32) -> bool {
    (offset - MTIME) / 4 % 2 == 1
}

fn half(wide: u64, offset: u32) -> u32 {
    if is_high(offset) { (wide >> 32) as u32 } else { wide as u32 }
}

fn with_half(wide: u64, offset: u32, value: u32) -> u64 {
    if is_high(offset) {
        wide & 0xFFFF_FFFF | u64::from(value) << 32
    } else {
        wide & !0xFFFF_FFFF | u64::from(value)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MICROSECOND: Picoseconds = 1_000_000;

    #[test]
    fn it_counts_ticks_and_reaches_its_comparators() {
        let mut timer = PlatformTimer::default();
        let system = Frequency::hertz(150_000_000);
        timer.follow(0, Frequency::hertz(1_000_000), system, [false; 2]);
        timer.write(MTIMECMP + 4, 0, 1);
        timer.write(MTIMECMP, 10, 1);
        assert_eq!(timer.next_event(0), Some(10 * MICROSECOND));
        timer.advance(9 * MICROSECOND);
        assert_eq!((timer.read(MTIME, 0), timer.interrupts(1)), (9, false));
        timer.advance(10 * MICROSECOND);
        assert_eq!([timer.interrupts(0), timer.interrupts(1)], [false, true]);
        timer.follow(20 * MICROSECOND, Frequency::hertz(1_000_000), system, [false, true]);
        timer.advance(30 * MICROSECOND);
        assert_eq!(timer.read(MTIME, 0), 20);
        timer.write(MTIME + 4, 5, 0);
        timer.write(0, 1 << EN | 1 << FULLSPEED, 0);
        timer.advance(31 * MICROSECOND);
        assert_eq!([timer.read(MTIME, 0), timer.read(MTIME + 4, 0)], [170, 5]);
        assert_eq!(
            [timer.read(MTIMECMP, 0), timer.read(MTIMECMP + 4, 1), timer.read(0, 0)],
            [u32::MAX, 0, 3]
        );
    }
}
