//! Cache of decoded code: a table of [`Operation`] by address, allocated page by page.

use super::Cpu;
use crate::bus::Bus;
use crate::bus::code_watch::BLOCK;
use crate::instruction::Operation;

/// Bytes of code in a page, as a power of two.
const PAGE_SHIFT: u32 = 12;
/// Entries in a page: one for each halfword.
const PAGE_OPS: usize = 1 << (PAGE_SHIFT - 1);

/// Operations of one page, by halfword.
pub(super) type Page = [Operation; PAGE_OPS];

/// Decoded operations. Each halfword address has its own entry, which is decoded when it is first executed.
#[derive(Default)]
pub(super) struct DecodeCache {
    /// For each page of the address space: 0, or 1 + its index in `pages`. The host allocates only the parts of these 4
    /// MiB that are used.
    page_of: Vec<u32>,
    pages: Vec<Box<Page>>,
}

impl DecodeCache {
    fn new() -> Self {
        DecodeCache { page_of: vec![0; 1 << (32 - PAGE_SHIFT)], pages: Vec::new() }
    }

    /// Returns the number of the page around `address`.
    #[inline(always)]
    pub(crate) fn page_number(address: u32) -> u32 {
        address >> PAGE_SHIFT
    }

    /// Returns the position of `address` in its page.
    #[inline(always)]
    pub(crate) fn offset(address: u32) -> usize {
        (address >> 1) as usize & (PAGE_OPS - 1)
    }

    /// Returns the page around `address`, and allocates it if necessary.
    #[inline(always)]
    pub(crate) fn page(&mut self, address: u32) -> &mut Page {
        let index = match self.page_of[Self::page_number(address) as usize] {
            0 => self.allocate(address),
            position => position as usize - 1,
        };
        &mut self.pages[index]
    }

    #[cold]
    fn allocate(&mut self, address: u32) -> usize {
        self.pages.push(Box::new([Operation::UNDECODED; PAGE_OPS]));
        self.page_of[Self::page_number(address) as usize] = self.pages.len() as u32;
        self.pages.len() - 1
    }

    /// Discards operations decoded from `length` bytes at `address`, and a 32-bit instruction that starts before them.
    fn discard(&mut self, address: u32, length: u32) {
        let first = u64::from(address & !1).saturating_sub(2);
        let end = u64::from(address) + u64::from(length);
        for at in (first..end.min(1 << 32)).step_by(2) {
            let at = at as u32;
            if let Some(index) = (self.page_of[Self::page_number(at) as usize] as usize).checked_sub(1) {
                self.pages[index][Self::offset(at)] = Operation::UNDECODED;
            }
        }
    }

    /// Discards all operations.
    fn clear(&mut self) {
        self.page_of.fill(0);
        self.pages.clear();
    }
}

/// Decoded code of a core.
#[derive(Default)]
pub(super) struct DecodeCaches {
    /// Instructions outside IT blocks.
    pub outside_it: DecodeCache,
    /// Instructions in IT blocks, where most 16-bit encodings differ.
    pub in_it: DecodeCache,
    /// A store of this core changed decoded code.
    stale: bool,
}

impl DecodeCaches {
    /// Empty caches.
    pub(crate) fn new() -> Self {
        DecodeCaches { outside_it: DecodeCache::new(), in_it: DecodeCache::new(), stale: false }
    }

    /// Marks decoded code as changed.
    pub(crate) const fn mark_stale(&mut self) {
        self.stale = true;
    }

    /// Returns true if decoded code was marked as changed since the last call.
    pub(crate) const fn take_stale(&mut self) -> bool {
        std::mem::replace(&mut self.stale, false)
    }
}

impl Cpu {
    /// Discards operations decoded from code that has changed since.
    #[cold]
    #[inline(never)]
    pub(super) fn discard_stale_code<B: Bus>(&mut self, bus: &mut B) {
        let mut blocks = Vec::new();
        bus.take_stale_code(self.number, &mut blocks);
        for address in blocks {
            self.decoded.outside_it.discard(address, BLOCK);
            self.decoded.in_it.discard(address, BLOCK);
        }
    }

    /// Discards all decoded code, for memory that changed without the bus.
    pub fn discard_all_code(&mut self) {
        self.decoded.outside_it.clear();
        self.decoded.in_it.clear();
        self.fetch.discard_line();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::instruction::Kind;
    use crate::instruction::decode::{Location, decode};

    #[test]
    fn discarding_includes_the_instruction_that_extends_into_the_range() {
        let mut cache = DecodeCache::new();
        for at in [0x2000_0FFC, 0x2000_0FFE, 0x2000_1000, 0x2000_1002] {
            cache.page(at)[DecodeCache::offset(at)] =
                decode(0xBF00, 0, Location { address: at, in_it: false });
        }
        cache.discard(0x2000_1000, 2);
        let mut kind = |at: u32| cache.page(at)[DecodeCache::offset(at)].kind;
        assert_eq!(kind(0x2000_0FFC), Kind::Nop);
        assert_eq!(kind(0x2000_0FFE), Kind::Undecoded);
        assert_eq!(kind(0x2000_1000), Kind::Undecoded);
        assert_eq!(kind(0x2000_1002), Kind::Nop);
    }
}
