//! TIMER0 and TIMER1 (RP2350 §12.8): 64-bit microsecond counters with four alarms each.

use crate::peripheral::registers::{Register, RegisterFile, Write, bit};
use crate::peripheral::{Access, Effects, Peripheral, Unmodelled};
use crate::time::{Counter, Frequency, Picoseconds};

const TIMEHW: u32 = 0x00;
const TIMELW: u32 = 0x04;
const TIMEHR: u32 = 0x08;
const TIMELR: u32 = 0x0C;
const ALARM0: u32 = 0x10;
const ALARM3: u32 = 0x1C;
const ARMED: u32 = 0x20;
const TIMERAWH: u32 = 0x24;
const TIMERAWL: u32 = 0x28;
const DBGPAUSE: u32 = 0x2C;
const PAUSE: u32 = 0x30;
const LOCKED: u32 = 0x34;
const SOURCE: u32 = 0x38;
const INTR: u32 = 0x3C;
const INTE: u32 = 0x40;
const INTF: u32 = 0x44;
const INTS: u32 = 0x48;

const ALARMS: u32 = 0xF;

static REGISTERS: [Register; 16] = [
    Register::live(TIMEHW, "TIMEHW", 0, u32::MAX),
    Register::live(TIMELW, "TIMELW", 0, u32::MAX),
    Register::live(TIMEHR, "TIMEHR", 0, 0),
    Register::live(TIMELR, "TIMELR", 0, 0),
    Register::live(ALARM0, "ALARM", 0, u32::MAX).array(4, 4),
    Register::live(ARMED, "ARMED", 0, 0),
    Register::live(TIMERAWH, "TIMERAWH", 0, 0),
    Register::live(TIMERAWL, "TIMERAWL", 0, 0),
    Register::live(DBGPAUSE, "DBGPAUSE", 7, 6),
    Register::live(PAUSE, "PAUSE", 0, 1),
    Register::live(LOCKED, "LOCKED", 0, 1),
    Register::live(SOURCE, "SOURCE", 0, 1),
    Register::live(INTR, "INTR", 0, 0),
    Register::live(INTE, "INTE", 0, ALARMS),
    Register::live(INTF, "INTF", 0, ALARMS),
    Register::live(INTS, "INTS", 0, 0),
];

/// Inputs of a timer.
#[derive(Clone, Copy, Debug)]
pub(crate) struct TimerInputs {
    /// Tick of the timer.
    pub tick: Frequency,
    /// clk_sys, for SOURCE = CLK_SYS.
    pub system: Frequency,
    /// Cores that a debugger has halted.
    pub halted: [bool; 2],
}

/// Timer.
#[derive(Clone, Debug)]
pub(crate) struct Timer {
    number: u32,
    file: RegisterFile,
    counter: Counter,
    /// Counter value at which each armed alarm fires.
    alarms: [Option<u64>; 4],
    inputs: TimerInputs,
}

impl Timer {
    /// Creates TIMER0 or TIMER1 in its reset state.
    pub(crate) fn new(number: u32) -> Self {
        let stopped = Frequency::STOPPED;
        Timer {
            number,
            file: RegisterFile::new(if number == 0 { "TIMER0" } else { "TIMER1" }, &REGISTERS),
            counter: Counter::stopped(),
            alarms: [None; 4],
            inputs: TimerInputs { tick: stopped, system: stopped, halted: [false; 2] },
        }
    }

    /// Applies a change of the tick, of clk_sys or of the halted cores.
    pub(crate) fn follow(&mut self, now: Picoseconds, inputs: TimerInputs) {
        self.inputs = inputs;
        let pauses = self.file.get(DBGPAUSE);
        let paused = bit(self.file.get(PAUSE), 0)
            || bit(pauses, 1) && inputs.halted[0]
            || bit(pauses, 2) && inputs.halted[1];
        let rate = match (paused, self.file.get(SOURCE)) {
            (true, _) => Frequency::STOPPED,
            (false, 0) => inputs.tick,
            (false, _) => inputs.system,
        };
        self.counter.set_rate(now, rate);
    }

