//! Interface of the sources that record traces.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::recording::{CapturePoint, Trace};
use crate::board::link::{Frame, LinkClient, Outcome, RequestMessage};
use crate::board::{AttachedBoard, FirmwareImage};
use crate::explain::error::ExplainError;

/// Method by which executed instructions are recorded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum TraceMethod {
    /// Single steps over SWD with interrupts masked; works on any board.
    Stepped,
    /// Instructions as they retire, with cycles; on the simulated board only.
    Retired,
}

/// Options of a recording.
pub(crate) struct TraceOptions<'a> {
    /// Image whose start and end marks bound the sample.
    pub(crate) image: &'a FirmwareImage,
    /// Values to capture.
    pub(crate) capture_points: &'a [CapturePoint],
    /// Maximum number of instructions.
    pub(crate) limit: usize,
    /// Time limit.
    pub(crate) timeout: Duration,
    /// Returns true once the user has pressed Ctrl-C.
    pub(crate) interrupted: &'a dyn Fn() -> bool,
    /// Called from time to time with the number of recorded instructions.
    pub(crate) progress: &'a dyn Fn(usize),
    /// Name of what is executed, for error messages.
    pub(crate) what: &'a str,
}

/// Source that records what a board executes.
pub(crate) trait TraceSource {
    /// Returns the method of this source.
    fn method(&self) -> TraceMethod;

    /// Sends a request for one sample, and records the instructions from its start mark to its end mark.
    ///
    /// # Errors
    /// Returns an error if the board or its probe fails or the user interrupts, [`ExplainError::Timeout`], or
    /// [`ExplainError::TooManyInstructions`].
    fn record(
        &mut self,
        board: &mut AttachedBoard,
        client: &mut LinkClient,
        sample: &RequestMessage<'_>,
        options: &TraceOptions<'_>,
        on_frame: &mut dyn FnMut(Frame),
    ) -> Result<(Trace, Outcome), ExplainError>;
}
