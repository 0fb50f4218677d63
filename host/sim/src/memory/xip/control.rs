//! XIP_CTRL (RP2350 §4.4.4): switches and counters of the cache.

use super::{Cache, OFFSET, Window, words_fetched};
use crate::peripherals::peripheral::{Access, Effects, Peripheral, Unsupported};
use crate::peripherals::registers::{Register, RegisterFile, Write, bit};

const CTRL: u32 = 0x00;
const CTR_HIT: u32 = 0x0C;
const CTR_ACC: u32 = 0x10;

const EN_SECURE: u32 = 0;
const POWER_DOWN: u32 = 3;
const NO_UNCACHED_SEC: u32 = 4;
const NO_UNTRANSLATED_SEC: u32 = 6;
const SPLIT_WAYS: u32 = 9;
const WRITABLE_M0: u32 = 10;
const WRITABLE_M1: u32 = 11;

static REGISTERS: [Register; 7] = [
    Register::live(CTRL, "CTRL", 0x83, 0xFFB),
    Register::constant(0x08, "STAT", 2),
    Register::live(CTR_HIT, "CTR_HIT", 0, 0),
    Register::live(CTR_ACC, "CTR_ACC", 0, 0),
    Register::missing(0x14, "STREAM_ADDR"),
    Register::missing(0x18, "STREAM_CTR"),
    Register::missing(0x1C, "STREAM_FIFO"),
];

/// The block, with the cache that it controls.
#[derive(Clone, Debug)]
pub struct Control {
    file: RegisterFile,
    /// The cache.
    pub cache: Cache,
}

impl Default for Control {
    fn default() -> Self {
        Control { file: RegisterFile::new("XIP_CTRL", &REGISTERS), cache: Cache::default() }
    }
}

impl Control {
    /// Looks for a line of code in the cache, through the cached window; a hit is counted as the fetch of its words.
    #[inline(always)]
    pub fn cached_code(&mut self, address: u32) -> bool {
        Window::of(address) == Window::Cached && self.cache.hit(address & OFFSET, words_fetched(address))
    }

    /// Whether Secure code gets a bus error from a window past the cache, or past the translation.
    pub fn denies(&self, uncached: bool, untranslated: bool) -> bool {
        let control = self.file.get(CTRL);
        if untranslated {
            bit(control, NO_UNTRANSLATED_SEC)
        } else {
            uncached && bit(control, NO_UNCACHED_SEC)
        }
    }
}

impl Peripheral for Control {
    fn file(&self) -> &RegisterFile {
        &self.file
    }

    fn file_mut(&mut self) -> &mut RegisterFile {
        &mut self.file
    }

    fn read(&mut self, offset: u32, _access: &Access) -> Result<(u32, Effects), Unsupported> {
        let value = match offset {
            CTR_HIT => self.cache.counters().0,
            CTR_ACC => self.cache.counters().1,
            _ => self.file.get(offset),
        };
        Ok((value, Effects::NONE))
    }

    fn write(&mut self, offset: u32, write: Write, _access: &Access) -> Result<Effects, Unsupported> {
        match offset {
            CTR_HIT => self.cache.clear_hits(),
            CTR_ACC => self.cache.clear_accesses(),
            CTRL => {
                let mut value = self.file.written(CTRL, write);
                for (number, name) in
                    [(SPLIT_WAYS, "SPLIT_WAYS"), (WRITABLE_M0, "WRITABLE_M0"), (WRITABLE_M1, "WRITABLE_M1")]
                {
                    if bit(value, number) {
                        return Err(Unsupported(format!("XIP_CTRL.CTRL.{name}")));
                    }
                }
                if bit(value, POWER_DOWN) {
                    value &= !3;
                }
                self.file.set(CTRL, value);
                self.cache.enable(bit(value, EN_SECURE));
            }
            _ => {}
        }
        Ok(Effects::NONE)
    }

    fn reset(&mut self) {
        *self = Control::default();
    }
}