    fn expire(&mut self, now: Picoseconds) -> Effects {
        let value = self.counter.value(now);
        let mut effects = Effects::empty();
        for (number, alarm) in self.alarms.iter_mut().enumerate() {
            if alarm.is_some_and(|at| value >= at) {
                *alarm = None;
                self.file.set(INTR, self.file.get(INTR) | 1 << number);
                effects = Effects::EVENTS;
            }
        }
        effects
    }

    /// Arms an alarm: it fires when the low word of the counter equals it, at once if it already does.
    fn arm(&mut self, number: usize, now: Picoseconds) {
        let value = self.counter.value(now);
        let target = self.file.get(ALARM0 + number as u32 * 4);
        let ahead = target.wrapping_sub(value as u32);
        self.alarms[number] = Some(value.saturating_add(u64::from(ahead)));
    }

    fn armed(&self) -> u32 {
        self.alarms
            .iter()
            .enumerate()
            .fold(0, |mask, (number, alarm)| mask | u32::from(alarm.is_some()) << number)
    }

    fn pending(&self) -> u32 {
        self.file.get(INTR) & self.file.get(INTE) | self.file.get(INTF)
    }
}

impl Peripheral for Timer {
    fn file(&self) -> &RegisterFile {
        &self.file
    }

    fn file_mut(&mut self) -> &mut RegisterFile {
        &mut self.file
    }

    fn read(&mut self, offset: u32, access: &Access) -> Result<(u32, Effects), Unmodelled> {
        let value = match offset {
            TIMERAWL => self.counter.value(access.now) as u32,
            TIMERAWH => (self.counter.value(access.now) >> 32) as u32,
            TIMELR => {
                let value = self.counter.value(access.now);
                self.file.set(TIMEHR, (value >> 32) as u32);
                value as u32
            }
            ARMED | INTR | INTS => {
                let effects = self.expire(access.now);
                let value = match offset {
                    ARMED => self.armed(),
                    INTR => self.file.get(INTR),
                    _ => self.pending(),
                };
                return Ok((value, effects));
            }
            TIMEHW | TIMELW => 0,
            _ => self.file.get(offset),
        };
        Ok((value, Effects::empty()))
    }

    fn write(&mut self, offset: u32, write: Write, access: &Access) -> Result<Effects, Unmodelled> {
        let now = access.now;
        let locked = self.file.get(LOCKED) != 0;
        let mut effects = self.expire(now) | Effects::EVENTS;
        match offset {
            TIMEHW | TIMELW | PAUSE | SOURCE | LOCKED if locked => {}
            TIMEHW => {
                let high = self.file.write(TIMEHW, write);
                let value = u64::from(high) << 32 | u64::from(self.file.get(TIMELW));
                self.counter.set_value(now, value);
                for number in 0..self.alarms.len() {
                    if self.alarms[number].is_some() {
                        self.arm(number, now);
                    }
                }
            }
            ALARM0..=ALARM3 => {
                self.file.write(offset, write);
                self.arm(((offset - ALARM0) / 4) as usize, now);
                effects |= self.expire(now);
            }
            ARMED => {
                for (number, alarm) in self.alarms.iter_mut().enumerate() {
                    if bit(write.data, number as u32) {
                        *alarm = None;
                    }
                }
            }
            INTR => self.file.clear_ones(INTR, ALARMS, write),
            PAUSE | SOURCE | DBGPAUSE => {
                self.file.write(offset, write);
                self.follow(now, self.inputs);
            }
            _ => {
                self.file.write(offset, write);
            }
        }
        Ok(effects)
    }

    fn reset(&mut self) {
        *self = Timer::new(self.number);
    }

    fn advance(&mut self, access: &Access) -> Effects {
        self.expire(access.now)
    }

    fn next_event(&self, access: &Access) -> Option<Picoseconds> {
        let value = self.counter.value(access.now);
        let first = self.alarms.iter().flatten().min()?;
        self.counter.time_after(access.now, first.saturating_sub(value))
    }

    fn interrupts(&self) -> u64 {
        u64::from(self.pending()) << (4 * self.number)
    }
}
