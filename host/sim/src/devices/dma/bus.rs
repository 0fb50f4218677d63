//! The chip as the DMA engine accesses it.

use super::controller::Dma;
use crate::bus::{BusFault, Size, Transfer};

/// Access of the DMA engine to the bus and to the devices whose requests pace its channels.
pub(crate) trait DmaBus {
    /// The DMA controller.
    fn dma(&self) -> &Dma;

    /// The DMA controller.
    fn dma_mut(&mut self) -> &mut Dma;

    /// Reads aligned data in a cycle.
    fn dma_read(&mut self, address: u32, size: Size, cycle: u64) -> Result<Transfer, BusFault>;

    /// Writes aligned data in a cycle.
    fn dma_write(&mut self, address: u32, size: Size, data: u32, cycle: u64) -> Result<Transfer, BusFault>;

    /// Returns the number of transfers that a request asks for, those in progress included; 0 when no device makes it.
    fn credits(&mut self, request: u32) -> u32;

    /// Begins a transfer for a request.
    fn take_credit(&mut self, request: u32);

    /// Advances the devices whose requests change between events to a cycle.
    fn advance_requests(&mut self, cycle: u64);

    /// Sets the requests that running channels wait for, by DREQ number.
    fn observe_requests(&mut self, observed: u64, cycle: u64);

    /// Returns the number of cycles of a window that DMA takes before the cores do.
    fn lead(&self, window: u64) -> u64;

    /// Propagates a change of the interrupt lines.
    fn interrupts_changed(&mut self, cycle: u64);

    /// Stops the board because of something that is not modelled.
    fn stop(&mut self, address: u32, what: String);
}
