//! FIFOs, interrupts and abort sources, which master and slave share.

use bitflags::bitflags;
use std::collections::VecDeque;

/// Depth of each FIFO (IC_COMP_PARAM_1).
pub(super) const DEPTH: usize = 16;

bitflags! {
    /// Interrupts, as in IC_RAW_INTR_STAT.
    #[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
    pub(super) struct Interrupts: u32 {
        const RX_UNDER = 1 << 0;
        const RX_OVER = 1 << 1;
        const RX_FULL = 1 << 2;
        const TX_OVER = 1 << 3;
        const TX_EMPTY = 1 << 4;
        const RD_REQ = 1 << 5;
        const TX_ABRT = 1 << 6;
        const RX_DONE = 1 << 7;
        const ACTIVITY = 1 << 8;
        const STOP_DET = 1 << 9;
        const START_DET = 1 << 10;
        const GEN_CALL = 1 << 11;
        const RESTART_DET = 1 << 12;
    }

    /// Abort sources, as in IC_TX_ABRT_SOURCE.
    #[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
    pub(super) struct AbortSources: u32 {
        const ADDRESS_7_NOACK = 1 << 0;
        const ADDRESS_10_FIRST_NOACK = 1 << 1;
        const ADDRESS_10_SECOND_NOACK = 1 << 2;
        const DATA_NOACK = 1 << 3;
        const GENERAL_CALL_NOACK = 1 << 4;
        const GENERAL_CALL_READ = 1 << 5;
        const READ_10_NO_RESTART = 1 << 10;
        const MASTER_DISABLED = 1 << 11;
        const ARBITRATION_LOST = 1 << 12;
        const SLAVE_FLUSH = 1 << 13;
        const SLAVE_READ_COMMAND = 1 << 15;
        const USER = 1 << 16;
    }
}

/// Bits of a command in the transmit FIFO, as in IC_DATA_CMD.
pub(super) mod command {
    #![allow(missing_docs, reason = "the names are those of the register's bits")]
    pub(crate) const READ: u16 = 1 << 8;
    pub(crate) const STOP: u16 = 1 << 9;
    pub(crate) const RESTART: u16 = 1 << 10;
}

/// IC_DATA_CMD.FIRST_DATA_BYTE: the first byte after an address.
const FIRST_DATA_BYTE: u16 = 1 << 11;

/// The FIFOs, and the interrupts that they raise.
#[derive(Clone, Debug, Default)]
pub(super) struct Buffers {
    /// Commands of the master, or data of the slave.
    pub transmit: VecDeque<u16>,
    receive: VecDeque<u16>,
    /// Latched interrupts. RX_FULL and TX_EMPTY follow the FIFO levels.
    pub raw: Interrupts,
    /// IC_TX_ABRT_SOURCE.
    pub abort_source: u32,
}

impl Buffers {
    /// Raises interrupts.
    pub(super) fn raise(&mut self, interrupts: Interrupts) {
        self.raw |= interrupts;
    }

    /// Writes IC_DATA_CMD. The write is lost while the FIFO is full, or held empty by an abort.
    pub(super) fn put(&mut self, command: u16) {
        if self.raw.contains(Interrupts::TX_ABRT) {
            return;
        }
        if self.transmit.len() < DEPTH {
            self.transmit.push_back(command);
        } else {
            self.raise(Interrupts::TX_OVER);
        }
    }

    /// Reads IC_DATA_CMD.
    pub(super) fn take(&mut self) -> u16 {
        self.receive.pop_front().unwrap_or_else(|| {
            self.raw |= Interrupts::RX_UNDER;
            0
        })
    }

    /// Number of received bytes.
    pub(super) fn received(&self) -> usize {
        self.receive.len()
    }

    /// Receives a byte, which is lost when the FIFO is full.
    pub(super) fn receive(&mut self, byte: u8, first: bool) {
        if self.receive.len() < DEPTH {
            self.receive.push_back(u16::from(byte) | if first { FIRST_DATA_BYTE } else { 0 });
        } else {
            self.raise(Interrupts::RX_OVER);
        }
    }

    /// Discards the words that wait to be sent. The FIFO is held empty until IC_CLR_TX_ABRT is read.
    pub(super) fn abort(&mut self, sources: AbortSources) {
        self.abort_source =
            self.abort_source & 0xFF_FFFF | sources.bits() | (self.transmit.len() as u32) << 23;
        self.transmit.clear();
        self.raise(Interrupts::TX_ABRT);
    }

    /// Empties both FIFOs, as when the controller is disabled.
    pub(super) fn clear(&mut self) {
        self.transmit.clear();
        self.receive.clear();
    }
}
