//! Decoded code: a flat table of [`Operation`] by address, allocated page by page.

use crate::instruction::Operation;

/// Bytes of code a page covers, as a power of two.
const PAGE_SHIFT: u32 = 12;
/// Halfwords, and so entries, in a page.
const PAGE_OPS: usize = 1 << (PAGE_SHIFT - 1);

/// One page, by halfword.
pub(super) type Page = [Operation; PAGE_OPS];

/// Decoded operations. Each halfword address has its own entry, decoded when first executed.
#[derive(Default)]
pub(super) struct DecodeCache {
    /// For each page of the address space: 0, or 1 + its index in `pages`. 4 MiB that the host backs with memory only
    /// where code runs.
    page_of: Vec<u32>,
    pages: Vec<Box<Page>>,
}

impl DecodeCache {
    pub fn new() -> Self {
        DecodeCache { page_of: vec![0; 1 << (32 - PAGE_SHIFT)], pages: Vec::new() }
    }

    /// Number of the page around `address`.
    #[inline(always)]
    pub fn number(address: u32) -> u32 {
        address >> PAGE_SHIFT
    }

    /// Position of `address` in its page.
    #[inline(always)]
    pub fn offset(address: u32) -> usize {
        (address >> 1) as usize & (PAGE_OPS - 1)
    }

    /// The page around `address`, which is allocated if need be.
    #[inline(always)]
    pub fn page(&mut self, address: u32) -> &mut Page {
        let index = match self.page_of[Self::number(address) as usize] {
            0 => self.allocate(address),
            position => position as usize - 1,
        };
        &mut self.pages[index]
    }

    #[cold]
    fn allocate(&mut self, address: u32) -> usize {
        self.pages.push(Box::new([Operation::UNDECODED; PAGE_OPS]));
        self.page_of[Self::number(address) as usize] = self.pages.len() as u32;
        self.pages.len() - 1
    }

    /// Forgets what was decoded from `length` bytes at `address`, and a 32-bit instruction that began just before.
    pub fn forget(&mut self, address: u32, length: u32) {
        let first = u64::from(address & !1).saturating_sub(2);
        let end = u64::from(address) + u64::from(length);
        for at in (first..end.min(1 << 32)).step_by(2) {
            let at = at as u32;
            if let Some(index) = (self.page_of[Self::number(at) as usize] as usize).checked_sub(1) {
                self.pages[index][Self::offset(at)] = Operation::UNDECODED;
            }
        }
    }

    /// Forgets everything.
    pub fn clear(&mut self) {
        self.page_of.fill(0);
        self.pages.clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::instruction::Kind;
    use crate::instruction::decode::{Location, decode};

    #[test]
    fn forgetting_reaches_the_instruction_that_spans_into_the_range() {
        let mut cache = DecodeCache::new();
        for at in [0x2000_0FFC, 0x2000_0FFE, 0x2000_1000, 0x2000_1002] {
            cache.page(at)[DecodeCache::offset(at)] =
                decode(0xBF00, 0, Location { address: at, in_it: false });
        }
        cache.forget(0x2000_1000, 2);
        let mut kind = |at: u32| cache.page(at)[DecodeCache::offset(at)].kind;
        assert_eq!(kind(0x2000_0FFC), Kind::Nop);
        assert_eq!(kind(0x2000_0FFE), Kind::Undecoded);
        assert_eq!(kind(0x2000_1000), Kind::Undecoded);
        assert_eq!(kind(0x2000_1002), Kind::Nop);
    }
}
