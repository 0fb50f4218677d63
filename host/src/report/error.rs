//! Why a report could not be made.

use crate::{explain::ExplainError, store::StoreError};
use std::{io, path::PathBuf};

/// Why a report could not be made.
#[derive(Debug, thiserror::Error)]
pub enum ReportError {
    /// The run cannot be read.
    #[error(transparent)]
    Run(#[from] StoreError),
    /// The explanation in the run's folder cannot be read.
    #[error(transparent)]
    Explanation(#[from] ExplainError),
    /// A file of the report cannot be written.
    #[error("{}: cannot be written", path.display())]
    Write {
        /// The file.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// A picture cannot be drawn.
    #[error("{picture}: cannot be drawn: {reason}")]
    Draw {
        /// The picture's name.
        picture: String,
        /// Why.
        reason: String,
    },
}
