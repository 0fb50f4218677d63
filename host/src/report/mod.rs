//! Reports: documents and charts made from a run folder alone, without board or scenario files.
//!
//! `drawing` renders shapes as PNG and SVG, `charts` defines the charts, and `summary`, `html` and `pdf` are the
//! documents. To add a document, implement [`Artifact`] and list it in [`ARTIFACTS`]; to add a chart, see `charts`.

mod charts;
mod deadline_tables;
mod drawing;
mod error;
pub(crate) mod format;
mod history;
mod html;
pub(crate) mod markdown;
mod pdf;
mod report_data;
mod single_file;
mod staging;
mod summary;
mod tables;
pub(crate) mod terminal;

pub use error::ReportError;
use history::History;
use report_data::ReportData;

use crate::explain;
use std::path::{Path, PathBuf};

/// One document of a report, or a set of related files.
trait Artifact: Sync {
    /// Writes the files into `folder`, which already contains the folder `charts`, and returns their paths relative
    /// to it.
    ///
    /// # Errors
    /// [`ReportError`] if a file cannot be drawn or written.
    fn write(&self, data: &ReportData, folder: &Path) -> Result<Vec<PathBuf>, ReportError>;

    /// Returns true if only this artifact writes a file of that name. `name` is relative to the run folder, with `/`
    /// as separator. Such a file is removed when a new report does not write it again.
    fn owns(&self, name: &str) -> bool;
}

/// All documents and files of a report.
const ARTIFACTS: &[&dyn Artifact] = &[&summary::SUMMARY, &html::PAGE, &pdf::DOCUMENT, &charts::ChartFiles];

/// Writes the report of the run in `folder` into that folder, and returns the paths of its files. `history` holds
/// the earlier runs that the history chart shows, see [`History::read`].
///
/// All files are made in a staging folder first and then moved into place together: if the report fails, the previous
/// report stays unchanged. Concurrent reports of one folder wait for each other.
///
/// # Errors
/// [`ReportError`] if the run cannot be read, or if a file cannot be drawn or written.
pub fn write_report(folder: &Path, history: &[PathBuf]) -> Result<Vec<PathBuf>, ReportError> {
    let mut data = ReportData::read(folder)?;
    data.history = History::read(history, &data.record)?;
    data.explanations = explain::read_from_folder(folder)?;
    let staging = staging::Staging::within(folder)?;
    let mut names = Vec::new();
    for artifact in ARTIFACTS {
        names.extend(artifact.write(&data, staging.path())?);
    }
    staging.commit(folder, &names)
}

#[cfg(test)]
mod example;
#[cfg(test)]
mod tests;
