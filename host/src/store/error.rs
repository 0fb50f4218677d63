//! Errors of run folders.

use polars::error::PolarsError;
use std::{io, path::PathBuf};

/// Error of writing or reading a run. Each message names the file or folder.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// A file or folder could not be written.
    #[error("cannot write {}", path.display())]
    Write {
        /// The file or folder.
        path: PathBuf,
        /// Cause.
        source: io::Error,
    },
    /// A file could not be read.
    #[error("cannot read {}", path.display())]
    Read {
        /// The file.
        path: PathBuf,
        /// Cause.
        source: io::Error,
    },
    /// A table could not be encoded as Parquet.
    #[error("cannot encode {} as Parquet", path.display())]
    Table {
        /// The file.
        path: PathBuf,
        /// Cause.
        source: PolarsError,
    },
    /// The output folder is not empty.
    #[error("{} exists and is not empty: name a new folder for the run", .0.display())]
    Occupied(PathBuf),
    /// The output path has no last component that can be the name of a folder.
    #[error("{} cannot be a run folder: name a path whose last component is a name", .0.display())]
    Nameless(PathBuf),
    /// An unfinished run of the same name exists.
    #[error("{} is an unfinished run of the same name: report it with `twinbench report`, or remove it", .0.display())]
    Leftover(PathBuf),
    /// The folder has no run.
    #[error("{} not found: expected a complete run folder", .0.display())]
    Missing(PathBuf),
    /// An empty file.
    #[error("{} is empty", .0.display())]
    Empty(PathBuf),
    /// A truncated file.
    #[error("{} is truncated", .0.display())]
    Truncated(PathBuf),
    /// A file that this tool did not write.
    #[error("{} is not a file of a run: {reason}", path.display())]
    Foreign {
        /// The file.
        path: PathBuf,
        /// Evidence.
        reason: String,
    },
    /// A file of a newer schema version.
    #[error("{} has schema version {found}, but this twinbench reads versions up to {supported}: use a newer twinbench", path.display())]
    Newer {
        /// The file.
        path: PathBuf,
        /// Schema version of the file.
        found: u64,
        /// Newest schema version that this version reads.
        supported: u64,
    },
    /// A file that contradicts itself or the rest of the run.
    #[error("{} is damaged: {reason}", path.display())]
    Damaged {
        /// The file.
        path: PathBuf,
        /// Evidence.
        reason: String,
    },
}
