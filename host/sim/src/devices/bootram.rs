//! BOOTRAM (RP2350 §4.3): 1 KB of RAM, write-once bits and locks for the ROM.

use crate::peripheral::registers::{Register, RegisterFile, Write};
use crate::peripheral::{Access, Effects, Peripheral, Unmodelled};

const WRITE_ONCE0: u32 = 0x800;
const WRITE_ONCE1: u32 = 0x804;
const BOOTLOCK_STAT: u32 = 0x808;
const BOOTLOCK0: u32 = 0x80C;

static REGISTERS: [Register; 4] = [
    Register::live(0x000, "RAM", 0, u32::MAX).array(256, 4),
    Register::live(WRITE_ONCE0, "WRITE_ONCE", 0, u32::MAX).array(2, 4),
    Register::live(BOOTLOCK_STAT, "BOOTLOCK_STAT", 0xFF, 0xFF),
    Register::live(BOOTLOCK0, "BOOTLOCK", 0, u32::MAX).array(8, 4),
];

/// The boot RAM and its locks.
#[derive(Clone, Debug)]
pub(crate) struct Bootram {
    file: RegisterFile,
}

impl Default for Bootram {
    fn default() -> Self {
        Bootram { file: RegisterFile::new("BOOTRAM", &REGISTERS) }
    }
}

impl Bootram {
    /// Writes a word of the RAM, as the ROM does.
    pub(crate) fn put(&mut self, offset: u32, word: u32) {
        if offset < WRITE_ONCE0 {
            self.file.set(offset, word);
        }
    }

    /// Returns a word of the RAM.
    pub(crate) fn word(&self, offset: u32) -> u32 {
        self.file.get(offset)
    }

    /// Clears the write-once bits and the locks, as a reset that keeps power does. The RAM keeps its content.
    pub(crate) fn warm_reset(&mut self) {
        for offset in [WRITE_ONCE0, WRITE_ONCE1] {
            self.file.set(offset, 0);
        }
        self.file.set(BOOTLOCK_STAT, 0xFF);
    }
}

impl Peripheral for Bootram {
    fn file(&self) -> &RegisterFile {
        &self.file
    }

    fn file_mut(&mut self) -> &mut RegisterFile {
        &mut self.file
    }

    fn read(&mut self, offset: u32, _access: &Access) -> Result<(u32, Effects), Unmodelled> {
        if offset < BOOTLOCK0 {
            return Ok((self.file.get(offset), Effects::empty()));
        }
        let lock = 1 << ((offset - BOOTLOCK0) / 4);
        let free = self.file.get(BOOTLOCK_STAT);
        self.file.set(BOOTLOCK_STAT, free & !lock);
        Ok((free & lock, Effects::empty()))
    }

    fn write(&mut self, offset: u32, write: Write, _access: &Access) -> Result<Effects, Unmodelled> {
        match offset {
            WRITE_ONCE0 | WRITE_ONCE1 => self.file.set(offset, self.file.get(offset) | write.data),
            BOOTLOCK0.. => {
                let lock = 1 << ((offset - BOOTLOCK0) / 4);
                self.file.set(BOOTLOCK_STAT, self.file.get(BOOTLOCK_STAT) | lock);
            }
            _ => {
                self.file.write(offset, write);
            }
        }
        Ok(Effects::empty())
    }
}
