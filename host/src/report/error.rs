//! Errors of reports.

use crate::explain::ExplainError;
use crate::store::StoreError;
use std::{io, path::PathBuf};

/// An error while making a report.
#[derive(Debug, thiserror::Error)]
pub enum ReportError {
    /// The run cannot be read.
    #[error(transparent)]
    Run(#[from] StoreError),
    /// The explanation in the run folder cannot be read.
    #[error(transparent)]
    Explanation(#[from] ExplainError),
    /// A file of the report cannot be written.
    #[error("cannot write {}", path.display())]
    Write {
        /// The file.
        path: PathBuf,
        /// The cause.
        source: io::Error,
    },
    /// A chart or document cannot be drawn.
    #[error("cannot draw {title}: {reason}")]
    Draw {
        /// Title of the chart, or name of the document.
        title: String,
        /// The cause.
        reason: String,
    },
}
