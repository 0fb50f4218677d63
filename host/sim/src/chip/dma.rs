//! The bus and the devices as DMA accesses them.

use super::Chip;
use crate::bus::{Bus, BusFault, Initiator, Size, Transfer};
use crate::devices::dma::{Dma, DmaBus};
use crate::memory::sram::Sram;
use crate::peripheral::Effects;

impl DmaBus for Chip {
    #[inline(always)]
    fn dma(&self) -> &Dma {
        &self.peripherals.dma
    }

    #[inline(always)]
    fn dma_mut(&mut self) -> &mut Dma {
        &mut self.peripherals.dma
    }

    fn dma_read(&mut self, address: u32, size: Size, cycle: u64) -> Result<Transfer, BusFault> {
        if Sram::contains(address) {
            let (value, wait) = self.memory.dma_read(address, size, cycle)?;
            return Ok(Transfer { value, wait, ..Transfer::default() });
        }
        Bus::read(self, address, size, initiator(cycle))
    }

    fn dma_write(&mut self, address: u32, size: Size, data: u32, cycle: u64) -> Result<Transfer, BusFault> {
        if Sram::contains(address) {
            let wait = self.memory.dma_write(address, size, data, cycle)?;
            self.monitor.dma_stores(address);
            return Ok(Transfer { wait, ..Transfer::default() });
        }
        Bus::write(self, address, size, data, initiator(cycle))
    }

    fn credits(&mut self, request: u32) -> u32 {
        self.peripherals.requester(request).map_or(0, |device| device.credits(request))
    }

    fn take_credit(&mut self, request: u32) {
        if let Some(device) = self.peripherals.requester(request) {
            device.take_credit(request);
        }
    }

    fn advance_requests(&mut self, cycle: u64) {
        self.run_pio(cycle);
    }

    fn observe_requests(&mut self, observed: u64, cycle: u64) {
        self.peripherals.observe_requests(observed);
        // Requests that are due or high already are serviced in the next cycle.
        let effects = self.peripherals.advance(&self.clocks.access(cycle));
        self.propagate(effects | Effects::EVENTS, cycle);
    }

    fn lead(&self, window: u64) -> u64 {
        self.peripherals.busctrl.dma_lead(window)
    }

    fn interrupts_changed(&mut self, cycle: u64) {
        self.propagate(Effects::EVENTS, cycle);
    }

    fn stop(&mut self, address: u32, what: String) {
        self.requests.stop(address, what);
    }
}

fn initiator(cycle: u64) -> Initiator {
    Initiator { core: 0, now: cycle, debugger: false }
}
