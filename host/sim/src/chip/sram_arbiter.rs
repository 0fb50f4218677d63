//! SRAM, and the arbitration of its banks between cores, DMA and the debugger.

use crate::bus::{BusFault, Initiator, Size};
use crate::memory::banks::{self, Banks, Port};
use crate::memory::sram::{self, Sram};

/// SRAM behind its arbiter.
///
/// While a single initiator uses the bus, accesses reach the memory directly. Otherwise each claims its bank.
pub(super) struct SramArbiter {
    /// The memory.
    pub(super) sram: Sram,
    banks: Banks,
    /// Bytes from the start of SRAM that are accessed directly: all, or none while the banks are shared.
    direct_length: u32,
    /// Line of code that each core fetched last from SRAM while the banks were shared.
    last_line: [u32; 2],
    /// First cycle after the debugger's last access.
    debugger_until: u64,
}

impl Default for SramArbiter {
    fn default() -> Self {
        SramArbiter {
            sram: Sram::default(),
            banks: Banks::default(),
            direct_length: sram::LENGTH,
            last_line: [0; 2],
            debugger_until: 0,
        }
    }
}

impl SramArbiter {
    /// Returns true for an address in SRAM that an access reaches without a claim.
    #[inline(always)]
    pub(super) fn is_direct(&self, address: u32) -> bool {
        address.wrapping_sub(sram::BASE) < self.direct_length
    }

    /// Shares the banks between initiators, or gives a single one direct access.
    #[inline]
    pub(super) fn set_shared(&mut self, shared: bool) {
        self.direct_length = if shared { 0 } else { sram::LENGTH };
    }

    /// Returns true while the banks are shared.
    #[inline(always)]
    pub(super) fn is_shared(&self) -> bool {
        self.direct_length == 0
    }

    /// Number of accesses, contested accesses and stalls of each bank since power-on.
    pub(super) fn events(&self) -> [banks::Events; banks::COUNT] {
        self.banks.events
    }

    /// Claims the bank of an address for a core's access and returns the wait states. Accesses of the debugger have
    /// claimed theirs by [`SramArbiter::claim_for_debugger`].
    #[inline]
    pub(super) fn claim(&mut self, address: u32, by: Initiator) -> u32 {
        if by.debugger { 0 } else { self.banks.claim(address, by.now, Port::of_core(by.core)) }
    }

    /// Reads for DMA. Returns the value and the wait states.
    #[inline]
    pub(super) fn dma_read(&mut self, address: u32, size: Size, cycle: u64) -> Result<(u32, u32), BusFault> {
        let wait = self.banks.claim(address, cycle, Port::DmaRead);
        Ok((self.sram.read(address, size)?, wait))
    }

    /// Writes for DMA. Returns the wait states.
    #[inline]
    pub(super) fn dma_write(
        &mut self,
        address: u32,
        size: Size,
        data: u32,
        cycle: u64,
    ) -> Result<u32, BusFault> {
        let wait = self.banks.claim(address, cycle, Port::DmaWrite);
        self.sram.write(address, size, data)?;
        Ok(wait)
    }

    /// Claims the bank of an address in SRAM for one cycle of a debugger's access.
    pub(super) fn claim_for_debugger(&mut self, address: u32, cycle: u64) {
        if Sram::contains(address) {
            let wait = self.banks.claim(address, cycle, Port::Debugger);
            self.debugger_until = cycle.saturating_add(u64::from(wait) + 1);
        }
    }

    /// First cycle in which no access of the debugger is in progress.
    #[inline]
    pub(super) fn debugger_until(&self) -> u64 {
        self.debugger_until
    }

    /// Claims the banks of a code fetch while they are shared, and returns the wait states. The words of the line are
    /// fetched in successive cycles. Sequential code was requested two cycles earlier (assumption).
    #[cold]
    #[inline(never)]
    pub(super) fn fetch(&mut self, address: u32, by: Initiator) -> u32 {
        const PREFETCH: u32 = 2;
        if !Sram::contains(address) {
            return 0;
        }
        let core = usize::from(by.core & 1);
        let port = Port::of_core(by.core);
        let words = 2 - (address >> 2 & 1);
        let waits = (0..words)
            .map(|word| self.banks.claim(address.wrapping_add(4 * word), by.now + u64::from(word), port));
        let wait = waits.max().unwrap_or(0);
        let line = address & !7;
        let sequential = std::mem::replace(&mut self.last_line[core], line).wrapping_add(8) == line;
        if sequential { wait.saturating_sub(PREFETCH) } else { wait }
    }
}
