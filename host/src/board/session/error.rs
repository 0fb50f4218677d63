//! Errors of a session.

use thiserror::Error;

use crate::board::error::BoardError;
use crate::board::link_error::LinkError;

/// Error of a request: the board fails, or the work does.
#[derive(Debug, Error)]
pub enum SessionError {
    /// The board, the probe or the firmware fails, or the user interrupted the session.
    #[error(transparent)]
    Board(#[from] BoardError),
    /// The script raised an exception.
    #[error("the script raised an exception:\n{traceback}")]
    Exception {
        /// Traceback as MicroPython prints it.
        traceback: String,
    },
    /// The script ended by SystemExit.
    #[error("expected the script to return, but it ended by SystemExit({code})")]
    Exit {
        /// Exit code of the script.
        code: i32,
    },
    /// A sample printed too much.
    #[error(
        "the script printed more in one sample than the link holds ({} bytes); print less or outside the sample",
        twinbench_link::UP_BYTES
    )]
    OutputOverflow,
    /// The work returned no checksum.
    #[error("expected the script to return an int as its checksum, found another type")]
    BadChecksum,
    /// The firmware sent another number of samples than requested.
    #[error("expected {expected} samples from the firmware, found {found}")]
    SampleCount {
        /// Requested number.
        expected: u32,
        /// Received number.
        found: usize,
    },
    /// A sample has more operations than the link can request.
    #[error("expected at most {} operations in a sample, found {operations}", u32::MAX)]
    TooManyOperations {
        /// Operations of the sample.
        operations: u64,
    },
    /// A sample was requested before a workload was loaded.
    #[error("no workload is loaded: load one before taking samples")]
    NotLoaded,
}

impl From<LinkError> for SessionError {
    fn from(error: LinkError) -> Self {
        Self::Board(error.into())
    }
}

impl SessionError {
    /// Returns true if the user interrupted the session.
    pub fn is_interruption(&self) -> bool {
        matches!(self, Self::Board(error) if error.is_interruption())
    }

    /// Returns true if the work failed rather than the board: other work may succeed after the next boot.
    pub fn is_work_failure(&self) -> bool {
        match self {
            Self::Board(error) => error.is_work_failure(),
            _ => true,
        }
    }
}
