//! Reports, made from a run folder alone: no board, no scenario files.
//!
//! To add a chart or an export, add a file with an [`Artifact`] and its line in [`ARTIFACTS`].

mod charts;
mod error;
pub(crate) mod format;
mod summary;

pub use error::ReportError;

use crate::store::Run;
use std::{
    fs,
    path::{Path, PathBuf},
};

/// One file of a report.
pub trait Artifact: Sync {
    /// Its path in the run folder, with `/` between parts.
    fn name(&self) -> &'static str;

    /// Makes it of `run`, as a new file at `path`.
    ///
    /// # Errors
    /// [`ReportError`] if it cannot be drawn or written.
    fn write(&self, run: &Run, path: &Path) -> Result<(), ReportError>;
}

/// Everything a report consists of.
pub const ARTIFACTS: &[&dyn Artifact] = &[&summary::Summary, &charts::CyclesPerOperation];

/// Writes the report of the run in `folder` into it, and returns the paths of its files.
///
/// All of it is made before any of it is put in place, so that a report that fails leaves the one before
/// untouched.
///
/// # Errors
/// [`ReportError`] if the run cannot be read, or a file cannot be made or written.
pub fn write_report(folder: &Path) -> Result<Vec<PathBuf>, ReportError> {
    let run = Run::open(folder)?;
    let write_error = |path: &Path| {
        let path = path.to_owned();
        move |source| ReportError::Write { path, source }
    };
    let staging =
        tempfile::Builder::new().prefix(".report-").tempdir_in(folder).map_err(write_error(folder))?;
    for artifact in ARTIFACTS {
        let path = staging.path().join(artifact.name());
        if let Some(parent) = path.parent() {
            fs::create_dir_all(parent).map_err(write_error(parent))?;
        }
        artifact.write(&run, &path)?;
    }
    let mut written = Vec::new();
    for artifact in ARTIFACTS {
        let path = folder.join(artifact.name());
        if let Some(parent) = path.parent() {
            fs::create_dir_all(parent).map_err(write_error(parent))?;
        }
        fs::rename(staging.path().join(artifact.name()), &path).map_err(write_error(&path))?;
        written.push(path);
    }
    Ok(written)
}

/// What a run's board is called in reports, to be read before any figure.
fn board_statement(run: &Run) -> (&'static str, String) {
    let board = &run.record.provenance.board;
    match board.kind {
        crate::store::BoardKind::Simulated => (
            "SIMULATED",
            "made on the simulated Pico 2, a model: no figure here is a measurement of hardware".to_owned(),
        ),
        crate::store::BoardKind::Hardware => {
            ("HARDWARE", format!("measured on a Pico 2 behind {}", board.probe))
        }
    }
}

#[cfg(test)]
mod tests;
