//! Streaming (RP2350 §4.4.3): background reads of flash into a FIFO for DMA.

use std::collections::VecDeque;

/// Words in the FIFO (register description of STAT.FIFO_FULL).
const DEPTH: usize = 2;
/// Cycles from the end of a cache miss to the next streamed read.
const COOLDOWN: u64 = 9;
/// STREAM_CTR has 22 bits.
const COUNT: u32 = 0x003F_FFFF;

/// Linear sequence of reads.
#[derive(Clone, Debug, Default)]
pub(crate) struct Stream {
    address: u32,
    count: u32,
    fifo: VecDeque<u32>,
    /// Word being read, and the cycle at which it arrives.
    loading: Option<(u64, u32)>,
    /// Earliest cycle for the next read.
    free_at: u64,
}

impl Stream {
    /// STREAM_ADDR.
    pub(crate) fn address(&self) -> u32 {
        self.address
    }

    /// Writes STREAM_ADDR.
    pub(crate) fn set_address(&mut self, address: u32) {
        self.address = address & !3;
    }

    /// STREAM_CTR.
    pub(crate) fn count(&self) -> u32 {
        self.count
    }

    /// Writes STREAM_CTR: starts reads, or stops them with 0.
    pub(crate) fn set_count(&mut self, count: u32, cycle: u64) {
        self.count = count & COUNT;
        self.free_at = self.free_at.max(cycle);
    }

    /// Words in the FIFO.
    pub(crate) fn level(&self) -> u32 {
        self.fifo.len() as u32
    }

    /// FIFO_FULL and FIFO_EMPTY, as in STAT.
    pub(crate) fn status(&self) -> u32 {
        u32::from(self.fifo.len() == DEPTH) << 2 | u32::from(self.fifo.is_empty()) << 1
    }

    /// Reads STREAM_FIFO; 0 if it is empty (assumption).
    pub(crate) fn pop(&mut self, cycle: u64) -> u32 {
        self.free_at = self.free_at.max(cycle);
        self.fifo.pop_front().unwrap_or(0)
    }

    fn wants(&self) -> bool {
        self.count != 0 && self.loading.is_none() && self.fifo.len() < DEPTH
    }

    /// Moves the word that has arrived by a cycle into the FIFO.
    pub(crate) fn accept_word(&mut self, cycle: u64) -> bool {
        match self.loading {
            Some((end, word)) if end <= cycle => {
                self.loading = None;
                self.fifo.push_back(word);
                self.free_at = end;
                true
            }
            _ => false,
        }
    }

    /// Cycle of the next event; `bus_free` is the cycle at which the last user frees the serial bus.
    pub(crate) fn next(&self, bus_free: u64) -> Option<u64> {
        match self.loading {
            Some((end, _)) => Some(end),
            None if self.wants() && bus_free > self.free_at => Some(bus_free + COOLDOWN),
            None => self.wants().then_some(self.free_at),
        }
    }

    /// Begins a read and returns its address; [`Stream::load`] gives the word.
    pub(crate) fn begin(&mut self) -> u32 {
        let address = self.address;
        self.address = address.wrapping_add(4);
        self.count -= 1;
        address
    }

    /// Sets the word of the read that has begun and the cycle at which it ends.
    pub(crate) fn load(&mut self, end: u64, word: u32) {
        self.loading = Some((end, word));
    }

    /// Stops because no flash answers at the address.
    pub(crate) fn stop(&mut self) {
        self.count = 0;
    }
}
