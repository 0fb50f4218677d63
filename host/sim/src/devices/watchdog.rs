//! WATCHDOG (RP2350 §12.9): countdown that resets the chip, and scratch registers that survive this reset.

use crate::peripheral::registers::{Register, RegisterFile, Write, bit};
use crate::peripheral::{Access, Effects, Peripheral, Unmodelled};
use crate::time::{Counter, Frequency, Picoseconds};

const CTRL: u32 = 0x00;
const LOAD: u32 = 0x04;
const REASON: u32 = 0x08;
const SCRATCH0: u32 = 0x0C;

const TIME: u32 = 0x00FF_FFFF;
const PAUSE_DBG0: u32 = 25;
const PAUSE_DBG1: u32 = 26;
const ENABLE: u32 = 30;
const TRIGGER: u32 = 31;

const REASON_TIMER: u32 = 1;
const REASON_FORCE: u32 = 2;

static REGISTERS: [Register; 4] = [
    Register::live(CTRL, "CTRL", 0x0700_0000, 0xC700_0000),
    Register::live(LOAD, "LOAD", 0, TIME),
    Register::live(REASON, "REASON", 0, 0),
    Register::live(SCRATCH0, "SCRATCH", 0, u32::MAX).array(8, 4),
];

/// The watchdog.
#[derive(Clone, Debug)]
pub(crate) struct Watchdog {
    file: RegisterFile,
    /// Ticks since `left` was set.
    counter: Counter,
    left: u32,
    tick: Frequency,
    halted: [bool; 2],
}

impl Default for Watchdog {
    fn default() -> Self {
        Watchdog {
            file: RegisterFile::new("WATCHDOG", &REGISTERS),
            counter: Counter::stopped(),
            left: 0,
            tick: Frequency::STOPPED,
            halted: [false; 2],
        }
    }
}

impl Watchdog {
    /// Returns a scratch register, 0 to 7.
    pub(crate) fn scratch(&self, number: u32) -> u32 {
        self.file.get(SCRATCH0 + number * 4)
    }

    /// Sets a scratch register, 0 to 7.
    pub(crate) fn set_scratch(&mut self, number: u32, value: u32) {
        self.file.set(SCRATCH0 + number * 4, value);
    }

    /// Clears the reason, as a debugger's reset of a core does (§12.9, REASON).
    pub(crate) fn forget_reason(&mut self) {
        self.file.set(REASON, 0);
    }

    /// Stops the countdown, as the reset of the watchdog does; scratch registers and reason keep their values.
    pub(crate) fn stop(&mut self) {
        self.file.set(CTRL, 0x0700_0000);
        self.left = 0;
        self.counter = Counter::stopped();
    }

    /// Applies a change of the tick or of the halted cores.
    pub(crate) fn follow(&mut self, now: Picoseconds, tick: Frequency, halted: [bool; 2]) {
        (self.tick, self.halted) = (tick, halted);
        let control = self.file.get(CTRL);
        let runs = bit(control, ENABLE)
            && !(bit(control, PAUSE_DBG0) && halted[0])
            && !(bit(control, PAUSE_DBG1) && halted[1]);
        self.counter.set_rate(now, if runs { tick } else { Frequency::STOPPED });
    }

    fn time(&self, now: Picoseconds) -> u32 {
        let passed = u32::try_from(self.counter.value(now)).unwrap_or(u32::MAX);
        self.left.saturating_sub(passed)
    }

    fn expired(&self, now: Picoseconds) -> bool {
        self.counter.rate().runs() && self.left != 0 && self.time(now) == 0
    }
}

impl Peripheral for Watchdog {
    fn file(&self) -> &RegisterFile {
        &self.file
    }

    fn file_mut(&mut self) -> &mut RegisterFile {
        &mut self.file
    }

    fn read(&mut self, offset: u32, access: &Access) -> Result<(u32, Effects), Unmodelled> {
        let value = match offset {
            CTRL => self.file.get(CTRL) | self.time(access.now),
            LOAD => 0,
            _ => self.file.get(offset),
        };
        Ok((value, Effects::empty()))
    }

    fn write(&mut self, offset: u32, write: Write, access: &Access) -> Result<Effects, Unmodelled> {
        match offset {
            CTRL => {
                let value = self.file.write(CTRL, write);
                self.file.set(CTRL, value & !(1 << TRIGGER));
                self.follow(access.now, self.tick, self.halted);
                if bit(value, TRIGGER) {
                    self.file.set(REASON, REASON_FORCE);
                    return Ok(Effects::WATCHDOG | Effects::EVENTS);
                }
            }
            LOAD => {
                self.left = write.data & TIME;
                self.counter.set_value(access.now, 0);
            }
            REASON => return Ok(Effects::empty()),
            _ => {
                self.file.write(offset, write);
                return Ok(Effects::empty());
            }
        }
        Ok(Effects::EVENTS)
    }

    fn reset(&mut self) {
        *self = Watchdog::default();
    }

    fn advance(&mut self, access: &Access) -> Effects {
        if self.expired(access.now) {
            self.left = 0;
            self.file.set(REASON, REASON_TIMER);
            return Effects::WATCHDOG;
        }
        Effects::empty()
    }

    fn next_event(&self, access: &Access) -> Option<Picoseconds> {
        if self.left == 0 {
            return None;
        }
        self.counter.time_after(access.now, u64::from(self.time(access.now)))
    }
}
