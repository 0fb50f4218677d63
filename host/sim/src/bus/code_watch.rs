//! Tracking of the blocks of a memory from which a core has decoded code, so that a store invalidates the decoded code.

/// Bytes of one block. Blocks are small because code in RAM is often close to the data it writes.
pub const BLOCK: u32 = 32;

/// Tracks the code in one memory, which starts at `base`, for both cores.
///
/// The memory marks a block when [`super::Bus::code`] reads from it, and reports every store (by a core, DMA or the
/// debugger) with [`CodeWatch::written`]. A core collects the blocks that it must discard with [`CodeWatch::take`].
#[derive(Clone, Debug)]
pub struct CodeWatch {
    base: u32,
    /// Bit n of element m: block 64 m + n holds decoded code of some core.
    blocks: Vec<u64>,
    /// Start addresses of marked blocks that were written, for each core.
    stale: [Vec<u32>; 2],
}

impl CodeWatch {
    /// Tracks `length` bytes from `base`.
    pub fn new(base: u32, length: u32) -> Self {
        CodeWatch {
            base,
            blocks: vec![0; length.div_ceil(BLOCK * 64) as usize],
            stale: [Vec::new(), Vec::new()],
        }
    }

    /// Marks the block of `address`, from which a core decodes code.
    pub fn mark(&mut self, address: u32) {
        let block = address.wrapping_sub(self.base) / BLOCK;
        if let Some(word) = self.blocks.get_mut((block / 64) as usize) {
            *word |= 1 << (block % 64);
        }
    }

    /// Reports an aligned store of up to 4 bytes. Returns true if it hit decoded code, for
    /// [`super::Transfer::stale_code`].
    #[inline(always)]
    pub fn written(&mut self, address: u32) -> bool {
        let block = address.wrapping_sub(self.base) / BLOCK;
        match self.blocks.get((block / 64) as usize) {
            Some(word) if word >> (block % 64) & 1 != 0 => {
                self.invalidate(block);
                true
            }
            _ => false,
        }
    }

    /// Reports a write of `length` bytes, for instance by programming flash.
    pub fn written_range(&mut self, address: u32, length: u32) {
        let mut at = address / BLOCK * BLOCK;
        while at < address.saturating_add(length) {
            self.written(at);
            match at.checked_add(BLOCK) {
                Some(next) => at = next,
                None => return,
            }
        }
    }

    #[cold]
    fn invalidate(&mut self, block: u32) {
        self.blocks[(block / 64) as usize] &= !(1 << (block % 64));
        let address = self.base.wrapping_add(block * BLOCK);
        for list in &mut self.stale {
            list.push(address);
        }
    }

    /// Moves the start addresses of blocks that `core` must discard to `into`; each block has [`BLOCK`] bytes.
    #[inline]
    pub fn take(&mut self, core: u8, into: &mut Vec<u32>) {
        into.append(&mut self.stale[usize::from(core & 1)]);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_store_to_decoded_code_is_reported_once_to_both_cores() {
        let mut watch = CodeWatch::new(0x2000_0000, 0x1000);
        watch.mark(0x2000_0046);
        assert!(!watch.written(0x2000_003C));
        assert!(!watch.written(0x2000_0060));
        assert!(watch.written(0x2000_005C));
        assert!(!watch.written(0x2000_005C));
        for core in 0..2 {
            let mut stale = Vec::new();
            watch.take(core, &mut stale);
            assert_eq!(stale, [0x2000_0040]);
            watch.take(core, &mut stale);
            assert_eq!(stale.len(), 1);
        }
    }

    #[test]
    fn addresses_outside_the_memory_are_ignored() {
        let mut watch = CodeWatch::new(0x2000_0000, 0x1000);
        watch.mark(0x1FFF_FFFE);
        watch.mark(0x2000_1000);
        assert!(!watch.written(0x1FFF_FFFC));
        watch.written_range(0xFFFF_FFF0, 0x10);
    }
}
