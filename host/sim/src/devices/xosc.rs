//! XOSC (RP2350 §8.2): the crystal oscillator. The Pico 2 has a 12 MHz crystal.

use crate::peripheral::registers::{Register, RegisterFile, Write, field};
use crate::peripheral::{Access, Effects, Peripheral, Unmodelled};
use crate::time::{Frequency, Picoseconds};

/// Frequency of the Pico 2's crystal.
pub(crate) const CRYSTAL: Frequency = Frequency::hertz(12_000_000);

const CTRL: u32 = 0x00;
const STATUS: u32 = 0x04;
const DORMANT: u32 = 0x08;
const STARTUP: u32 = 0x0C;
const COUNT: u32 = 0x10;

const ENABLE: u32 = 0xFAB;
const DISABLE: u32 = 0xD1E;
const STABLE: u32 = 1 << 31;
const BADWRITE: u32 = 1 << 24;
const ENABLED: u32 = 1 << 12;
/// DORMANT while awake.
const WAKE: u32 = 0x7761_6B65;

static REGISTERS: [Register; 5] = [
    Register::live(CTRL, "CTRL", 0, 0x00FF_FFFF),
    Register::live(STATUS, "STATUS", 0, 0),
    Register::live(DORMANT, "DORMANT", WAKE, u32::MAX),
    // The reset value is stated in the description of the field.
    Register::live(STARTUP, "STARTUP", 0xC4, 0x10_3FFF),
    Register::live(COUNT, "COUNT", 0, 0xFFFF),
];

/// The crystal oscillator.
#[derive(Clone, Debug)]
pub(crate) struct Xosc {
    file: RegisterFile,
    /// Time at which the oscillator is stable; `None` while it is off.
    stable_at: Option<Picoseconds>,
    announced: bool,
    count_zero_at: Picoseconds,
}

impl Default for Xosc {
    fn default() -> Self {
        let file = RegisterFile::new("XOSC", &REGISTERS);
        Xosc { file, stable_at: None, announced: false, count_zero_at: 0 }
    }
}

impl Xosc {
    /// Frequency of the output; stopped before the oscillator is stable.
    pub(crate) fn frequency(&self, now: Picoseconds) -> Frequency {
        if self.stable(now) { CRYSTAL } else { Frequency::STOPPED }
    }

    /// Starts the oscillator, stable at once, as if the ROM had waited for it.
    pub(crate) fn start_stable(&mut self, now: Picoseconds) {
        self.file.set(CTRL, ENABLE << 12 | 0xAA0);
        self.stable_at = Some(now);
        self.announced = false;
    }

    fn stable(&self, now: Picoseconds) -> bool {
        self.stable_at.is_some_and(|at| now >= at)
    }

    fn startup(&self) -> Picoseconds {
        let register = self.file.get(STARTUP);
        let cycles = u64::from(field(register, 0, 14)) * 256 * if register >> 20 & 1 == 1 { 4 } else { 1 };
        CRYSTAL.time_until(cycles).unwrap_or(Picoseconds::MAX)
    }
}

impl Peripheral for Xosc {
    fn file(&self) -> &RegisterFile {
        &self.file
    }

    fn file_mut(&mut self) -> &mut RegisterFile {
        &mut self.file
    }

    fn read(&mut self, offset: u32, access: &Access) -> Result<(u32, Effects), Unmodelled> {
        let value = match offset {
            STATUS => {
                let running = if self.stable_at.is_some() { ENABLED } else { 0 };
                let stable = if self.stable(access.now) { STABLE } else { 0 };
                self.file.get(STATUS) | running | stable | field(self.file.get(CTRL), 0, 2)
            }
            COUNT => {
                let left = self.count_zero_at.saturating_sub(access.now);
                let cycles = self.frequency(access.now).cycles_until(left).unwrap_or(0);
                u32::try_from(cycles).unwrap_or(0) & 0xFFFF
            }
            _ => self.file.get(offset),
        };
        Ok((value, Effects::empty()))
    }

    fn write(&mut self, offset: u32, write: Write, access: &Access) -> Result<Effects, Unmodelled> {
        match offset {
            STATUS => self.file.clear_ones(STATUS, BADWRITE, write),
            CTRL => {
                let value = self.file.written(CTRL, write);
                let known = matches!(field(value, 12, 12), ENABLE | DISABLE | 0)
                    && matches!(field(value, 0, 12), 0xAA0..=0xAA3 | 0);
                if !known {
                    self.file.set(STATUS, self.file.get(STATUS) | BADWRITE);
                    return Ok(Effects::empty());
                }
                self.file.set(CTRL, value);
                // A code that is neither leaves the oscillator unchanged (§8.2.8, CTRL.ENABLE).
                match (field(value, 12, 12), self.stable_at) {
                    (ENABLE, None) => {
                        self.stable_at = Some(access.now.saturating_add(self.startup()));
                        self.announced = false;
                    }
                    (DISABLE, _) => self.stable_at = None,
                    _ => {}
                }
                return Ok(Effects::CLOCKS | Effects::EVENTS);
            }
            DORMANT => return Err(Unmodelled("XOSC.DORMANT: dormant mode".into())),
            COUNT => {
                let cycles = u64::from(write.applied_to(0) & 0xFFFF);
                let ahead = CRYSTAL.time_until(cycles).unwrap_or(0);
                self.count_zero_at = access.now.saturating_add(ahead);
            }
            _ => {
                self.file.write(offset, write);
            }
        }
        Ok(Effects::empty())
    }

    fn reset(&mut self) {
        *self = Xosc::default();
    }

    fn advance(&mut self, access: &Access) -> Effects {
        if !self.announced && self.stable(access.now) {
            self.announced = true;
            return Effects::CLOCKS;
        }
        Effects::empty()
    }

    fn next_event(&self, _access: &Access) -> Option<Picoseconds> {
        self.stable_at.filter(|_| !self.announced)
    }
}
