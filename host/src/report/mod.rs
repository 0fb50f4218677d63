//! Reports, made from a run folder alone: no board, no scenario files.
//!
//! `drawing` lays pictures out and draws them, `charts` says what they show, the other folders are the
//! documents. To add a document or an export, write an [`Artifact`] and its line in [`ARTIFACTS`]; to add a
//! chart, see `charts`.

mod charts;
mod deadline_tables;
mod drawing;
mod error;
pub(crate) mod format;
mod history;
mod html;
mod pdf;
mod report_data;
mod single_file;
mod staging;
mod summary;
mod tables;
pub(crate) mod terminal;

pub use error::ReportError;
pub use history::History;
pub use report_data::ReportData;

use crate::explain;
use std::path::{Path, PathBuf};

/// One document of a report, or several that belong together.
pub trait Artifact: Sync {
    /// Makes it of `data` as new files in `folder`, and returns their paths in it. The folder has a
    /// folder `charts`.
    ///
    /// # Errors
    /// [`ReportError`] if it cannot be drawn or written.
    fn write(&self, data: &ReportData, folder: &Path) -> Result<Vec<PathBuf>, ReportError>;

    /// Whether a file of that name, its path in the run folder with `/` between parts, can only be one
    /// that this wrote: one that it does not write again is removed.
    fn owns(&self, name: &str) -> bool;
}

/// Everything a report consists of.
pub const ARTIFACTS: &[&dyn Artifact] =
    &[&summary::SUMMARY, &html::PAGE, &pdf::DOCUMENT, &charts::ChartFiles];

/// Writes the report of the run in `folder` into it, and returns the paths of its files. `history` holds
/// the runs to show beside it, see [`History::read`].
///
/// All of it is made before any of it is put in place, and put in place whole or not at all: a report that fails
/// leaves the one before untouched. Two reports of one folder at a time take turns.
///
/// # Errors
/// [`ReportError`] if the run cannot be read, or a file cannot be made or written.
pub fn write_report(folder: &Path, history: &[PathBuf]) -> Result<Vec<PathBuf>, ReportError> {
    let mut data = ReportData::read(folder)?;
    data.history = History::read(history, &data.record)?;
    data.explanations = explain::read(folder)?;
    let staging = staging::Staging::within(folder)?;
    let mut names = Vec::new();
    for artifact in ARTIFACTS {
        names.extend(artifact.write(&data, staging.path())?);
    }
    staging.put_in_place(folder, &names)
}

#[cfg(test)]
mod example;
#[cfg(test)]
mod tests;
