//! Content and state of the flash chip.
//!
//! Erasing sets bits, programming clears them. Both take the typical times of the data sheet (W25Q32JV, table "AC
//! electrical characteristics"); those of a real chip vary and grow with age.

use super::serial::Command;
use crate::bus::code_watch::CodeWatch;
use crate::time::Picoseconds;

/// Size in bytes.
pub(crate) const LENGTH: u32 = 4 << 20;
/// Smallest unit of erasing: a sector.
pub(crate) const SECTOR: u32 = 4 << 10;
/// Largest unit of erasing other than the whole chip: a block.
pub(crate) const BLOCK: u32 = 64 << 10;
/// Largest unit of programming: a page.
pub(crate) const PAGE: u32 = 256;

/// Address of the flash in the first window of XIP, without translation.
const WINDOW: u32 = 0x1000_0000;

const MILLISECOND: Picoseconds = 1_000_000_000;
/// Typical time to program a page: tPP.
pub(crate) const PAGE_PROGRAM_TIME: Picoseconds = 2 * MILLISECOND / 5;
/// Typical time to erase a sector: tSE.
pub(crate) const SECTOR_ERASE_TIME: Picoseconds = 45 * MILLISECOND;
/// Typical time to erase a block of 32 KB: tBE1.
pub(crate) const HALF_BLOCK_ERASE_TIME: Picoseconds = 120 * MILLISECOND;
/// Typical time to erase a block of 64 KB: tBE2.
pub(crate) const BLOCK_ERASE_TIME: Picoseconds = 150 * MILLISECOND;
/// Typical time to erase the whole chip: tCE.
pub(crate) const CHIP_ERASE_TIME: Picoseconds = 10_000 * MILLISECOND;
/// Typical time to write a status register: tW.
pub(super) const STATUS_WRITE_TIME: Picoseconds = 10 * MILLISECOND;

/// QE of status register 2, set in the factory.
pub(super) const QUAD_ENABLE: u8 = 1 << 1;

/// The flash chip.
#[derive(Clone, Debug)]
pub(crate) struct Flash {
    cells: Box<[u8]>,
    code: CodeWatch,
    pub(super) status: [u8; 3],
    pub(super) write_enabled: bool,
    pub(super) busy_until: Picoseconds,
    /// Reads continue without a command until a mode byte ends that.
    pub(super) continuous: bool,
    pub(super) command: Command,
}

impl Default for Flash {
    fn default() -> Self {
        Flash {
            cells: vec![0xFF; LENGTH as usize].into_boxed_slice(),
            code: CodeWatch::new(WINDOW, LENGTH),
            status: [0, QUAD_ENABLE, 0],
            write_enabled: false,
            busy_until: 0,
            continuous: false,
            command: Command::Deselected,
        }
    }
}

impl Flash {
    /// Returns the byte at an address. The chip ignores address bits beyond its size.
    #[inline(always)]
    pub(crate) fn byte(&self, address: u32) -> u8 {
        self.cells[(address & (LENGTH - 1)) as usize]
    }

    /// Returns the aligned bytes at an address, as a little-endian number of up to 4 bytes.
    #[inline(always)]
    pub(crate) fn value(&self, address: u32, length: u32) -> u32 {
        let start = (address & (LENGTH - 1)) as usize;
        match self.cells.get(start..start + length as usize) {
            Some(&[a, b, c, d]) => u32::from_le_bytes([a, b, c, d]),
            Some(&[a, b]) => u32::from(u16::from_le_bytes([a, b])),
            Some(&[a]) => u32::from(a),
            _ => 0,
        }
    }

    /// All bytes.
    pub(crate) fn bytes(&self) -> &[u8] {
        &self.cells
    }

    /// Erases a range: sets all its bits. The part beyond the end of the chip is ignored.
    pub(crate) fn erase(&mut self, address: u32, length: u32) {
        let start = address.min(LENGTH);
        let end = address.saturating_add(length).min(LENGTH);
        self.cells[start as usize..end as usize].fill(0xFF);
        self.code.written_range(WINDOW + start, end - start);
    }

    /// Programs data at an address: clears the bits that are 0 in the data. Data beyond the end of the chip are
    /// ignored.
    pub(crate) fn program(&mut self, address: u32, data: &[u8]) {
        let start = address.min(LENGTH) as usize;
        for (cell, byte) in self.cells[start..].iter_mut().zip(data) {
            *cell &= byte;
        }
        let length = data.len().min(LENGTH as usize - start) as u32;
        self.code.written_range(WINDOW + start as u32, length);
    }

    /// Returns the halfword at an address for the decoder.
    pub(crate) fn code(&mut self, address: u32) -> u16 {
        self.code.mark(WINDOW + (address & (LENGTH - 1)));
        self.value(address, 2) as u16
    }

    /// Appends the untranslated addresses of code that changed since the last call for this core.
    pub(crate) fn take_stale_code(&mut self, core: u8, into: &mut Vec<u32>) {
        self.code.take(core, into);
    }

    /// Ends any command and continuous read, as power-on and the reset command do.
    pub(crate) fn reset(&mut self) {
        self.write_enabled = false;
        self.continuous = false;
        self.command = Command::Deselected;
    }

    /// Returns true while an erase or program operation is in progress.
    pub(crate) fn busy(&self, now: Picoseconds) -> bool {
        now < self.busy_until
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn programming_clears_bits_and_erasing_sets_them() {
        let mut flash = Flash::default();
        flash.program(0x1000, &[0x0F, 0xF0]);
        flash.program(0x1000, &[0xFE, 0x33]);
        assert_eq!(flash.value(0x1000, 4), 0xFFFF_300E);
        flash.program(0xFFF, &[0]);
        flash.erase(0x1000, SECTOR);
        assert_eq!(flash.value(0x1000, 4), 0xFFFF_FFFF);
        assert_eq!(flash.byte(0xFFF), 0);
    }

    #[test]
    fn addresses_beyond_the_end_are_ignored() {
        let mut flash = Flash::default();
        flash.program(LENGTH - 1, &[0, 0, 0]);
        assert_eq!(flash.byte(LENGTH - 1), 0);
        assert_eq!(flash.byte(0), 0xFF);
        flash.program(u32::MAX, &[0]);
        flash.erase(LENGTH - 1, u32::MAX);
        flash.erase(u32::MAX, 2);
        assert_eq!(flash.byte(LENGTH - 1), 0xFF);
        // The last byte again, one size further.
        assert_eq!(flash.byte(2 * LENGTH - 1), 0xFF);
    }

    #[test]
    fn changes_of_decoded_code_are_reported() {
        let mut flash = Flash::default();
        flash.code(0x100);
        flash.program(0x11E, &[0]);
        let mut stale = Vec::new();
        flash.take_stale_code(0, &mut stale);
        assert_eq!(stale, [0x1000_0100]);
    }
}
