//! Detection of a debugger that waits: it reads the same locations repeatedly and writes nothing in between.
//!
//! A probe polls some thousand times per second of real time, and a poll takes only microseconds of simulated time.
//! The board therefore runs ahead when it is polled, in steps of increasing length, until the polled data changes.

use std::ops::Range;

use crate::bus::Size;

use super::debug_target::DebugTarget;
use super::reset_line::ResetLine;
use crate::ppb::dcb::DHCSR;

/// First step, in cycles.
const MIN_STEP: u64 = 4_096;
/// Longest step, in cycles: 14 ms at 150 MHz.
const MAX_STEP: u64 = 2_097_152;
/// Number of blocks in one round of polling.
const MAX_BLOCKS: usize = 16;
/// Number of successive polls from which on the debugger is taken to wait.
const WAIT_THRESHOLD: u32 = 4;
/// Number of words of a polled block that are compared.
const MAX_WORDS: u32 = 64;

/// SRAM, which can be read without side effects. RP2350 datasheet §2.2.
const SRAM: Range<u32> = 0x2000_0000..0x2008_2000;

/// Block of memory that is read in one sequence.
#[derive(Clone, Copy, Debug)]
struct Block {
    core: u8,
    start: u32,
    end: u32,
}

/// Reads since the last write.
#[derive(Clone, Debug)]
pub(super) struct Polling {
    blocks: Vec<Block>,
    /// Length of the next step, in cycles.
    step: u64,
    /// Successive polls.
    polls: u32,
}

impl Default for Polling {
    fn default() -> Self {
        Self { blocks: Vec::new(), step: MIN_STEP, polls: 0 }
    }
}

/// Repeated read of a block.
#[derive(Clone, Copy, Debug)]
pub(super) struct Poll {
    block: Block,
    /// Length of the step, in cycles.
    step: u64,
    /// Successive polls, this one included.
    polls: u32,
}

impl Polling {
    /// Records a write by the debugger, which ends a wait.
    pub(super) fn record_write(&mut self) {
        *self = Self::default();
    }

    /// Records a read by the debugger; returns the poll if the read starts a block that was read before.
    pub(super) fn record_read(&mut self, core: u8, address: u32, size: Size) -> Option<Poll> {
        let end = address.wrapping_add(size.bytes());
        if let Some(last) = self.blocks.last_mut()
            && (last.core, last.end) == (core, address)
        {
            last.end = end;
            return None;
        }
        let seen = self.blocks.iter().find(|block| (block.core, block.start) == (core, address)).copied();
        if seen.is_some() || self.blocks.len() == MAX_BLOCKS {
            self.blocks.clear();
        }
        self.blocks.push(Block { core, start: address, end });
        let block = seen?;
        self.polls = self.polls.saturating_add(1);
        let poll = Poll { block, step: self.step, polls: self.polls };
        self.step = (self.step * 2).min(MAX_STEP);
        Some(poll)
    }
}

impl Poll {
    /// Returns true if the debugger waits.
    pub(super) fn is_wait(&self) -> bool {
        self.polls >= WAIT_THRESHOLD
    }

    /// Lets the board run until the polled data changes, a core is halted, or the step ends. Does nothing if both cores
    /// are halted, or if the debugger polls the state of a core that is halted.
    pub(super) fn run_ahead<T: DebugTarget>(self, target: &mut T, line: &mut ResetLine) {
        let halted = [target.halted(0), target.halted(1)];
        let answered = self.block.start == DHCSR && halted[usize::from(self.block.core & 1)];
        if answered || halted == [true; 2] {
            return;
        }
        if line.startup_left() != 0 {
            line.advance(self.step, target);
            return;
        }
        let content = self.words(target);
        let mut left = self.step;
        while left > 0 && target.stop_reason().is_none() {
            let passed = target.run_ahead(left, self.watched());
            left = left.saturating_sub(passed.max(1));
            if [target.halted(0), target.halted(1)] != halted || self.words(target) != content {
                return;
            }
        }
    }

    /// Returns the addresses at which a store can change the polled data; empty outside SRAM.
    fn watched(&self) -> Range<u32> {
        let first = self.block.start & !3;
        let end = self.block.end.min(first.saturating_add(4 * MAX_WORDS));
        if SRAM.contains(&first) && end <= SRAM.end { first..end } else { 0..0 }
    }

    /// Reads the words at those addresses.
    fn words<T: DebugTarget>(&self, target: &mut T) -> Vec<u32> {
        let addresses = self.watched().step_by(4);
        addresses.filter_map(|address| target.read(self.block.core, address, Size::Word).ok()).collect()
    }
}
