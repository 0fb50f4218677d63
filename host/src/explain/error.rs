//! Errors of `twinbench explain`.

use std::path::PathBuf;
use std::time::Duration;

use thiserror::Error;

use crate::board::link::LinkError;
use crate::board::{BoardError, NotInFirmware, Polled, SessionError};

/// Error while a workload is explained.
#[derive(Debug, Error)]
pub enum ExplainError {
    /// The board or its probe failed.
    #[error(transparent)]
    Board(#[from] BoardError),
    /// The image has no function symbols.
    #[error("{} has no symbols: it is stripped, and functions have no names; run ci/firmware to build it with symbols", path.display())]
    NoSymbols {
        /// ELF file.
        path: PathBuf,
    },
    /// The image has no debug information.
    #[error(
        "{} has no DWARF debug information (section .debug_info), which inlined functions and source lines are read \
         from; run ci/firmware to build it with -g",
        path.display()
    )]
    NoDwarf {
        /// ELF file.
        path: PathBuf,
    },
    /// The code or the debug information of the image is not as expected.
    #[error("{}: {problem}", path.display())]
    Image {
        /// ELF file.
        path: PathBuf,
        /// Expected and found contents.
        problem: String,
    },
    /// MicroPython cannot compile the code.
    #[error("the code does not compile:\n{traceback}")]
    DoesNotCompile {
        /// Traceback printed by MicroPython.
        traceback: String,
    },
    /// The code raised an exception and did not catch it.
    #[error("the code raised an exception and did not catch it:\n{traceback}")]
    Raised {
        /// Traceback printed by MicroPython.
        traceback: String,
    },
    /// The time limit passed.
    #[error("{what} did not end within {} s; use --timeout to allow more", limit.as_secs_f64())]
    Timeout {
        /// Name of the executed code.
        what: String,
        /// Time limit.
        limit: Duration,
    },
    /// The sample executed more instructions than allowed.
    #[error(
        "{what} did not end within {limit} instructions; use --limit to allow more, or --operations to shorten the \
         sample of a scenario"
    )]
    TooManyInstructions {
        /// Name of the executed code.
        what: String,
        /// Maximum number of instructions.
        limit: usize,
    },
    /// The firmware or the code did not behave as expected.
    #[error("{0}")]
    Failed(String),
    /// A structure of MicroPython in the memory of the board is not as expected.
    #[error(
        "cannot read the {what} of MicroPython 1.25.0 in the memory of the board at {address:#010x}: {problem}"
    )]
    Memory {
        /// Name of the structure.
        what: &'static str,
        /// Address of the structure.
        address: u32,
        /// Expected and found contents.
        problem: String,
    },
    /// A file of an explanation cannot be read or written.
    #[error("{}: {source}", path.display())]
    File {
        /// File or folder.
        path: PathBuf,
        /// Error of the operating system.
        source: std::io::Error,
    },
    /// A flame graph cannot be drawn.
    #[error("cannot draw the flame graph: {0}")]
    FlameGraph(String),
}

impl From<SessionError> for ExplainError {
    fn from(error: SessionError) -> Self {
        match error {
            SessionError::Board(error) => Self::Board(error),
            SessionError::Exception { traceback }
                if traceback.contains("SyntaxError") || traceback.contains("IndentationError") =>
            {
                Self::DoesNotCompile { traceback }
            }
            SessionError::Exception { traceback } => Self::Raised { traceback },
            error => Self::Failed(error.to_string()),
        }
    }
}

impl From<NotInFirmware> for ExplainError {
    fn from(error: NotInFirmware) -> Self {
        Self::Failed(error.to_string())
    }
}

impl ExplainError {
    /// Names the code whose execution timed out.
    pub(super) fn during(self, what: &str) -> Self {
        match self {
            Self::Board(BoardError::Link(LinkError::Timeout { limit })) => {
                Self::Timeout { what: what.to_owned(), limit }
            }
            error => error,
        }
    }

    /// Converts the result of a wait for `what`.
    pub(super) fn unless_ready<T>(polled: Polled<T>, what: &str) -> Result<T, Self> {
        match polled {
            Polled::Ready(value) => Ok(value),
            Polled::TimedOut(limit) => Err(Self::Timeout { what: what.to_owned(), limit }),
            Polled::Cancelled => Err(BoardError::Link(LinkError::Interrupted).into()),
        }
    }
}
