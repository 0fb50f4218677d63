//! What only the simulated board can tell: the instructions as they retire.

use std::cell::Cell;

use pico2_sim::control::{self, BoardHandle, SimulatedBoard};
use pico2_sim::cpu::trace::{CapturePoint as SimulatedPoint, TraceProgress, TraceSettings};

use super::{Captured, Step, Trace, TraceMethod, TracePlan, TraceSource};
use crate::board::link::{Frame, LinkClient, LinkError, Outcome, RequestMessage};
use crate::board::{AttachedBoard, BoardError};
use crate::explain::ExplainError;

/// Follows the simulated board at full speed.
#[derive(Debug)]
pub struct RetiredInstructions {
    board: BoardHandle,
}

impl RetiredInstructions {
    /// Of this board; `None` for hardware.
    pub fn of(board: &AttachedBoard) -> Option<Self> {
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
        plan: &TracePlan<'_>,
        on_frame: &mut dyn FnMut(Frame),
    ) -> Result<(Trace, Outcome), ExplainError> {
        let points = plan.captures.iter().map(|point| SimulatedPoint {
            address: point.address,
            register: point.register,
            path: point.path.clone(),
        });
        self.board.trace_instructions(TraceSettings {
            begin: plan.image.sample_begin,
            end: plan.image.sample_end,
            limit: plan.limit,
            captures: points.collect(),
        });
        let given_up = Cell::new(false);
        let stop = || {
            match self.board.trace_progress() {
                Some(TraceProgress::Recording(count)) => (plan.progress)(count),
                Some(TraceProgress::GivenUp) => given_up.set(true),
                _ => {}
            }
            given_up.get() || (plan.interrupted)()
        };
        let outcome = {
            let mut core = board.core()?;
            client.request(&mut core, sample, Some(plan.timeout), &stop, on_frame)
        };
        let trace = self.board.take_trace();
        let outcome = match outcome {
            Ok(outcome) => outcome,
            Err(BoardError::Link(LinkError::Interrupted)) if given_up.get() => {
                return Err(ExplainError::TooLong { what: plan.what.to_owned(), limit: plan.limit });
            }
            Err(BoardError::Link(LinkError::Timeout { limit })) => {
                return Err(ExplainError::NeverEnds { what: plan.what.to_owned(), limit });
            }
            Err(error) => return Err(error.into()),
        };
        let trace =
            trace.ok_or_else(|| ExplainError::TooLong { what: plan.what.to_owned(), limit: plan.limit })?;
        Ok((convert(trace), outcome))
    }
}

fn convert(trace: pico2_sim::cpu::trace::RetiredTrace) -> Trace {
    let steps = trace.instructions.iter().map(|instruction| Step {
        address: instruction.address,
        cycles: instruction.cycles,
        xip_hits: instruction.xip_hits,
        xip_accesses: instruction.xip_accesses,
    });
    let captured = trace.captures.iter().map(|taken| Captured {
        step: taken.instruction,
        point: taken.point,
        value: taken.value,
    });
    Trace { steps: steps.collect(), captured: captured.collect(), cycles: Some(trace.cycles) }
}
