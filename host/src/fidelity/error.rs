//! What can be wrong with the table or the firmware.

use thiserror::Error;

/// Why no table could be made; the board is not at fault.
#[derive(Debug, Error)]
pub enum FidelityError {
    /// The rows cannot be read.
    #[error("cannot read the rows of {file}: {source}")]
    Read {
        /// The file.
        file: String,
        /// From the system.
        #[source]
        source: std::io::Error,
    },
    /// The rows are not written as they must be.
    #[error("{file}: {source}")]
    Syntax {
        /// The file.
        file: String,
        /// From the parser, with line and column.
        #[source]
        source: Box<toml::de::Error>,
    },
    /// A row without a stated value.
    #[error("{file}: row `{kernel}` states nothing; expected at least one source with its cycles")]
    NothingStated {
        /// The file.
        file: String,
        /// The row.
        kernel: String,
    },
    /// Two rows of one name.
    #[error("{file}: there are two rows `{kernel}`; a kernel has one")]
    Duplicate {
        /// The file.
        file: String,
        /// The row.
        kernel: String,
    },
    /// No kernel of that name.
    #[error("{file}: no kernel `{kernel}` is known; expected one of the lines of target/native/kernels/*.s")]
    UnknownKernel {
        /// The file.
        file: String,
        /// The row.
        kernel: String,
    },
    /// A filter is no glob.
    #[error("`{glob}` is no pattern for groups: {source}")]
    Glob {
        /// As given.
        glob: String,
        /// From the parser.
        #[source]
        source: globset::Error,
    },
    /// A filter leaves nothing.
    #[error("no group fits {}; there are {}", globs.join(", "), groups.join(", "))]
    NoGroup {
        /// As given.
        globs: Vec<String>,
        /// What there is.
        groups: Vec<String>,
    },
    /// The firmware is older than the table.
    #[error(
        "the firmware {firmware} has no kernel `{kernel}`; build it from the same source (`ci/firmware` does)"
    )]
    NotInFirmware {
        /// The ELF file.
        firmware: String,
        /// The row.
        kernel: String,
    },
    /// A kernel did not do what it must.
    #[error("kernel `{kernel}`: expected {expected}, found {found}")]
    Misbehaved {
        /// Which.
        kernel: String,
        /// What would be right.
        expected: String,
        /// What came.
        found: String,
    },
}
