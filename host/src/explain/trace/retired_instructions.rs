//! Traces of the simulated board, which reports instructions as they retire.

use std::cell::Cell;

use pico2_sim::control::{self, BoardHandle, SimulatedBoard};
use pico2_sim::cpu::trace::{
    CapturePoint as SimulatedCapturePoint, RetiredTrace, TraceProgress, TraceSettings,
};

use super::recording::{Capture, Step, Trace};
use super::trace_source::{TraceMethod, TraceOptions, TraceSource};
use crate::board::link::{Frame, LinkClient, LinkError, Outcome, RequestMessage};
use crate::board::{AttachedBoard, BoardError};
use crate::explain::error::ExplainError;

/// Records the instructions of the simulated board as they retire, at full speed.
#[derive(Debug)]
pub(crate) struct RetiredInstructions {
    board: BoardHandle,
}

impl RetiredInstructions {
    /// Returns the source for a board; `None` for hardware.
    pub(crate) fn of(board: &AttachedBoard) -> Option<Self> {
        board.simulated_serial().and_then(control::board).map(|board| Self { board })
    }
}

impl TraceSource for RetiredInstructions {
    fn method(&self) -> TraceMethod {
        TraceMethod::Retired
    }

    fn record(
        &mut self,
        board: &mut AttachedBoard,
        client: &mut LinkClient,
        sample: &RequestMessage<'_>,
        options: &TraceOptions<'_>,
        on_frame: &mut dyn FnMut(Frame),
    ) -> Result<(Trace, Outcome), ExplainError> {
        let captures = options.capture_points.iter().map(|point| SimulatedCapturePoint {
            address: point.address,
            register: point.register,
            path: point.path.clone(),
        });
        self.board.trace_instructions(TraceSettings {
            begin: options.image.sample_begin,
            end: options.image.sample_end,
            limit: options.limit,
            captures: captures.collect(),
        });
        let limit_reached = Cell::new(false);
        let stop = || {
            match self.board.trace_progress() {
                Some(TraceProgress::Recording(count)) => (options.progress)(count),
                Some(TraceProgress::GivenUp) => limit_reached.set(true),
                _ => {}
            }
            limit_reached.get() || (options.interrupted)()
        };
        let outcome = {
            let mut core = board.core()?;
            client.request(&mut core, sample, Some(options.timeout), &stop, on_frame)
        };
        let trace = self.board.take_trace();
        let too_many_instructions =
            || ExplainError::TooManyInstructions { what: options.what.to_owned(), limit: options.limit };
        let outcome = match outcome {
            Ok(outcome) => outcome,
            Err(BoardError::Link(LinkError::Interrupted)) if limit_reached.get() => {
                return Err(too_many_instructions());
            }
            Err(BoardError::Link(LinkError::Timeout { limit })) => {
                return Err(ExplainError::Timeout { what: options.what.to_owned(), limit });
            }
            Err(error) => return Err(error.into()),
        };
        // A sample may end between reaching the limit and the next call of `stop`.
        let trace = trace.ok_or_else(too_many_instructions)?;
        Ok((convert(&trace), outcome))
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
