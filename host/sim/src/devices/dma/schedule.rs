//! Order of DMA's steps: requests, pacing timers, bus ports.

use super::bus::DmaBus;
use super::channel::{Channel, Pace};
use super::controller::{CHANNELS, Dma};
use crate::memory::sram::Sram;

/// Transfers between read and write. An assumption; READ_ADDR of a failed read is at most three transfers off.
const DEPTH: usize = 4;

/// Cycles after which a burst is serviced again.
pub(super) const WINDOW: u64 = 32;

/// A request that rises in a cycle lets a transfer begin in the next one (§12.6.4.2, figure "DREQ counting").
const REQUEST_LATENCY: u64 = 1;

/// One step of the engine.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Step {
    /// A channel's last write has ended.
    End,
    /// A transfer, issued in the cycle before, reads. `asking` are the channels that could issue one, a bit each.
    Read { asking: u16 },
    /// The oldest datum is written.
    Write,
}

/// True for a request of a transmit FIFO: a transfer takes its room only when it writes (§12.6.4.1).
const fn requests_transmit_data(request: u32) -> bool {
    match request {
        0..=23 => request % 8 < 4,
        24..=31 | 44..=47 | 50 | 52 | 54 => request.is_multiple_of(2),
        _ => false,
    }
}

/// Returns the next step and its cycle. In the same cycle a read comes before a write: it reads the old value.
pub(super) fn next_step(bus: &mut impl DmaBus) -> Option<(u64, Step)> {
    let read = next_read(bus);
    let engine = &bus.dma().engine;
    let write = engine.data.front().map(|datum| datum.ready.max(engine.write_free));
    let end = engine.ending.front().map(|(at, _)| *at);
    let steps = [
        end.map(|at| (at, Step::End)),
        read.map(|(at, asking)| (at, Step::Read { asking })),
        write.map(|at| (at, Step::Write)),
    ];
    steps.into_iter().flatten().min_by_key(|(at, _)| *at)
}

/// Returns the cycle of the next read, and the channels that could issue a transfer in the cycle before.
fn next_read(bus: &mut impl DmaBus) -> Option<(u64, u16)> {
    if bus.dma().engine.data.len() >= DEPTH {
        return None;
    }
    let mut from = [u64::MAX; CHANNELS];
    let mut earliest = u64::MAX;
    for (number, from) in from.iter_mut().enumerate() {
        if bus.dma().channels[number].runs() {
            *from = ready_from(bus, number).unwrap_or(u64::MAX);
            earliest = earliest.min(*from);
        }
    }
    if earliest == u64::MAX {
        return None;
    }
    let engine = &bus.dma().engine;
    let issue = earliest.max(engine.issue_at).max(engine.read_free.saturating_sub(1));
    let ready = from.iter().enumerate().filter(|(_, from)| **from <= issue);
    let asking = ready.fold(0, |mask, (number, _)| mask | 1 << number);
    Some((issue.saturating_add(1), asking))
}

/// Returns the first cycle in which a channel may issue a transfer; `None` while that is unknown.
fn ready_from(bus: &mut impl DmaBus, number: usize) -> Option<u64> {
    let dma = bus.dma();
    let channel = &dma.channels[number];
    let from = channel.ready_from;
    match channel.pace() {
        Pace::Free => Some(from),
        Pace::Timer(timer) => dma.timer_allows(number, timer).map(|at| at.max(from)),
        Pace::Request(_) if channel.waits => None,
        Pace::Request(request) => {
            if has_credit(bus, number, request) {
                return Some(from);
            }
            bus.dma_mut().channels[number].waits = true;
            None
        }
    }
}

/// Returns true if the device asks for more transfers than are in progress.
fn has_credit(bus: &mut impl DmaBus, number: usize, request: u32) -> bool {
    let taken = if requests_transmit_data(request) { bus.dma().channels[number].under_way } else { 0 };
    bus.credits(request) > taken
}

/// Lets channels continue whose request is high in a cycle, to which the devices have been advanced.
pub(super) fn poll_requests(bus: &mut impl DmaBus, cycle: u64) {
    bus.advance_requests(cycle);
    for number in 0..CHANNELS {
        let channel = &bus.dma().channels[number];
        if let (true, true, Pace::Request(request)) = (channel.runs(), channel.waits, channel.pace())
            && has_credit(bus, number, request)
        {
            let channel = &mut bus.dma_mut().channels[number];
            channel.waits = false;
            channel.ready_from = channel.ready_from.max(cycle.saturating_add(REQUEST_LATENCY));
        }
    }
}

/// Reports the requests that running channels wait for to the devices, if they have changed.
pub(super) fn observe_requests(bus: &mut impl DmaBus, cycle: u64) {
    let wanted = |channel: &Channel| match channel.pace() {
        Pace::Request(request) if channel.runs() => 1 << request,
        _ => 0,
    };
    let dma = bus.dma_mut();
    let observed = dma.channels.iter().fold(0, |mask, channel| mask | wanted(channel));
    if observed != dma.engine.observed {
        dma.engine.observed = observed;
        bus.observe_requests(observed, cycle);
    }
}

/// Returns true for a channel in a burst within SRAM that has more than one transfer left.
fn bursts(channel: &Channel) -> bool {
    channel.pace() == Pace::Free
        && channel.to_issue > 1
        && Sram::contains(channel.read_address)
        && Sram::contains(channel.write_address)
}

/// Returns true if a step may be executed before earlier accesses of the cores.
pub(super) fn may_run_ahead(dma: &Dma, step: Step) -> bool {
    let channels = &dma.channels;
    match step {
        Step::End => false,
        Step::Read { .. } => channels.iter().filter(|channel| channel.runs()).all(bursts),
        Step::Write => dma.engine.data.front().is_some_and(|datum| {
            let channel = &channels[datum.channel];
            Sram::contains(channel.write_address) && channel.to_issue != 0
        }),
    }
}

/// Returns the cycle in which the engine runs next.
pub(super) fn next_wake(bus: &mut impl DmaBus, cycle: u64) -> u64 {
    let Some((at, step)) = next_step(bus) else { return u64::MAX };
    let dma = bus.dma();
    let soonest = cycle.saturating_add(1);
    if !may_run_ahead(dma, step) || !dma.engine.ending.is_empty() {
        return at.max(soonest);
    }
    let running = dma.channels.iter().filter(|channel| channel.runs());
    // At most one transfer is issued in each cycle, so the last of a sequence is not issued before this.
    let last = running
        .map(|channel| if bursts(channel) { u64::from(channel.to_issue) - 1 } else { 0 })
        .min()
        .unwrap_or(0);
    at.saturating_add(last).min(cycle.saturating_add(WINDOW)).max(soonest)
}
