//! Execution of DMA transfers (RP2350 §12.6): each step in its cycle.
//!
//! A transfer is issued in one cycle, reads in the next, and writes once its data has arrived; each side makes one
//! access a cycle unless the bus adds wait states. The engine runs when the board has advanced the cores to its next
//! cycle ([`Dma::wake`](super::Dma::wake)). In a burst between memories it catches up with the cores and then runs a
//! little ahead of them, so that cores and DMA take turns at the banks. Every step that something else can observe
//! happens in its own cycle.

use super::bus::DmaBus;
use super::schedule::{Step, WINDOW, may_run_ahead, next_step, next_wake, observe_requests, poll_requests};
use super::transfer::{read_datum, write_datum};

/// Schedules the engine for the cycle after a change that may let a channel continue.
pub(crate) fn wake(bus: &mut impl DmaBus, cycle: u64) {
    let dma = bus.dma_mut();
    if !dma.engine.running && dma.busy() {
        dma.engine.wake = dma.engine.wake.min(cycle.saturating_add(1));
        dma.engine.active = true;
    }
}

/// Executes the steps before an access to a register in a cycle. Returns true if the board must service events.
pub(crate) fn catch_up(bus: &mut impl DmaBus, cycle: u64) -> bool {
    let engine = &bus.dma().engine;
    if engine.wake == u64::MAX || engine.running {
        return false;
    }
    run_before(bus, cycle);
    while bus.dma().engine.ending.front().is_some_and(|(at, _)| *at <= cycle) {
        end_sequence(bus, cycle);
    }
    std::mem::take(&mut bus.dma_mut().engine.pending)
}

/// Executes the steps of a cycle, to which the devices have been advanced, and schedules the next.
pub(crate) fn service(bus: &mut impl DmaBus, cycle: u64) {
    let dma = bus.dma_mut();
    if !dma.busy() && dma.engine.ending.is_empty() {
        dma.engine.wake = u64::MAX;
        dma.engine.active = false;
        observe_requests(bus, cycle);
        return;
    }
    poll_requests(bus, cycle);
    let next = cycle.saturating_add(1);
    run(bus, next, false);
    let lead = bus.lead(WINDOW);
    run(bus, next.saturating_add(lead), true);
    observe_requests(bus, cycle);
    let wake = next_wake(bus, cycle);
    let engine = &mut bus.dma_mut().engine;
    engine.wake = wake;
    engine.active = wake.saturating_sub(cycle) <= 2 * WINDOW;
}

/// Executes all steps before a cycle.
pub(crate) fn run_before(bus: &mut impl DmaBus, cycle: u64) {
    run(bus, cycle, false);
}

/// Executes the steps before a cycle; with `ahead` of the cores, only accesses to SRAM that end no sequence.
fn run(bus: &mut impl DmaBus, until: u64, ahead: bool) {
    if bus.dma().engine.running {
        return;
    }
    bus.dma_mut().engine.running = true;
    while let Some((at, step)) = next_step(bus) {
        if at >= until || ahead && !may_run_ahead(bus.dma(), step) {
            break;
        }
        match step {
            Step::End => end_sequence(bus, at),
            Step::Read { asking } => read_datum(bus, asking, at),
            Step::Write => write_datum(bus, at),
        }
    }
    bus.dma_mut().engine.running = false;
}

/// Ends a sequence after the last write of its channel: interrupt and chain.
fn end_sequence(bus: &mut impl DmaBus, cycle: u64) {
    let dma = bus.dma_mut();
    if let Some((_, channel)) = dma.engine.ending.pop_front() {
        dma.finish(channel, cycle);
        dma.engine.pending = true;
        bus.interrupts_changed(cycle);
    }
}
