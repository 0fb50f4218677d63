//! Why something cannot be explained.

use std::path::PathBuf;
use std::time::Duration;

use thiserror::Error;

use crate::board::BoardError;

/// Why something cannot be explained.
#[derive(Debug, Error)]
pub enum ExplainError {
    /// The board or the probe.
    #[error(transparent)]
    Board(#[from] BoardError),
    /// The image has no symbols of functions.
    #[error("{} has no symbols: it is stripped, and functions have no names; `ci/firmware` builds it with them", path.display())]
    NoSymbols {
        /// The ELF file.
        path: PathBuf,
    },
    /// The image has no debug information.
    #[error(
        "{} has no DWARF debug information (section .debug_info), which inlined functions and source lines are taken \
         from; `ci/firmware` builds it with -g",
        path.display()
    )]
    NoDwarf {
        /// The ELF file.
        path: PathBuf,
    },
    /// The image's debug information or code is not as expected.
    #[error("{}: {problem}", path.display())]
    Image {
        /// The ELF file.
        path: PathBuf,
        /// What was expected, what was found.
        problem: String,
    },
    /// The firmware could not compile the code.
    #[error("the code does not compile:\n{traceback}")]
    DoesNotCompile {
        /// What MicroPython says.
        traceback: String,
    },
    /// The code raised an exception that it did not catch.
    #[error("the code raised an exception that it does not catch:\n{traceback}")]
    Raised {
        /// What MicroPython says.
        traceback: String,
    },
    /// It did not end in time.
    #[error("{what} did not end within {} s; --timeout allows more", limit.as_secs_f64())]
    NeverEnds {
        /// What was executed.
        what: String,
        /// How long it had.
        limit: Duration,
    },
    /// It executed too much.
    #[error(
        "{what} did not end within {limit} instructions; --limit allows more, --operations makes a scenario's sample \
         shorter"
    )]
    TooLong {
        /// What was executed.
        what: String,
        /// How many instructions it had.
        limit: usize,
    },
    /// It did something else than it should.
    #[error("{0}")]
    Failed(String),
    /// What lies in the board's memory is not what this host knows of MicroPython.
    #[error("cannot follow MicroPython 1.25.0's {what} in the board's memory at {address:#010x}: {problem}")]
    Memory {
        /// Which structure.
        what: &'static str,
        /// Where.
        address: u32,
        /// What was expected, what was found.
        problem: String,
    },
    /// An explanation could not be written or read.
    #[error("{}: {source}", path.display())]
    File {
        /// The file.
        path: PathBuf,
        /// What the system says.
        source: std::io::Error,
    },
    /// A flame graph could not be drawn.
    #[error("the flame graph cannot be drawn: {0}")]
    Flame(String),
}
