//! Which blocks of a memory hold code that a core has decoded, so that a store there makes it forget.

/// Bytes of one block. Small, because code in RAM often shares a neighbourhood with the data it writes.
pub const BLOCK: u32 = 32;

/// Watches one memory, which starts at `base`, for both cores.
///
/// The memory marks a block when [`super::Bus::code`] reads from it, and reports every store (by a core, DMA or the
/// debugger) with [`CodeWatch::written`]. A core collects what it must forget with [`CodeWatch::take`].
#[derive(Clone, Debug)]
pub struct CodeWatch {
    base: u32,
    /// Bit n of element m: block 64 m + n holds decoded code of some core.
    blocks: Vec<u64>,
    /// Start addresses of blocks that were written, for each core.
    stale: [Vec<u32>; 2],
}

impl CodeWatch {
    /// Watches `length` bytes from `base`.
    pub fn new(base: u32, length: u32) -> Self {
        CodeWatch {
            base,
            blocks: vec![0; length.div_ceil(BLOCK * 64) as usize],
            stale: [Vec::new(), Vec::new()],
        }
    }

    /// A core decodes code at `address`.
    pub fn mark(&mut self, address: u32) {
        let block = address.wrapping_sub(self.base) / BLOCK;
        if let Some(word) = self.blocks.get_mut((block / 64) as usize) {
            *word |= 1 << (block % 64);
        }
    }

    /// An aligned store of up to 4 bytes at `address`. True when it hit decoded code: pass that on in
    /// [`super::Transfer::stale_code`].
    #[inline(always)]
    pub fn written(&mut self, address: u32) -> bool {
        let block = address.wrapping_sub(self.base) / BLOCK;
        match self.blocks.get((block / 64) as usize) {
            Some(word) if word >> (block % 64) & 1 != 0 => {
                self.spoil(block);
                true
            }
            _ => false,
        }
    }

    /// `length` bytes from `address` were written, for instance by DMA or by programming flash.
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
    fn spoil(&mut self, block: u32) {
        self.blocks[(block / 64) as usize] &= !(1 << (block % 64));
        let address = self.base.wrapping_add(block * BLOCK);
        for list in &mut self.stale {
            list.push(address);
        }
    }

    /// Moves the start addresses of blocks that `core` must forget to `into`; each block has [`BLOCK`] bytes.
    #[inline]
    pub fn take(&mut self, core: u8, into: &mut Vec<u32>) {
        into.append(&mut self.stale[usize::from(core & 1)]);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_store_to_decoded_code_is_told_once_to_both_cores() {
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
    fn addresses_outside_are_ignored() {
        let mut watch = CodeWatch::new(0x2000_0000, 0x1000);
        watch.mark(0x1FFF_FFFE);
        watch.mark(0x2000_1000);
        assert!(!watch.written(0x1FFF_FFFC));
        watch.written_range(0xFFFF_FFF0, 0x10);
    }
}
