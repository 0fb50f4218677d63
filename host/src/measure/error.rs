//! Errors that end a run.

use thiserror::Error;

use super::check::Incomparable;
use crate::board::BoardError;
use crate::board::link::LinkError;
use crate::run::CellKey;

/// Error that ends a run.
#[derive(Debug, Error)]
pub(crate) enum RunError {
    /// The board or the probe fails, or the user interrupted the run.
    #[error(transparent)]
    Board(#[from] BoardError),
    /// The firmwares run at different clocks or flash timings.
    #[error(transparent)]
    Incomparable(#[from] Incomparable),
    /// A script is larger than the firmware's buffer.
    #[error("cell {cell}")]
    Script {
        /// The cell.
        cell: CellKey,
        /// The size and the limit.
        #[source]
        source: LinkError,
    },
    /// An image that a cell needs was not read.
    #[error("the firmware image `{0}` was not read")]
    NoImage(&'static str),
    /// A result cannot be stored.
    #[error("cannot store the result of {item}")]
    ResultNotStored {
        /// The cell or the image.
        item: String,
        /// Error of the receiver.
        #[source]
        source: ProgressError,
    },
}

impl RunError {
    /// Returns true if the user interrupted the run.
    pub(crate) fn is_interruption(&self) -> bool {
        matches!(self, Self::Board(error) if error.is_interruption())
    }
}

/// Error of a receiver of progress, which stores the results.
pub(crate) type ProgressError = Box<dyn std::error::Error + Send + Sync>;

/// Combines the results of two boards of a run: returns the first error, but prefers any other error to the interruption
/// that it caused on the other board.
pub(super) fn first_cause(one: Result<(), RunError>, other: Result<(), RunError>) -> Result<(), RunError> {
    match (&one, &other) {
        (Err(error), Err(_)) if error.is_interruption() => other,
        (Ok(()), _) => other,
        _ => one,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failure_precedes_the_interruptions_that_it_causes() {
        let interrupted = || Err(RunError::Board(LinkError::Interrupted.into()));
        let failed = || Err(RunError::NoImage("native"));
        for (one, other) in [(interrupted(), failed()), (failed(), interrupted()), (Ok(()), failed())] {
            assert!(matches!(first_cause(one, other), Err(RunError::NoImage(_))));
        }
        assert!(first_cause(Ok(()), interrupted()).unwrap_err().is_interruption());
        assert!(first_cause(Ok(()), Ok(())).is_ok());
    }
}
