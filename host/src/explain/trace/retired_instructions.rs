//! Traces of the simulated board, which reports instructions as they retire.

use pico2_sim::control::{BoardHandle, SimulatedBoard};
use pico2_sim::cpu::trace::{
    CapturePoint as SimulatedCapturePoint, RetiredTrace, TraceProgress, TraceSettings,
};
use pico2_sim::registry;

use super::recording::{Capture, Step, Trace};
use super::trace_source::{TraceOptions, TraceSource};
use crate::board::{AttachedBoard, RawSample, Session};
use crate::explain::document::TraceMethod;
use crate::explain::error::ExplainError;
use crate::stats::Length;

/// Records the instructions of the simulated board as they retire, at full speed.
#[derive(Debug)]
pub(crate) struct RetiredInstructions {
    board: BoardHandle,
}

impl RetiredInstructions {
    /// Returns the source for a board; `None` for hardware.
    pub(crate) fn of(board: &AttachedBoard) -> Option<Self> {
        board.simulated_serial().and_then(registry::board).map(|board| Self { board })
    }
}

impl TraceSource for RetiredInstructions {
    fn method(&self) -> TraceMethod {
        TraceMethod::Retired
    }

    fn record(
        &mut self,
        session: &mut Session<'_>,
        options: &TraceOptions<'_>,
    ) -> Result<(Trace, RawSample), ExplainError> {
        let captures = options.capture_points.iter().map(|point| SimulatedCapturePoint {
            address: point.address,
            register: point.register,
            path: point.path.clone(),
        });
        self.board.trace_instructions(TraceSettings {
            begin: session.image().sample_begin,
            end: session.image().sample_end,
            limit: options.limit,
            captures: captures.collect(),
        });
        let too_many_instructions =
            || ExplainError::TooManyInstructions { what: options.what.to_owned(), limit: options.limit };
        let sampled = session.sample_while(Length::Single, 1, &mut |_| match self.board.trace_progress() {
            Some(TraceProgress::Recording(count)) => {
                (options.progress)(count);
                Ok(())
            }
            Some(TraceProgress::LimitReached) => Err(too_many_instructions()),
            _ => Ok(()),
        });
        let trace = self.board.take_trace();
        let mut samples = sampled.map_err(|error: ExplainError| error.during(options.what))?;
        // A sample may end between reaching the limit and the next poll.
        let trace = trace.ok_or_else(too_many_instructions)?;
        Ok((convert(&trace), samples.pop().unwrap_or_default()))
    }
}

fn convert(trace: &RetiredTrace) -> Trace {
    let steps = trace.instructions.iter().map(|instruction| Step {
        address: instruction.address,
        cycles: instruction.cycles,
        xip_hits: instruction.xip_hits,
        xip_accesses: instruction.xip_accesses,
    });
    let captures = trace.captures.iter().map(|capture| Capture {
        step: capture.instruction,
        point: capture.point,
        value: capture.value,
    });
    Trace { steps: steps.collect(), captures: captures.collect(), cycles: Some(trace.cycles) }
}
