//! FIFOs, interrupts and abort sources, which master and slave share.

use std::collections::VecDeque;

/// Entries of each FIFO (IC_COMP_PARAM_1).
pub(super) const DEPTH: usize = 16;

/// Interrupts as in IC_RAW_INTR_STAT.
pub(super) mod interrupt {
    #![allow(missing_docs, reason = "the names are those of the register's bits")]
    pub(crate) const RX_UNDER: u32 = 1 << 0;
    pub(crate) const RX_OVER: u32 = 1 << 1;
    pub(crate) const RX_FULL: u32 = 1 << 2;
    pub(crate) const TX_OVER: u32 = 1 << 3;
    pub(crate) const TX_EMPTY: u32 = 1 << 4;
    pub(crate) const RD_REQ: u32 = 1 << 5;
    pub(crate) const TX_ABRT: u32 = 1 << 6;
    pub(crate) const RX_DONE: u32 = 1 << 7;
    pub(crate) const ACTIVITY: u32 = 1 << 8;
    pub(crate) const STOP_DET: u32 = 1 << 9;
    pub(crate) const START_DET: u32 = 1 << 10;
    pub(crate) const GEN_CALL: u32 = 1 << 11;
    pub(crate) const RESTART_DET: u32 = 1 << 12;
}

/// Abort sources as in IC_TX_ABRT_SOURCE.
pub(super) mod abort {
    #![allow(missing_docs, reason = "the names are those of the register's bits")]
    pub(crate) const ADDRESS_7_NOACK: u32 = 1 << 0;
    pub(crate) const ADDRESS_10_FIRST_NOACK: u32 = 1 << 1;
    pub(crate) const ADDRESS_10_SECOND_NOACK: u32 = 1 << 2;
    pub(crate) const DATA_NOACK: u32 = 1 << 3;
    pub(crate) const GENERAL_CALL_NOACK: u32 = 1 << 4;
    pub(crate) const GENERAL_CALL_READ: u32 = 1 << 5;
    pub(crate) const READ_10_NO_RESTART: u32 = 1 << 10;
    pub(crate) const MASTER_DISABLED: u32 = 1 << 11;
    pub(crate) const ARBITRATION_LOST: u32 = 1 << 12;
    pub(crate) const SLAVE_FLUSH: u32 = 1 << 13;
    pub(crate) const SLAVE_READ_COMMAND: u32 = 1 << 15;
    pub(crate) const USER: u32 = 1 << 16;
}

/// Bits of a command in the transmit FIFO, as in IC_DATA_CMD.
pub(super) mod command {
    #![allow(missing_docs, reason = "the names are those of the register's bits")]
    pub(crate) const READ: u16 = 1 << 8;
    pub(crate) const STOP: u16 = 1 << 9;
    pub(crate) const RESTART: u16 = 1 << 10;
}

/// Flag of the first byte after an address in what IC_DATA_CMD reads.
const FIRST_DATA_BYTE: u16 = 1 << 11;

/// The FIFOs and what happened to them.
#[derive(Clone, Debug, Default)]
pub(super) struct Buffers {
    /// Commands of the master, or data of the slave.
    pub transmit: VecDeque<u16>,
    receive: VecDeque<u16>,
    /// Latched interrupts; RX_FULL and TX_EMPTY are made from the levels.
    pub raw: u32,
    /// IC_TX_ABRT_SOURCE.
    pub abort_source: u32,
}

impl Buffers {
    /// Sets interrupts.
    pub(super) fn raise(&mut self, interrupts: u32) {
        self.raw |= interrupts;
    }

    /// A write to IC_DATA_CMD. It is lost while the FIFO is full, or held empty by an abort.
    pub(super) fn put(&mut self, command: u16) {
        if self.raw & interrupt::TX_ABRT != 0 {
            return;
        }
        if self.transmit.len() < DEPTH {
            self.transmit.push_back(command);
        } else {
            self.raise(interrupt::TX_OVER);
        }
    }

    /// A read of IC_DATA_CMD.
    pub(super) fn take(&mut self) -> u16 {
        self.receive.pop_front().unwrap_or_else(|| {
            self.raw |= interrupt::RX_UNDER;
            0
        })
    }

    /// Bytes that were received.
    pub(super) fn received(&self) -> usize {
        self.receive.len()
    }

    /// A byte came in. It is lost when the FIFO is full.
    pub(super) fn receive(&mut self, byte: u8, first: bool) {
        if self.receive.len() < DEPTH {
            self.receive.push_back(u16::from(byte) | if first { FIRST_DATA_BYTE } else { 0 });
        } else {
            self.raise(interrupt::RX_OVER);
        }
    }

    /// What waited cannot be sent, and is flushed until IC_CLR_TX_ABRT is read.
    pub(super) fn abort(&mut self, source: u32) {
        self.abort_source = self.abort_source & 0xFF_FFFF | source | (self.transmit.len() as u32) << 23;
        self.transmit.clear();
        self.raise(interrupt::TX_ABRT);
    }

    /// Both FIFOs are held empty while the controller is off.
    pub(super) fn clear(&mut self) {
        self.transmit.clear();
        self.receive.clear();
    }
}
