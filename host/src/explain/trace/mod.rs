//! Traces: the exact sequence of instructions that a sample executes, and the sources that record it.

mod recording;
mod retired_instructions;
mod single_stepper;
mod trace_source;

pub(super) use recording::{CapturePoint, Step, Trace};
pub(crate) use retired_instructions::RetiredInstructions;
pub(crate) use single_stepper::SingleStepper;
pub(super) use trace_source::TraceOptions;
pub(crate) use trace_source::TraceSource;
