//! Global exclusive monitor of SRAM (RP2350 §2.1.6).

/// Reservations of the cores' load-exclusives, a word each.
#[derive(Debug, Default)]
pub(super) struct ExclusiveMonitor {
    reserved: [Option<u32>; 2],
}

impl ExclusiveMonitor {
    /// Reserves the word of an address for a core.
    #[inline]
    pub(super) fn reserve(&mut self, core: u8, address: u32) {
        self.reserved[usize::from(core & 1)] = Some(address & !3);
    }

    /// Returns true if a core's reservation of the word of an address is still valid.
    #[inline]
    pub(super) fn is_reserved(&self, core: u8, address: u32) -> bool {
        self.reserved[usize::from(core & 1)] == Some(address & !3)
    }

    /// Clears the other core's reservation of the word to which a core stores.
    #[inline(always)]
    pub(super) fn core_stores(&mut self, core: u8, address: u32) {
        let other = &mut self.reserved[usize::from(1 - (core & 1))];
        if other.is_some_and(|reserved| reserved == address & !3) {
            *other = None;
        }
    }

    /// Clears both cores' reservations of the word to which DMA stores.
    #[inline]
    pub(super) fn dma_stores(&mut self, address: u32) {
        for reserved in &mut self.reserved {
            reserved.take_if(|reserved| *reserved == address & !3);
        }
    }

    /// Clears a core's reservation.
    pub(super) fn clear(&mut self, core: usize) {
        self.reserved[core & 1] = None;
    }
}
