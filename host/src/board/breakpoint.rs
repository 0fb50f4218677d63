//! The second way to measure: hardware breakpoints at a sample's begin and end, DWT_CYCCNT read over SWD while the
//! core is halted there. It needs nothing of the firmware but the two addresses.

use std::time::{Duration, Instant};

use probe_rs::{Core, CoreStatus, HaltReason};

use super::attached::whereabouts;
use super::clock::{CycleSpan, Moment};
use super::{BoardError, FirmwareImage};

/// Where the core must stop.
struct Mark {
    name: &'static str,
    address: u32,
}

/// Measures `count` samples that the firmware executes once `start` has asked for them, and lets it run on. The
/// breakpoints are there before `start` is called, so that none of the samples escapes.
///
/// # Errors
/// What `start` says; SWD trouble; [`BoardError::Breakpoint`] where a mark is not reached within `limit`.
pub fn measure<T>(
    core: &mut Core<'_>,
    image: &FirmwareImage,
    count: u32,
    limit: Duration,
    interrupted: &dyn Fn() -> bool,
    start: impl FnOnce(&mut Core<'_>) -> Result<T, BoardError>,
) -> Result<(T, Vec<CycleSpan>), BoardError> {
    let begin = Mark { name: "twinbench_sample_begin", address: image.sample_begin };
    let end = Mark { name: "twinbench_sample_end", address: image.sample_end };
    for mark in [&begin, &end] {
        core.set_hw_breakpoint(mark.address.into()).map_err(BoardError::swd("setting a breakpoint"))?;
    }
    let outcome = start(core).and_then(|started| {
        let spans = spans(core, &begin, &end, count, limit, interrupted)?;
        Ok((started, spans))
    });
    // The breakpoints go even if a sample failed, so that the board is usable afterwards.
    let cleared = [&begin, &end].map(|mark| core.clear_hw_breakpoint(mark.address.into()));
    let outcome = outcome?;
    for result in cleared {
        result.map_err(BoardError::swd("clearing a breakpoint"))?;
    }
    Ok(outcome)
}

fn spans(
    core: &mut Core<'_>,
    begin: &Mark,
    end: &Mark,
    count: u32,
    limit: Duration,
    interrupted: &dyn Fn() -> bool,
) -> Result<Vec<CycleSpan>, BoardError> {
    let mut spans = Vec::new();
    for _ in 0..count {
        let from = stop_at(core, begin, limit, interrupted)?;
        core.run().map_err(BoardError::swd("resuming the core"))?;
        let to = stop_at(core, end, limit, interrupted)?;
        core.run().map_err(BoardError::swd("resuming the core"))?;
        spans.push(to.since(from));
    }
    Ok(spans)
}

fn stop_at(
    core: &mut Core<'_>,
    mark: &Mark,
    limit: Duration,
    interrupted: &dyn Fn() -> bool,
) -> Result<Moment, BoardError> {
    let start = Instant::now();
    loop {
        let status = core.status().map_err(BoardError::swd("reading the core's status"))?;
        if let CoreStatus::Halted(reason) = status {
            let pc: u32 = core
                .read_core_reg(core.program_counter())
                .map_err(BoardError::swd("reading the program counter"))?;
            if pc == mark.address {
                return Moment::read(core);
            }
            return Err(missed(mark, limit, format!("pc {pc:#010x}, halted by {}", describe(reason))));
        }
        if interrupted() {
            return Err(super::link::LinkError::Interrupted.into());
        }
        if start.elapsed() > limit {
            let found = whereabouts(core);
            return Err(missed(mark, limit, found));
        }
    }
}

fn missed(mark: &Mark, limit: Duration, found: String) -> BoardError {
    BoardError::Breakpoint { mark: mark.name, address: mark.address, found, limit }
}

fn describe(reason: HaltReason) -> String {
    format!("{reason:?}").to_lowercase()
}
