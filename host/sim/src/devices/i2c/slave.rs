//! The controller as a slave.

use super::buffers::{AbortSources, Buffers, Interrupts};
use super::bus_slave::SlaveInterface;

/// Settings of the slave.
#[derive(Clone, Copy, Debug)]
pub(super) struct SlaveSettings {
    /// IC_SAR.
    pub address: u32,
    /// IC_ACK_GENERAL_CALL.
    pub general_calls: bool,
    /// IC_SLV_DATA_NACK_ONLY.
    pub refuses_data: bool,
}

/// State of a transfer.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Slave {
    /// RD_REQ has been raised for the next byte.
    requested: bool,
    /// The next byte is the first after the address.
    first: bool,
    /// The slave has been addressed since the last START.
    pub addressed: bool,
}

/// The controller as a slave on the bus.
pub(super) struct ControllerSlave<'a> {
    /// State of the transfer.
    pub slave: &'a mut Slave,
    /// FIFOs and interrupts.
    pub buffers: &'a mut Buffers,
    /// Settings.
    pub settings: SlaveSettings,
}

impl SlaveInterface for ControllerSlave<'_> {
    fn address(&mut self, byte: u8) -> bool {
        let general = byte == 0 && self.settings.general_calls;
        if !general && u32::from(byte >> 1) != self.settings.address & 0x7F {
            return false;
        }
        if general {
            self.buffers.raise(Interrupts::GEN_CALL);
        }
        if self.slave.addressed {
            self.buffers.raise(Interrupts::RESTART_DET);
        }
        *self.slave = Slave { requested: false, first: true, addressed: !general };
        if byte & 1 == 1 && !self.buffers.transmit.is_empty() {
            self.buffers.abort(AbortSources::SLAVE_FLUSH);
        }
        true
    }

    fn receive(&mut self, byte: u8) -> bool {
        if self.settings.refuses_data {
            return false;
        }
        self.buffers.receive(byte, std::mem::take(&mut self.slave.first));
        true
    }

    fn transmit(&mut self) -> Option<u8> {
        let next = self.buffers.transmit.pop_front();
        if next.is_none() && !std::mem::replace(&mut self.slave.requested, true) {
            self.buffers.raise(Interrupts::RD_REQ);
        }
        if next.is_some() {
            self.slave.requested = false;
        }
        next.map(|data| data as u8)
    }

    fn read_ended(&mut self) {
        self.buffers.raise(Interrupts::RX_DONE);
    }

    fn transfer_ended(&mut self, stopped: bool) {
        if stopped {
            self.slave.requested = false;
        }
    }
}
