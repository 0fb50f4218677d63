//! Always-on timer (§12.10): milliseconds since it was set, with one alarm.

use crate::peripheral::registers::{RegisterFile, Write, bit};
use crate::time::Frequencies;
use crate::time::{Counter, Frequency, Picoseconds};

pub(super) const LPOSC_FREQ_KHZ_INT: u32 = 0x50;
pub(super) const XOSC_FREQ_KHZ_FRAC: u32 = 0x5C;
const XOSC_FREQ_KHZ_INT: u32 = 0x58;
pub(super) const SET_TIME_63TO48: u32 = 0x60;
pub(super) const SET_TIME_15TO0: u32 = 0x6C;
pub(super) const READ_TIME_UPPER: u32 = 0x70;
pub(super) const READ_TIME_LOWER: u32 = 0x74;
pub(super) const ALARM_TIME_63TO48: u32 = 0x78;
pub(super) const TIMER: u32 = 0x88;

const RUN: u32 = 1;
const CLEAR: u32 = 2;
const ALARM_ENAB: u32 = 4;
const ALARM: u32 = 6;
const USE_LPOSC: u32 = 8;
const USE_XOSC: u32 = 9;
const USE_GPIO_1KHZ: u32 = 10;
const USE_GPIO_1HZ: u32 = 13;
const USING_XOSC: u32 = 1 << 16;
const USING_LPOSC: u32 = 1 << 17;
/// Writable bits of TIMER.
const KEPT: u32 = 0x33;

/// The timer; its registers belong to the power manager.
#[derive(Clone, Copy, Debug)]
pub(super) struct AonTimer {
    counter: Counter,
    by_xosc: bool,
    alarm: bool,
    /// The alarm is enabled and has not fired since then.
    armed: bool,
}

impl Default for AonTimer {
    fn default() -> Self {
        AonTimer { counter: Counter::stopped(), by_xosc: false, alarm: false, armed: false }
    }
}

/// Joins four registers to a 64-bit value, the uppermost first.
fn assembled(file: &RegisterFile, first: u32) -> u64 {
    (0..4).fold(0, |value, index| value << 16 | u64::from(file.get(first + index * 4) & 0xFFFF))
}

impl AonTimer {
    /// Applies a change of registers or oscillators.
    pub(super) fn follow(&mut self, file: &RegisterFile, now: Picoseconds, clocks: &Frequencies) {
        let (source, first) =
            if self.by_xosc { (clocks.xosc, XOSC_FREQ_KHZ_INT) } else { (clocks.lposc, LPOSC_FREQ_KHZ_INT) };
        // A millisecond has as many source cycles as the register's kHz value.
        let kilohertz = u64::from(file.get(first)) << 16 | u64::from(file.get(first + 4));
        let runs = bit(file.get(TIMER), RUN);
        self.counter.set_rate(now, if runs { source.scaled(1 << 16, kilohertz) } else { Frequency::STOPPED });
    }

    /// Fires the alarm if it is due. Returns true if it fired.
    pub(super) fn advance(&mut self, file: &RegisterFile, now: Picoseconds) -> bool {
        let due = self.armed && self.counter.value(now) >= assembled(file, ALARM_TIME_63TO48);
        if due {
            (self.armed, self.alarm) = (false, true);
        }
        due
    }

    /// Returns the time at which the alarm fires.
    pub(super) fn next_alarm(&self, file: &RegisterFile, now: Picoseconds) -> Option<Picoseconds> {
        let ahead = assembled(file, ALARM_TIME_63TO48).saturating_sub(self.counter.value(now));
        if self.armed { self.counter.time_after(now, ahead) } else { None }
    }

    /// True if the alarm has fired.
    pub(super) fn alarm(&self) -> bool {
        self.alarm
    }

    /// The time in ms.
    pub(super) fn time(&self, now: Picoseconds) -> u64 {
        self.counter.value(now)
    }

    /// Applies a write to SET_TIME, which takes effect only while the timer is stopped.
    pub(super) fn set_time(&mut self, file: &RegisterFile, now: Picoseconds) {
        if !bit(file.get(TIMER), RUN) {
            self.counter.set_value(now, assembled(file, SET_TIME_63TO48));
        }
    }

    /// Reads TIMER.
    pub(super) fn control(&self, file: &RegisterFile) -> u32 {
        let using = match (self.counter.rate().runs(), self.by_xosc) {
            (false, _) => 0,
            (true, true) => USING_XOSC,
            (true, false) => USING_LPOSC,
        };
        file.get(TIMER) & KEPT | u32::from(self.alarm) << ALARM | using
    }

    /// Writes TIMER.
    ///
    /// # Errors
    /// Returns the name of what is not modelled: ticks from a pin.
    pub(super) fn write(
        &mut self,
        file: &mut RegisterFile,
        write: Write,
        now: Picoseconds,
    ) -> Result<(), &'static str> {
        let before = file.get(TIMER);
        let asked = write.applied_to(0);
        if bit(asked, USE_GPIO_1KHZ) || bit(asked, USE_GPIO_1HZ) {
            return Err("POWMAN.TIMER: ticks from a pin");
        }
        let value = write.applied_to(before | u32::from(self.alarm) << ALARM);
        file.set(TIMER, value & KEPT);
        self.alarm &= bit(value, ALARM);
        if bit(asked, CLEAR) {
            self.counter.set_value(now, 0);
        }
        if bit(asked, USE_LPOSC) || bit(asked, USE_XOSC) {
            self.by_xosc = bit(asked, USE_XOSC);
        }
        let enabled = bit(value, ALARM_ENAB);
        self.armed = enabled && (self.armed || !bit(before, ALARM_ENAB));
        Ok(())
    }
}
