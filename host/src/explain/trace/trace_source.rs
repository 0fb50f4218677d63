//! Interface of the sources that record traces.

use super::recording::{CapturePoint, Trace};
use crate::board::{RawSample, Session};
use crate::explain::document::TraceMethod;
use crate::explain::error::ExplainError;

/// Options of a recording.
pub(crate) struct TraceOptions<'a> {
    /// Values to capture.
    pub(crate) capture_points: &'a [CapturePoint],
    /// Maximum number of instructions.
    pub(crate) limit: usize,
    /// Called from time to time with the number of recorded instructions.
    pub(crate) progress: &'a dyn Fn(usize),
    /// Name of what is executed, for error messages.
    pub(crate) what: &'a str,
}

/// Source that records what a board executes.
pub(crate) trait TraceSource {
    /// Returns the method of this source.
    fn method(&self) -> TraceMethod;

    /// Takes one sample of the session's workload, and records the instructions from its start mark to its end mark.
    ///
    /// # Errors
    /// Returns an error if the session fails, [`ExplainError::Timeout`], or [`ExplainError::TooManyInstructions`].
    fn record(
        &mut self,
        session: &mut Session<'_>,
        options: &TraceOptions<'_>,
    ) -> Result<(Trace, RawSample), ExplainError>;
}
