//! State of the DMA engine between its steps.

use super::arbiter::Arbiter;
use std::collections::VecDeque;

/// Data between read and write.
#[derive(Clone, Copy, Debug)]
pub(super) struct Datum {
    /// Channel of the transfer.
    pub channel: usize,
    /// First cycle of the write.
    pub ready: u64,
    /// `None` after a failed read: the write is left out.
    pub data: Option<u32>,
}

/// Transfers in progress, and when the engine runs next.
#[derive(Clone, Debug)]
pub(super) struct Engine {
    pub arbiter: Arbiter,
    /// First cycle in which a transfer may begin.
    pub issue_at: u64,
    /// First cycle in which the read port is free.
    pub read_free: u64,
    /// First cycle in which the write port is free.
    pub write_free: u64,
    /// Data that is read and not yet written, oldest first.
    pub data: VecDeque<Datum>,
    /// Cycles in which the last write of a sequence ends, with the channel.
    pub ending: VecDeque<(u64, usize)>,
    /// Requests that channels wait for, as last reported to the devices.
    pub observed: u64,
    /// True while the engine makes an access itself.
    pub running: bool,
    /// Events are pending that the board must service.
    pub pending: bool,
    /// Cycle in which the engine runs next; `u64::MAX` when no channel is busy.
    pub wake: u64,
    /// The engine uses the bus now or soon.
    pub active: bool,
}

impl Default for Engine {
    fn default() -> Self {
        Engine {
            arbiter: Arbiter::default(),
            issue_at: 0,
            read_free: 0,
            write_free: 0,
            data: VecDeque::new(),
            ending: VecDeque::new(),
            observed: 0,
            running: false,
            pending: false,
            wake: u64::MAX,
            active: false,
        }
    }
}
