//! Accesses of DMA to the bus.

use super::bus::DmaBus;
use super::channel::Pace;
use super::controller::Dma;
use super::engine::Datum;
use crate::bus::{BusFault, Size};

/// Last of the 256 MB regions that DMA can address. SIO and the private peripherals belong to the cores (§12.6.7).
const LAST_REGION: u32 = 5;

/// Issues a transfer of one of the channels that ask, and reads its data in a cycle.
pub(super) fn read_datum(bus: &mut impl DmaBus, asking: u16, cycle: u64) {
    let dma = bus.dma_mut();
    let high = dma.channels.iter().enumerate().filter(|(_, channel)| channel.high_priority());
    let high = high.fold(0, |mask, (number, _)| mask | 1 << number);
    let Some(number) = dma.engine.arbiter.choose(asking, high) else { return };
    let issued = cycle - 1;
    dma.engine.issue_at = cycle;
    let channel = &mut dma.channels[number];
    channel.issue();
    let (address, size, pace) = (channel.read_address, channel.size(), channel.pace());
    match pace {
        Pace::Free => {}
        Pace::Timer(timer) => dma.take_pulse(number, timer, issued),
        Pace::Request(request) => bus.take_credit(request),
    }
    let read =
        bus_address(bus.dma(), number, address, size).and_then(|address| bus.dma_read(address, size, cycle));
    let mut ready = cycle + 1;
    let data = match read {
        Ok(transfer) => {
            let dma = bus.dma_mut();
            dma.engine.pending |= transfer.events_pending;
            ready += u64::from(transfer.wait);
            let data = dma.channels[number].swapped(transfer.value);
            if !dma.sniff(number, data) {
                stop(bus, address, "DMA.SNIFF_CTRL.CALC: reserved value".into());
            }
            Some(data)
        }
        Err(fault) => {
            fail(bus, number, false, fault);
            None
        }
    };
    let dma = bus.dma_mut();
    dma.channels[number].advance_read();
    dma.engine.read_free = ready;
    dma.engine.data.push_back(Datum { channel: number, ready, data });
}

/// Writes the oldest datum in a cycle.
pub(super) fn write_datum(bus: &mut impl DmaBus, cycle: u64) {
    let dma = bus.dma_mut();
    let Some(Datum { channel: number, data, .. }) = dma.engine.data.pop_front() else { return };
    let channel = &dma.channels[number];
    let (address, size) = (channel.write_address, channel.size());
    let mut end = cycle + 1;
    if let (Some(data), false) = (data, channel.failed()) {
        let written = bus_address(dma, number, address, size)
            .and_then(|address| bus.dma_write(address, size, data, cycle));
        match written {
            Ok(transfer) => {
                bus.dma_mut().engine.pending |= transfer.events_pending;
                end += u64::from(transfer.wait);
            }
            Err(fault) => fail(bus, number, true, fault),
        }
    }
    let dma = bus.dma_mut();
    dma.engine.write_free = end;
    if dma.channels[number].advance_write() {
        dma.engine.ending.push_back((end, number));
    }
}

/// Marks a channel as failed; an access to something that is not modelled stops the board.
fn fail(bus: &mut impl DmaBus, number: usize, write: bool, fault: BusFault) {
    bus.dma_mut().fail(number, write);
    if let BusFault::Unmodelled { address, what } = fault {
        stop(bus, address, format!("{what}, by DMA channel {number}"));
    }
}

fn stop(bus: &mut impl DmaBus, address: u32, what: String) {
    bus.stop(address, what);
    bus.dma_mut().engine.pending = true;
}

/// Returns the address on the bus of an access, if the channel has permission for it. It is aligned, because the result
/// of an unaligned access is unspecified (§12.6.2.1.1).
fn bus_address(dma: &Dma, number: usize, address: u32, size: Size) -> Result<u32, BusFault> {
    let address = address & !(size.bytes() - 1);
    if address >> 28 > LAST_REGION || !dma.permits(number, address) {
        return Err(BusFault::Bus { address });
    }
    Ok(address)
}
