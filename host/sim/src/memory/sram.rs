//! SRAM (RP2350 §2.2.3): 520 KB in ten banks without wait states. [`super::banks`] arbitrates between initiators.

use crate::bus::code_watch::CodeWatch;
use crate::bus::{BusFault, Size};
use std::ops::Range;

/// First address.
pub(crate) const BASE: u32 = 0x2000_0000;
/// Size in bytes.
pub(crate) const LENGTH: u32 = 0x8_2000;

/// The SRAM.
#[derive(Clone, Debug)]
pub(crate) struct Sram {
    bytes: Box<[u8]>,
    code: CodeWatch,
    /// Range whose stores are noticed, for a host that polls there.
    watched: Range<u32>,
    noticed: bool,
}

impl Default for Sram {
    fn default() -> Self {
        Sram {
            bytes: vec![0; LENGTH as usize].into_boxed_slice(),
            code: CodeWatch::new(BASE, LENGTH),
            watched: 0..0,
            noticed: false,
        }
    }
}

impl Sram {
    /// Returns true for an address in SRAM.
    #[inline(always)]
    pub(crate) const fn contains(address: u32) -> bool {
        address.wrapping_sub(BASE) < LENGTH
    }

    /// Reads an aligned value.
    #[inline(always)]
    pub(crate) fn read(&self, address: u32, size: Size) -> Result<u32, BusFault> {
        let start = address.wrapping_sub(BASE) as usize;
        match self.bytes.get(start..start + size.bytes() as usize) {
            Some(&[a, b, c, d]) => Ok(u32::from_le_bytes([a, b, c, d])),
            Some(&[a, b]) => Ok(u32::from(u16::from_le_bytes([a, b]))),
            Some(&[a]) => Ok(u32::from(a)),
            _ => Err(BusFault::Bus { address }),
        }
    }

    /// Writes an aligned value. The first result is true if the write changed code that a core has decoded, the second
    /// if it was to the watched range.
    #[inline(always)]
    pub(crate) fn write(&mut self, address: u32, size: Size, value: u32) -> Result<(bool, bool), BusFault> {
        let start = address.wrapping_sub(BASE) as usize;
        match self.bytes.get_mut(start..start + size.bytes() as usize) {
            Some([a, b, c, d]) => [*a, *b, *c, *d] = value.to_le_bytes(),
            Some([a, b]) => [*a, *b] = (value as u16).to_le_bytes(),
            Some([a]) => *a = value as u8,
            _ => return Err(BusFault::Bus { address }),
        }
        let watched = address.wrapping_sub(self.watched.start) < self.watched.end - self.watched.start;
        self.noticed |= watched;
        Ok((self.code.written(address), watched))
    }

    /// Reads the halfword at an address for the decoder.
    pub(crate) fn code(&mut self, address: u32) -> Result<u16, BusFault> {
        let halfword = self.read(address, Size::Half)? as u16;
        self.code.mark(address);
        Ok(halfword)
    }

    /// Appends the blocks of code that changed since the last call for this core.
    pub(crate) fn take_stale_code(&mut self, core: u8, into: &mut Vec<u32>) {
        self.code.take(core, into);
    }

    /// Clears the content, which is lost without power. On the chip it is then arbitrary.
    pub(crate) fn clear(&mut self) {
        self.bytes.fill(0);
        self.code.written_range(BASE, LENGTH);
    }

    /// Watches a range for stores; an empty range ends that.
    pub(crate) fn watch(&mut self, range: Range<u32>) {
        self.watched = if range.start < range.end { range } else { 0..0 };
        self.noticed = false;
    }

    /// Returns true if there was a store to the watched range.
    #[inline]
    pub(crate) fn noticed(&self) -> bool {
        self.noticed
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// SCRATCH_X and SCRATCH_Y, 4 KB each.
    const SCRATCH: Range<u32> = 0x2008_0000..0x2008_2000;

    #[test]
    fn every_size_reads_back_within_bounds() {
        let mut sram = Sram::default();
        sram.write(BASE, Size::Word, 0x8765_4321).unwrap();
        sram.write(BASE + 1, Size::Byte, 0xFFFF_FFAA).unwrap();
        assert_eq!(sram.read(BASE, Size::Word), Ok(0x8765_AA21));
        assert_eq!(sram.read(BASE + 2, Size::Half), Ok(0x8765));
        let last = BASE + LENGTH - 4;
        sram.write(last, Size::Word, 1).unwrap();
        assert_eq!(sram.read(last, Size::Byte), Ok(1));
        assert!(sram.read(BASE + LENGTH, Size::Byte).is_err());
        assert!(sram.write(BASE - 4, Size::Word, 0).is_err());
        assert_eq!(sram.read(last, Size::Word), Ok(1));
    }

    #[test]
    fn stores_to_the_watched_range_are_noticed() {
        let mut sram = Sram::default();
        assert_eq!(sram.write(SCRATCH.start, Size::Word, 1), Ok((false, false)));
        sram.watch(SCRATCH);
        assert_eq!(sram.write(SCRATCH.start - 4, Size::Word, 1), Ok((false, false)));
        assert!(!sram.noticed());
        assert_eq!(sram.write(SCRATCH.end - 1, Size::Byte, 1), Ok((false, true)));
        assert!(sram.noticed());
        sram.watch(0..0);
        assert!(!sram.noticed());
    }
}
