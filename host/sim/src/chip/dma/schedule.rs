//! When channels may go on: requests, pacing timers, turns.

use super::super::Chip;
use super::{DEPTH, Step, WINDOW};
use crate::devices::dma::{CHANNELS, Channel, Pace};
use crate::memory::sram::Sram;
use crate::peripheral::{Access, Effects};

/// A request that rises in a cycle lets a transfer begin in the next one (§12.6.4.2, figure "DREQ counting").
const REQUEST_LATENCY: u64 = 1;

/// Whether a request is for room in a FIFO, which a transfer takes only when it writes (§12.6.4.1).
const fn asks_for_data(request: u32) -> bool {
    match request {
        0..=23 => request % 8 < 4,
        24..=31 | 44..=47 | 50 | 52 | 54 => request.is_multiple_of(2),
        _ => false,
    }
}

impl Chip {
    /// What the engine does next, and in which cycle. At the same cycle a read comes before a write: it gets what was
    /// there before.
    pub(super) fn next_step(&mut self) -> Option<(u64, Step)> {
        let write = self.engine.data.front().map(|datum| datum.ready.max(self.engine.write_free));
        let read = self.next_read();
        let end = self.engine.ending.front().map(|(at, _)| *at);
        let steps = [
            end.map(|at| (at, Step::End)),
            read.map(|(at, asking)| (at, Step::Read { asking })),
            write.map(|at| (at, Step::Write)),
        ];
        steps.into_iter().flatten().min_by_key(|(at, _)| *at)
    }

    /// Cycle of the next read, and the channels that could begin a transfer in the cycle before.
    fn next_read(&mut self) -> Option<(u64, u16)> {
        if self.engine.data.len() >= DEPTH {
            return None;
        }
        let mut from = [u64::MAX; CHANNELS];
        let mut earliest = u64::MAX;
        for (number, from) in from.iter_mut().enumerate() {
            if self.peripherals.dma.channels[number].runs() {
                *from = self.ready_from(number).unwrap_or(u64::MAX);
                earliest = earliest.min(*from);
            }
        }
        if earliest == u64::MAX {
            return None;
        }
        let issue = earliest.max(self.engine.issue_at).max(self.engine.read_free.saturating_sub(1));
        let ready = from.iter().enumerate().filter(|(_, from)| **from <= issue);
        let asking = ready.fold(0, |mask, (number, _)| mask | 1 << number);
        Some((issue.saturating_add(1), asking))
    }

    /// First cycle in which a channel may begin a transfer, as far as is known.
    fn ready_from(&mut self, number: usize) -> Option<u64> {
        let channel = &self.peripherals.dma.channels[number];
        let from = channel.ready_from;
        match channel.pace() {
            Pace::Free => Some(from),
            Pace::Timer(timer) => self.peripherals.dma.timer_allows(number, timer).map(|at| at.max(from)),
            Pace::Request(_) if channel.waits => None,
            Pace::Request(request) => {
                if self.has_credit(number, request) {
                    return Some(from);
                }
                self.peripherals.dma.channels[number].waits = true;
                None
            }
        }
    }

    /// Whether the block asks for more transfers than are on their way to it.
    fn has_credit(&mut self, number: usize, request: u32) -> bool {
        let taken = if asks_for_data(request) { self.peripherals.dma.channels[number].under_way } else { 0 };
        self.peripherals.requester(request).is_some_and(|block| block.credits(request) > taken)
    }

    /// The blocks have come to a cycle: channels whose request is high now may go on.
    pub(super) fn poll_requests(&mut self, cycle: u64) {
        self.run_pio(cycle);
        for number in 0..CHANNELS {
            let channel = &self.peripherals.dma.channels[number];
            if let (true, true, Pace::Request(request)) = (channel.runs(), channel.waits, channel.pace())
                && self.has_credit(number, request)
            {
                let channel = &mut self.peripherals.dma.channels[number];
                channel.waits = false;
                channel.ready_from = channel.ready_from.max(cycle.saturating_add(REQUEST_LATENCY));
            }
        }
    }

    /// Tells the blocks which requests running channels go by, when that has changed.
    pub(super) fn observe_requests(&mut self, cycle: u64) {
        let wanted = |channel: &Channel| match channel.pace() {
            Pace::Request(request) if channel.runs() => 1 << request,
            _ => 0,
        };
        let observed = self.peripherals.dma.channels.iter().fold(0, |mask, channel| mask | wanted(channel));
        if observed != self.engine.observed {
            self.engine.observed = observed;
            self.peripherals.observe_requests(observed);
            // What is due already, or high already, is looked at in the next cycle.
            let access = Access { now: self.timeline.time_at(cycle), cycle, core: 0, clocks: &self.clocks };
            let effects = self.peripherals.advance(&access);
            self.propagate(effects | Effects::EVENTS, cycle);
        }
    }

    /// A channel in a burst between SRAM and SRAM, which goes on.
    fn bursts(channel: &Channel) -> bool {
        channel.pace() == Pace::Free
            && channel.to_issue > 1
            && Sram::contains(channel.read_address)
            && Sram::contains(channel.write_address)
    }

    /// Whether a step may come before accesses of the cores that are earlier.
    pub(super) fn may_run_ahead(&self, step: Step) -> bool {
        let channels = &self.peripherals.dma.channels;
        match step {
            Step::End => false,
            Step::Read { .. } => channels.iter().filter(|channel| channel.runs()).all(Self::bursts),
            Step::Write => self.engine.data.front().is_some_and(|datum| {
                let channel = &channels[datum.channel];
                Sram::contains(channel.write_address) && channel.to_issue != 0
            }),
        }
    }

    /// When the engine is to run again.
    pub(super) fn next_wake(&mut self, cycle: u64) -> u64 {
        let Some((at, step)) = self.next_step() else { return u64::MAX };
        let soonest = cycle.saturating_add(1);
        if !self.may_run_ahead(step) || !self.engine.ending.is_empty() {
            return at.max(soonest);
        }
        let running = self.peripherals.dma.channels.iter().filter(|channel| channel.runs());
        // One transfer begins in each cycle at most, so the last of a sequence not before this.
        let last = running
            .map(|channel| if Self::bursts(channel) { u64::from(channel.to_issue) - 1 } else { 0 })
            .min()
            .unwrap_or(0);
        at.saturating_add(last).min(cycle.saturating_add(WINDOW)).max(soonest)
    }
}
