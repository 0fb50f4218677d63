//! ROSC (RP2350 §8.3): the ring oscillator that the chip boots from.
//!
//! On the chip its frequency varies with the part and the temperature; the datasheet gives 11 MHz as nominal. The model
//! has exactly 11 MHz with the reset divider and scales with the divider alone.

use crate::peripheral::registers::{Register, RegisterFile, Write, field};
use crate::peripheral::{Access, Effects, Peripheral, Unmodelled};
use crate::time::{Frequency, Picoseconds};

/// Nominal output frequency with the reset divider.
pub(crate) const NOMINAL: Frequency = Frequency::hertz(11_000_000);
/// Divider after reset.
const RESET_DIVIDER: u64 = 32;

const CTRL: u32 = 0x00;
const RANDOM: u32 = 0x0C;
const DORMANT: u32 = 0x10;
const DIV: u32 = 0x14;
const STATUS: u32 = 0x1C;
const RANDOMBIT: u32 = 0x20;
const COUNT: u32 = 0x24;

const DISABLE: u32 = 0xD1E;
const STABLE: u32 = 1 << 31;
const BADWRITE: u32 = 1 << 24;
const DIV_RUNNING: u32 = 1 << 16;
const ENABLED: u32 = 1 << 12;
/// High half of a valid divider.
const DIV_PASS: u32 = 0xAA00;
const WAKE: u32 = 0x7761_6B65;

const DRIVE: &str = "drive strength tunes the frequency, which is constant in the model";
const PHASE: &str = "shifts the phase of the output, which no clock of the model depends on";

static REGISTERS: [Register; 10] = [
    Register::live(CTRL, "CTRL", 0xAA0, 0x00FF_FFFF),
    Register::inert(0x04, "FREQA", 0, 0xFFFF_77FF, DRIVE),
    Register::inert(0x08, "FREQB", 0, 0xFFFF_7777, DRIVE),
    Register::live(RANDOM, "RANDOM", 0x3F04_B16D, u32::MAX),
    Register::live(DORMANT, "DORMANT", WAKE, u32::MAX),
    Register::live(DIV, "DIV", DIV_PASS + RESET_DIVIDER as u32, 0xFFFF),
    Register::inert(0x18, "PHASE", 8, 0xFFF, PHASE),
    Register::live(STATUS, "STATUS", 0, 0),
    Register::live(RANDOMBIT, "RANDOMBIT", 1, 0),
    Register::live(COUNT, "COUNT", 0, 0xFFFF),
];

/// The ring oscillator.
#[derive(Clone, Debug)]
pub(crate) struct Rosc {
    file: RegisterFile,
    /// State of the generator of RANDOMBIT.
    noise: u32,
    count_zero_at: Picoseconds,
}

impl Default for Rosc {
    fn default() -> Self {
        let file = RegisterFile::new("ROSC", &REGISTERS);
        let noise = file.get(RANDOM);
        Rosc { file, noise, count_zero_at: 0 }
    }
}

impl Rosc {
    /// Frequency of the output.
    pub(crate) fn frequency(&self) -> Frequency {
        if field(self.file.get(CTRL), 12, 12) == DISABLE {
            return Frequency::STOPPED;
        }
        let divider = match self.file.get(DIV).checked_sub(DIV_PASS) {
            Some(divider @ 1..=127) => u64::from(divider),
            _ => 128,
        };
        NOMINAL.scaled(RESET_DIVIDER, divider)
    }

    /// Returns the next bit of a fixed sequence (xorshift32): noise on the chip, repeatable in the model.
    fn random_bit(&mut self) -> u32 {
        self.noise ^= self.noise << 13;
        self.noise ^= self.noise >> 17;
        self.noise ^= self.noise << 5;
        self.noise >> 31
    }
}

impl Peripheral for Rosc {
    fn file(&self) -> &RegisterFile {
        &self.file
    }

    fn file_mut(&mut self) -> &mut RegisterFile {
        &mut self.file
    }

    fn read(&mut self, offset: u32, access: &Access) -> Result<(u32, Effects), Unmodelled> {
        let value = match offset {
            STATUS => {
                let running = if self.frequency().runs() { STABLE | DIV_RUNNING | ENABLED } else { 0 };
                self.file.get(STATUS) | running
            }
            RANDOMBIT => self.random_bit(),
            COUNT => {
                let left = self.count_zero_at.saturating_sub(access.now);
                u32::try_from(self.frequency().cycles_until(left).unwrap_or(0)).unwrap_or(0) & 0xFFFF
            }
            _ => self.file.get(offset),
        };
        Ok((value, Effects::empty()))
    }

    fn write(&mut self, offset: u32, write: Write, access: &Access) -> Result<Effects, Unmodelled> {
        match offset {
            STATUS => self.file.clear_ones(STATUS, BADWRITE, write),
            RANDOM => {
                // A xorshift generator cannot leave 0.
                self.noise = self.file.write(RANDOM, write).max(1);
            }
            DORMANT => return Err(Unmodelled("ROSC.DORMANT: dormant mode".into())),
            COUNT => {
                let cycles = u64::from(write.applied_to(0) & 0xFFFF);
                let ahead = self.frequency().time_until(cycles).unwrap_or(0);
                self.count_zero_at = access.now.saturating_add(ahead);
            }
            CTRL if !matches!(field(self.file.written(CTRL, write), 0, 12), 0xFA4..=0xFA7 | 0xAA0) => {
                self.file.set(STATUS, self.file.get(STATUS) | BADWRITE);
            }
            _ => {
                self.file.write(offset, write);
                return Ok(Effects::CLOCKS);
            }
        }
        Ok(Effects::empty())
    }

    fn reset(&mut self) {
        *self = Rosc::default();
    }
}
