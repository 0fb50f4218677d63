//! The controller as a slave.

use super::buffers::{Buffers, abort, interrupt};
use super::follower::Target;

/// What the registers ask of the slave.
#[derive(Clone, Copy, Debug)]
pub(super) struct SlaveRules {
    /// IC_SAR.
    pub address: u32,
    /// It answers general calls.
    pub general_calls: bool,
    /// IC_SLV_DATA_NACK_ONLY.
    pub refuses_data: bool,
}

/// What the slave keeps of a transfer.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Slave {
    /// RD_REQ has been raised for the byte that is waited for.
    requested: bool,
    first: bool,
    /// It has been addressed since the last START.
    pub addressed: bool,
}

/// The slave with what it works on.
pub(super) struct SlaveTarget<'a> {
    /// Its state.
    pub slave: &'a mut Slave,
    /// FIFOs and interrupts.
    pub buffers: &'a mut Buffers,
    /// What it answers to.
    pub rules: SlaveRules,
}

impl Target for SlaveTarget<'_> {
    fn address(&mut self, byte: u8) -> bool {
        let general = byte == 0 && self.rules.general_calls;
        if !general && u32::from(byte >> 1) != self.rules.address & 0x7F {
            return false;
        }
        if general {
            self.buffers.raise(interrupt::GEN_CALL);
        }
        if self.slave.addressed {
            self.buffers.raise(interrupt::RESTART_DET);
        }
        *self.slave = Slave { requested: false, first: true, addressed: !general };
        if byte & 1 == 1 && !self.buffers.transmit.is_empty() {
            self.buffers.abort(abort::SLAVE_FLUSH);
        }
        true
    }

    fn receive(&mut self, byte: u8) -> bool {
        if self.rules.refuses_data {
            return false;
        }
        self.buffers.receive(byte, std::mem::take(&mut self.slave.first));
        true
    }

    fn transmit(&mut self) -> Option<u8> {
        let next = self.buffers.transmit.pop_front();
        if next.is_none() && !std::mem::replace(&mut self.slave.requested, true) {
            self.buffers.raise(interrupt::RD_REQ);
        }
        if next.is_some() {
            self.slave.requested = false;
        }
        next.map(|data| data as u8)
    }

    fn refused(&mut self) {
        self.buffers.raise(interrupt::RX_DONE);
    }

    fn ended(&mut self, stopped: bool) {
        if stopped {
            self.slave.requested = false;
        }
    }
}
