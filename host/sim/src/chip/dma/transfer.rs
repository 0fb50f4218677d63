//! DMA's accesses to the bus.

use super::super::Chip;
use super::Datum;
use crate::bus::{Bus, BusFault, Initiator, Size, Transfer};
use crate::devices::dma::Pace;
use crate::memory::banks::Port;
use crate::memory::sram::Sram;

/// SRAM is claimed by bank; the rest of the first regions is reached like by a core. SIO and the private peripherals
/// are the cores' own (§12.6.7).
const LAST_REGION: u32 = 5;

impl Chip {
    /// A transfer of one of the channels that ask begins, and reads in a cycle.
    pub(super) fn read_datum(&mut self, asking: u16, cycle: u64) {
        let channels = &self.peripherals.dma.channels;
        let high = channels.iter().enumerate().filter(|(_, channel)| channel.high_priority());
        let high = high.fold(0, |mask, (number, _)| mask | 1 << number);
        let Some(number) = self.engine.arbiter.choose(asking, high) else { return };
        let issued = cycle - 1;
        self.engine.issue_at = cycle;
        let channel = &mut self.peripherals.dma.channels[number];
        channel.issue();
        let (address, size, pace) = (channel.read_address, channel.size(), channel.pace());
        match pace {
            Pace::Free => {}
            Pace::Timer(timer) => self.peripherals.dma.take_pulse(number, timer, issued),
            Pace::Request(request) => {
                if let Some(block) = self.peripherals.requester(request) {
                    block.take_credit(request);
                }
            }
        }
        let read = self.dma_read(number, address, size, cycle);
        let mut ready = cycle + 1;
        let data = match read {
            Ok(transfer) => {
                ready += u64::from(transfer.wait);
                let data = self.peripherals.dma.channels[number].swapped(transfer.value);
                if !self.peripherals.dma.sniff(number, data) {
                    self.stop_dma(address, "DMA.SNIFF_CTRL.CALC: reserved value".into());
                }
                Some(data)
            }
            Err(fault) => {
                self.note_dma_fault(number, false, fault);
                None
            }
        };
        self.peripherals.dma.channels[number].advance_read();
        self.engine.read_free = ready;
        self.engine.data.push_back(Datum { channel: number, ready, data });
        self.peripherals.dma.buffered = self.engine.data.len() as u32;
    }

    /// The oldest datum is written in a cycle.
    pub(super) fn write_datum(&mut self, cycle: u64) {
        let Some(Datum { channel: number, data, .. }) = self.engine.data.pop_front() else { return };
        self.peripherals.dma.buffered = self.engine.data.len() as u32;
        let channel = &self.peripherals.dma.channels[number];
        let (address, size) = (channel.write_address, channel.size());
        let mut end = cycle + 1;
        if let (Some(data), false) = (data, channel.failed()) {
            match self.dma_write(number, address, size, data, cycle) {
                Ok(transfer) => end += u64::from(transfer.wait),
                Err(fault) => self.note_dma_fault(number, true, fault),
            }
        }
        self.engine.write_free = end;
        if self.peripherals.dma.channels[number].advance_write() {
            self.engine.ending.push_back((end, number));
        }
    }

    fn note_dma_fault(&mut self, number: usize, write: bool, fault: BusFault) {
        self.peripherals.dma.fail(number, write);
        if let BusFault::NotModelled { address, what } = fault {
            self.stop_dma(address, format!("{what}, by DMA channel {number}"));
        }
    }

    /// The board finds this and stops.
    fn stop_dma(&mut self, address: u32, what: String) {
        self.fault.get_or_insert(BusFault::NotModelled { address, what });
        self.engine.attention = true;
    }

    fn dma_initiator(cycle: u64) -> Initiator {
        Initiator { core: 0, now: cycle, debugger: false }
    }

    /// The address that an access of a channel reaches: the aligned one, because the result of an unaligned access is
    /// unspecified (§12.6.2.1.1), if the channel may reach it.
    fn dma_address(&self, number: usize, address: u32, size: Size) -> Result<u32, BusFault> {
        let address = address & !(size.bytes() - 1);
        if address >> 28 > LAST_REGION || !self.peripherals.dma.permits(number, address) {
            return Err(BusFault::Bus { address });
        }
        Ok(address)
    }

    fn dma_read(
        &mut self,
        number: usize,
        address: u32,
        size: Size,
        cycle: u64,
    ) -> Result<Transfer, BusFault> {
        let address = self.dma_address(number, address, size)?;
        if Sram::contains(address) {
            let wait = self.banks.claim(address, cycle, Port::DmaRead);
            return Ok(Transfer { value: self.sram.read(address, size)?, wait, ..Transfer::default() });
        }
        let transfer = Bus::read(self, address, size, Self::dma_initiator(cycle))?;
        self.engine.attention |= transfer.attention;
        Ok(transfer)
    }

    fn dma_write(
        &mut self,
        number: usize,
        address: u32,
        size: Size,
        data: u32,
        cycle: u64,
    ) -> Result<Transfer, BusFault> {
        let address = self.dma_address(number, address, size)?;
        if Sram::contains(address) {
            let wait = self.banks.claim(address, cycle, Port::DmaWrite);
            self.sram.write(address, size, data)?;
            for reservation in &mut self.reservations {
                reservation.take_if(|reserved| *reserved == address & !3);
            }
            return Ok(Transfer { wait, ..Transfer::default() });
        }
        let transfer = Bus::write(self, address, size, data, Self::dma_initiator(cycle))?;
        self.engine.attention |= transfer.attention;
        Ok(transfer)
    }
}
