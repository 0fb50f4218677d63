//! What can be wrong with a run folder.

use polars::error::PolarsError;
use std::{io, path::PathBuf};

/// Why a run could not be written or read. Each names the file or folder.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// A file or folder could not be written.
    #[error("{}: cannot be written", path.display())]
    Write {
        /// The file or folder.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// A file could not be read.
    #[error("{}: cannot be read", path.display())]
    Read {
        /// The file.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// A table could not be made into Parquet.
    #[error("{}: cannot be written as Parquet", path.display())]
    Table {
        /// The file.
        path: PathBuf,
        /// Why.
        source: PolarsError,
    },
    /// The output folder has something in it.
    #[error("{}: exists and is not empty, expected a new folder for the run", .0.display())]
    Occupied(PathBuf),
    /// The output path has no name that a folder could have.
    #[error("{}: cannot be a run's folder, expected a path that ends in a name", .0.display())]
    Nameless(PathBuf),
    /// A run of this name was broken off, and what it measured is still there.
    #[error("{}: holds what a run of this name measured before it was broken off; report it, or remove it", .0.display())]
    Leftover(PathBuf),
    /// There is no run in the folder.
    #[error("{}: not found, expected a run's folder", .0.display())]
    Missing(PathBuf),
    /// A file without content.
    #[error("{}: is empty", .0.display())]
    Empty(PathBuf),
    /// A file that ends too early.
    #[error("{}: is truncated", .0.display())]
    Truncated(PathBuf),
    /// A file that is not of this tool.
    #[error("{}: is not a file of a run: {reason}", path.display())]
    Foreign {
        /// The file.
        path: PathBuf,
        /// What shows it.
        reason: String,
    },
    /// A file that a newer version wrote.
    #[error("{}: has schema version {found}, this twinbench reads up to {supported}: use a newer one", path.display())]
    Newer {
        /// The file.
        path: PathBuf,
        /// Its version.
        found: u64,
        /// The newest version understood here.
        supported: u64,
    },
    /// A file that contradicts itself or the rest of the run.
    #[error("{}: is damaged: {reason}", path.display())]
    Damaged {
        /// The file.
        path: PathBuf,
        /// What shows it.
        reason: String,
    },
}
