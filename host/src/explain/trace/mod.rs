//! The exact sequence of executed instructions, from whoever can give it.

mod retired;
mod stepper;

pub use retired::RetiredInstructions;
pub use stepper::Stepper;

use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::ExplainError;
use crate::board::link::{Frame, LinkClient, Outcome, RequestMessage};
use crate::board::{AttachedBoard, FirmwareImage};

/// How the instructions were seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum TraceMethod {
    /// One at a time, over SWD, interrupts masked: on any board.
    Stepped,
    /// As the simulated board retired them, with cycles.
    Retired,
}

/// A value to take whenever the instruction at `address` is about to be executed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CapturePoint {
    /// Without the Thumb bit.
    pub address: u32,
    /// Core register, 0 to 14.
    pub register: u8,
    /// The value is replaced by the word at value + offset, for each offset in turn.
    pub path: Vec<u32>,
}

/// What to follow.
pub struct TracePlan<'a> {
    /// Has the marks.
    pub image: &'a FirmwareImage,
    /// Values to take on the way.
    pub captures: &'a [CapturePoint],
    /// Most instructions.
    pub limit: usize,
    /// Longest time.
    pub timeout: Duration,
    /// True once the user pressed Ctrl-C.
    pub interrupted: &'a dyn Fn() -> bool,
    /// Gets how many instructions are known, now and then.
    pub progress: &'a dyn Fn(usize),
    /// What is executed, for messages.
    pub what: &'a str,
}

/// One executed instruction.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Step {
    /// Its address.
    pub address: u32,
    /// Cycles, where they are known.
    pub cycles: u32,
    /// XIP cache hits, where they are known.
    pub xip_hits: u32,
    /// XIP cache accesses, where they are known.
    pub xip_accesses: u32,
}

/// A value that was taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Captured {
    /// Index of the step.
    pub step: usize,
    /// Index of the point.
    pub point: usize,
    /// The value; `None` where the path leads to no memory.
    pub value: Option<u32>,
}

/// What was executed from the first mark up to the second.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Trace {
    /// In order. The mark at the end is not among them.
    pub steps: Vec<Step>,
    /// In the order of the steps.
    pub captured: Vec<Captured>,
    /// Cycles between the marks, where the steps have theirs: their sum.
    pub cycles: Option<u64>,
}

/// Whoever can tell what a board executes.
pub trait TraceSource {
    /// How it does so.
    fn method(&self) -> TraceMethod;

    /// Sends a request for one sample, and follows the core from the first mark to the second.
    ///
    /// # Errors
    /// Board trouble, interruption, [`ExplainError::NeverEnds`], [`ExplainError::TooLong`].
    fn record(
        &mut self,
        board: &mut AttachedBoard,
        client: &mut LinkClient,
        sample: &RequestMessage<'_>,
        plan: &TracePlan<'_>,
        on_frame: &mut dyn FnMut(Frame),
    ) -> Result<(Trace, Outcome), ExplainError>;
}
