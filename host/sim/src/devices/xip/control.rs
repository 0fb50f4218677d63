//! XIP_CTRL (RP2350 §4.4.4): control and counters of the cache.

use super::cache::Cache;
use super::stream::Stream;
use super::window::{OFFSET, Window, words_fetched};
use crate::peripheral::registers::{Register, RegisterFile, Write, bit};
use crate::peripheral::{Access, Effects, Peripheral, Unmodelled};

const CTRL: u32 = 0x00;
const STAT: u32 = 0x08;
const CTR_HIT: u32 = 0x0C;
const CTR_ACC: u32 = 0x10;
const STREAM_ADDR: u32 = 0x14;
const STREAM_CTR: u32 = 0x18;
const STREAM_FIFO: u32 = 0x1C;

/// DREQ number of the stream (§12.6.4.1).
const REQUEST: u32 = 49;

const EN_SECURE: u32 = 0;
const POWER_DOWN: u32 = 3;
const NO_UNCACHED_SEC: u32 = 4;
const NO_UNTRANSLATED_SEC: u32 = 6;
const SPLIT_WAYS: u32 = 9;
const WRITABLE_M0: u32 = 10;
const WRITABLE_M1: u32 = 11;

static REGISTERS: [Register; 7] = [
    Register::live(CTRL, "CTRL", 0x83, 0xFFB),
    Register::live(STAT, "STAT", 0, 0),
    Register::live(CTR_HIT, "CTR_HIT", 0, 0),
    Register::live(CTR_ACC, "CTR_ACC", 0, 0),
    Register::live(STREAM_ADDR, "STREAM_ADDR", 0, 0),
    Register::live(STREAM_CTR, "STREAM_CTR", 0, 0),
    Register::live(STREAM_FIFO, "STREAM_FIFO", 0, 0),
];

/// XIP_CTRL with the cache.
#[derive(Clone, Debug)]
pub(crate) struct Control {
    file: RegisterFile,
    /// The cache.
    pub cache: Cache,
    /// Background reads.
    pub stream: Stream,
}

impl Default for Control {
    fn default() -> Self {
        Control {
            file: RegisterFile::new("XIP_CTRL", &REGISTERS),
            cache: Cache::default(),
            stream: Stream::default(),
        }
    }
}

impl Control {
    /// Looks up a line of code in the cache, through the cached window; counts a hit as the fetch of its words.
    #[inline(always)]
    pub(crate) fn cached_code(&mut self, address: u32) -> bool {
        Window::of(address) == Window::Cached && self.cache.hit(address & OFFSET, words_fetched(address))
    }

    /// True if Secure code gets a bus error from a window that bypasses the cache or the translation.
    pub(crate) fn denies(&self, uncached: bool, untranslated: bool) -> bool {
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

    fn read(&mut self, offset: u32, access: &Access) -> Result<(u32, Effects), Unmodelled> {
        let value = match offset {
            STAT => self.stream.status(),
            STREAM_ADDR => self.stream.address(),
            STREAM_CTR => self.stream.count(),
            STREAM_FIFO => return Ok((self.stream.pop(access.cycle), Effects::EVENTS)),
            CTR_HIT => self.cache.counters().0,
            CTR_ACC => self.cache.counters().1,
            _ => self.file.get(offset),
        };
        Ok((value, Effects::empty()))
    }

    fn write(&mut self, offset: u32, write: Write, access: &Access) -> Result<Effects, Unmodelled> {
        match offset {
            STREAM_ADDR => self.stream.set_address(write.applied_to(self.stream.address())),
            STREAM_CTR => {
                self.stream.set_count(write.applied_to(self.stream.count()), access.cycle);
                return Ok(Effects::EVENTS);
            }
            CTR_HIT => self.cache.clear_hits(),
            CTR_ACC => self.cache.clear_accesses(),
            CTRL => {
                let mut value = self.file.written(CTRL, write);
                for (number, name) in
                    [(SPLIT_WAYS, "SPLIT_WAYS"), (WRITABLE_M0, "WRITABLE_M0"), (WRITABLE_M1, "WRITABLE_M1")]
                {
                    if bit(value, number) {
                        return Err(Unmodelled(format!("XIP_CTRL.CTRL.{name}")));
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
        Ok(Effects::empty())
    }

    fn reset(&mut self) {
        let mut cache = std::mem::take(&mut self.cache);
        cache.reset();
        *self = Control { cache, ..Control::default() };
    }

    fn requests(&self) -> u64 {
        u64::from(self.stream.level() != 0) << REQUEST
    }

    fn credits(&self, request: u32) -> u32 {
        if request == REQUEST { self.stream.level() } else { 0 }
    }
}
