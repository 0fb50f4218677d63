//! Measurement by breakpoints: the core halts at the start and at the end of each sample, and the host reads DWT_CYCCNT
//! over SWD while the core is halted. The firmware only provides the two addresses.

use probe_rs::{Core, CoreStatus, HaltReason};

use super::clock::{ClockReading, CycleSpan};
use super::core_access::{describe_location, read_program_counter};
use super::error::BoardError;
use super::firmware::FirmwareImage;
use super::link_error::LinkError;
use super::polling::{Polled, Poller};

/// Instruction at which a sample begins or ends.
struct Mark {
    symbol: &'static str,
    address: u32,
}

/// Measures `count` samples that the firmware executes after `start` has requested them. The breakpoints are set
/// before `start` is called, so that no sample is missed, and cleared at the end even if a sample failed.
///
/// `poller` applies to each halt.
///
/// # Errors
/// Returns the error of `start`, an SWD error, [`LinkError::Interrupted`], or [`BoardError::Breakpoint`] if the core
/// does not reach a mark in time.
pub(super) fn measure<T>(
    core: &mut Core<'_>,
    image: &FirmwareImage,
    count: u32,
    poller: &Poller,
    start: impl FnOnce(&mut Core<'_>) -> Result<T, BoardError>,
) -> Result<(T, Vec<CycleSpan>), BoardError> {
    let begin = Mark { symbol: "twinbench_sample_begin", address: image.sample_begin };
    let end = Mark { symbol: "twinbench_sample_end", address: image.sample_end };
    for mark in [&begin, &end] {
        core.set_hw_breakpoint(mark.address.into()).map_err(BoardError::swd("setting a breakpoint"))?;
    }
    let measured = start(core).and_then(|started| {
        let spans = (0..count).map(|_| measure_span(core, &begin, &end, poller));
        Ok((started, spans.collect::<Result<_, _>>()?))
    });
    let cleared = [&begin, &end].map(|mark| core.clear_hw_breakpoint(mark.address.into()));
    let measured = measured?;
    for result in cleared {
        result.map_err(BoardError::swd("clearing a breakpoint"))?;
    }
    Ok(measured)
}

fn measure_span(
    core: &mut Core<'_>,
    begin: &Mark,
    end: &Mark,
    poller: &Poller,
) -> Result<CycleSpan, BoardError> {
    let from = wait_for_halt(core, begin, poller)?;
    core.run().map_err(BoardError::swd("resuming the core"))?;
    let to = wait_for_halt(core, end, poller)?;
    core.run().map_err(BoardError::swd("resuming the core"))?;
    Ok(to.since(from))
}

/// Waits until the core halts at `mark`, and reads the clocks there.
fn wait_for_halt(core: &mut Core<'_>, mark: &Mark, poller: &Poller) -> Result<ClockReading, BoardError> {
    let halted = poller.poll(|| {
        let status = core.status().map_err(BoardError::swd("reading the core's status"))?;
        Ok::<_, BoardError>(match status {
            CoreStatus::Halted(reason) => Some(reason),
            _ => None,
        })
    })?;
    let limit = poller.limit().unwrap_or_default();
    let missed = |found| BoardError::Breakpoint { mark: mark.symbol, address: mark.address, found, limit };
    match halted {
        Polled::Ready(reason) => {
            let pc = read_program_counter(core)?;
            if pc == mark.address {
                return ClockReading::read(core);
            }
            Err(missed(format!("pc {pc:#010x}, halted by {}", describe(reason))))
        }
        Polled::Cancelled => Err(LinkError::Interrupted.into()),
        Polled::TimedOut(_) => Err(missed(describe_location(core))),
    }
}

fn describe(reason: HaltReason) -> String {
    format!("{reason:?}").to_lowercase()
}
