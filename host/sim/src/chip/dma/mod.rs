//! The DMA engine (RP2350 §12.6): which transfer takes place in which cycle.
//!
//! A transfer begins in one cycle, reads in the next, and writes when its data is there; each side makes one access a
//! cycle unless the bus lets it wait. The engine runs when the board has brought the cores to [`Engine::wake`]. In a
//! burst between memories it then catches up with them and goes a little ahead, so that in turn either is first at the
//! banks; everything that somebody else could see happens in its own cycle.

mod schedule;
mod transfer;

use super::Chip;
use crate::devices::dma::Arbiter;
use crate::peripheral::Effects;
use std::collections::VecDeque;

/// Transfers between read and write (choice; READ_ADDR of a failed read is no more than three transfers off).
const DEPTH: usize = 4;
/// A burst is looked at again after so many cycles.
const WINDOW: u64 = 32;

/// Data between read and write.
#[derive(Clone, Copy, Debug)]
struct Datum {
    channel: usize,
    /// First cycle of the write.
    ready: u64,
    /// Nothing when the read failed: then the write is left out.
    data: Option<u32>,
}

/// What DMA has under way.
#[derive(Clone, Debug)]
pub(super) struct Engine {
    arbiter: Arbiter,
    /// First cycle in which a transfer may begin.
    issue_at: u64,
    /// First cycles in which the two bus ports are free.
    read_free: u64,
    write_free: u64,
    data: VecDeque<Datum>,
    /// Channels whose last write ends in a cycle.
    ending: VecDeque<(u64, usize)>,
    /// Requests that channels wait for, as the blocks were told.
    observed: u64,
    /// The engine is making an access itself.
    running: bool,
    /// The board must look after an access that let the engine catch up.
    attention: bool,
    /// Cycle in which the engine is to run next.
    pub(super) wake: u64,
    /// It uses the bus now or soon.
    pub(super) active: bool,
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
            attention: false,
            wake: u64::MAX,
            active: false,
        }
    }
}

/// What the engine does next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Step {
    /// A channel's last write has ended.
    End,
    /// A transfer begins in the cycle before and reads.
    Read { asking: u16 },
    /// The oldest datum is written.
    Write,
}

impl Chip {
    /// Whether DMA uses the bus now or soon.
    pub fn dma_active(&self) -> bool {
        self.engine.active
    }

    /// Something has changed that may let a channel go on: the engine looks in the next cycle.
    pub(super) fn wake_dma(&mut self, cycle: u64) {
        if !self.engine.running && self.peripherals.dma.busy() {
            self.engine.wake = self.engine.wake.min(cycle.saturating_add(1));
            self.engine.active = true;
        }
    }

    /// Before somebody accesses a register in a cycle: DMA does what it does before that. True when the board must look
    /// at what that changed.
    pub(super) fn catch_up_dma(&mut self, cycle: u64) -> bool {
        if self.engine.wake == u64::MAX || self.engine.running {
            return false;
        }
        self.run_dma(cycle, false);
        while self.engine.ending.front().is_some_and(|(at, _)| *at <= cycle) {
            self.end_sequence(cycle);
        }
        std::mem::take(&mut self.engine.attention)
    }

    /// The board has come to a cycle, and the blocks with it.
    pub(super) fn serve_dma(&mut self, cycle: u64) {
        if !self.peripherals.dma.busy() && self.engine.ending.is_empty() {
            self.rest_dma(cycle);
            return;
        }
        self.poll_requests(cycle);
        let next = cycle.saturating_add(1);
        self.run_dma(next, false);
        let lead = self.peripherals.busctrl.dma_lead(WINDOW);
        self.run_dma(next.saturating_add(lead), true);
        self.observe_requests(cycle);
        self.engine.wake = self.next_wake(cycle);
        self.engine.active = self.engine.wake.saturating_sub(cycle) <= 2 * WINDOW;
    }

    /// No channel is busy: DMA costs nothing.
    fn rest_dma(&mut self, cycle: u64) {
        self.engine.wake = u64::MAX;
        self.engine.active = false;
        self.observe_requests(cycle);
    }

    /// Does everything that happens before a cycle. `ahead` of the cores, only accesses to SRAM that end nothing.
    pub(super) fn run_dma(&mut self, until: u64, ahead: bool) {
        if self.engine.running {
            return;
        }
        self.engine.running = true;
        while let Some((at, step)) = self.next_step() {
            if at >= until || ahead && !self.may_run_ahead(step) {
                break;
            }
            match step {
                Step::End => self.end_sequence(at),
                Step::Read { asking } => self.read_datum(asking, at),
                Step::Write => self.write_datum(at),
            }
        }
        self.engine.running = false;
    }

    /// A channel's last write has ended: interrupt and chain.
    fn end_sequence(&mut self, at: u64) {
        if let Some((_, channel)) = self.engine.ending.pop_front() {
            self.peripherals.dma.finish(channel, at);
            self.engine.attention = true;
            self.propagate(Effects::EVENTS, at);
        }
    }
}
