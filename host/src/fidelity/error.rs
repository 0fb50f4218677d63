//! Errors of the table and of kernels.

use thiserror::Error;

use crate::board::NotInFirmware;

/// Error of the table or a kernel; the board works.
#[derive(Debug, Error)]
pub(crate) enum FidelityError {
    /// The file of rows cannot be read.
    #[error("cannot read the rows of {file}: {source}")]
    Read {
        /// The file.
        file: String,
        /// Error of the operating system.
        #[source]
        source: std::io::Error,
    },
    /// The file of rows has a syntax error.
    #[error("{file}: {source}")]
    Syntax {
        /// The file.
        file: String,
        /// Error of the parser, with line and column.
        #[source]
        source: Box<toml::de::Error>,
    },
    /// A row states no cycles.
    #[error("{file}: row `{kernel}` states no cycles; expected at least one source with its cycles")]
    NothingStated {
        /// The file.
        file: String,
        /// The row.
        kernel: String,
    },
    /// Two rows have the same kernel.
    #[error("{file}: two rows have the kernel `{kernel}`; expected one row per kernel")]
    Duplicate {
        /// The file.
        file: String,
        /// The row.
        kernel: String,
    },
    /// No kernel has this name.
    #[error("{file}: unknown kernel `{kernel}`; expected one of those in target/native/kernels/*.s")]
    UnknownKernel {
        /// The file.
        file: String,
        /// The row.
        kernel: String,
    },
    /// A filter is not a valid pattern.
    #[error("`{glob}` is not a valid pattern: {source}")]
    Glob {
        /// The pattern.
        glob: String,
        /// Error of the parser.
        #[source]
        source: globset::Error,
    },
    /// No group matches the filters.
    #[error("no group matches {}; expected one of {}", globs.join(", "), groups.join(", "))]
    NoGroup {
        /// The patterns.
        globs: Vec<String>,
        /// Names of all groups.
        groups: Vec<String>,
    },
    /// The firmware lacks a kernel.
    #[error(transparent)]
    NotInFirmware(#[from] NotInFirmware),
    /// A kernel returned a wrong result.
    #[error("kernel `{kernel}`: expected {expected}, found {found}")]
    WrongResult {
        /// Name of the kernel.
        kernel: String,
        /// Expected result.
        expected: String,
        /// Found result.
        found: String,
    },
}
