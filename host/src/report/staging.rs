//! Puts a report in its place, whole or not at all.

use super::{ARTIFACTS, ReportError, charts};
use crate::store::{JOURNAL_FILE, RUN_FILE};
use std::{
    fs::{self, File},
    io,
    path::{Path, PathBuf},
};

/// How the folders begin in which reports are made.
const PREFIX: &str = ".report-";
/// In such a folder: what has been taken away so far of the report before.
const TAKING: &str = "taking";
/// The same once all of it has been taken away, while the new one is put in its place.
const TAKEN: &str = "taken";

/// A folder in the run folder in which a report is made. While it lives, nobody else reports the run.
pub(super) struct Staging {
    folder: tempfile::TempDir,
    /// Holds the lock.
    _run: File,
}

impl Staging {
    /// Makes it, and brings back what a report that was killed had already taken away.
    pub(super) fn within(run: &Path) -> Result<Self, ReportError> {
        let write_error = |source| ReportError::Write { path: run.to_owned(), source };
        let lock = lock(run).map_err(write_error)?;
        recover(run).map_err(write_error)?;
        let folder = tempfile::Builder::new().prefix(PREFIX).tempdir_in(run).map_err(write_error)?;
        fs::create_dir(folder.path().join(charts::FOLDER)).map_err(write_error)?;
        Ok(Self { folder, _run: lock })
    }

    pub(super) fn path(&self) -> &Path {
        self.folder.path()
    }

    /// Moves the files called `names` to `run` and takes away what an earlier report left there. Where one file
    /// cannot be moved, all are moved back. Returns where they are.
    pub(super) fn put_in_place(self, run: &Path, names: &[PathBuf]) -> Result<Vec<PathBuf>, ReportError> {
        let mut moves = Moves::default();
        match self.swap(run, names, &mut moves) {
            Ok(()) => Ok(names.iter().map(|name| run.join(name)).collect()),
            Err(error) => {
                if moves.undo().is_err() {
                    // What cannot be moved back now is there for the next report to recover.
                    let _ = self.folder.keep();
                }
                Err(error)
            }
        }
    }

    fn swap(&self, run: &Path, names: &[PathBuf], moves: &mut Moves) -> Result<(), ReportError> {
        let at = |path: &Path| {
            let path = path.to_owned();
            move |source| ReportError::Write { path, source }
        };
        let before = self.path().join(TAKING);
        fs::create_dir_all(before.join(charts::FOLDER)).map_err(at(run))?;
        let charts = run.join(charts::FOLDER);
        fs::create_dir_all(&charts).map_err(at(&charts))?;
        for name in owned(run).map_err(at(run))? {
            let path = run.join(&name);
            moves.rename(&path, &before.join(&name)).map_err(at(&path))?;
        }
        moves.rename(&before, &self.path().join(TAKEN)).map_err(at(run))?;
        for name in names {
            let path = run.join(name);
            moves.rename(&self.path().join(name), &path).map_err(at(&path))?;
        }
        // From here on the new report counts: without this folder nothing is left to recover.
        fs::rename(self.path().join(TAKEN), self.path().join("replaced")).map_err(at(run))
    }
}

/// Files that were moved, to be moved back.
#[derive(Default)]
struct Moves(Vec<(PathBuf, PathBuf)>);

impl Moves {
    fn rename(&mut self, from: &Path, to: &Path) -> io::Result<()> {
        fs::rename(from, to)?;
        self.0.push((from.to_owned(), to.to_owned()));
        Ok(())
    }

    /// Moves everything back, the last first.
    fn undo(self) -> io::Result<()> {
        self.0.into_iter().rev().try_for_each(|(from, to)| fs::rename(to, from))
    }
}

/// Waits until nobody else reports the run, for as long as the file is open.
fn lock(run: &Path) -> io::Result<File> {
    let file = File::open(run.join(JOURNAL_FILE)).or_else(|_| File::open(run.join(RUN_FILE)))?;
    match file.lock() {
        // Some network file systems have no locks.
        Err(error) if error.kind() != io::ErrorKind::Unsupported => Err(error),
        _ => Ok(file),
    }
}

/// Ends what a report that was killed has left: the report before it is put back, and its folder removed.
fn recover(run: &Path) -> io::Result<()> {
    for entry in fs::read_dir(run)? {
        let entry = entry?;
        if !entry.file_name().to_string_lossy().starts_with(PREFIX) {
            continue;
        }
        let (taking, taken) = (entry.path().join(TAKING), entry.path().join(TAKEN));
        if taken.is_dir() {
            // What stands there is of the report that did not come to its end.
            for name in owned(run)? {
                fs::remove_file(run.join(name))?;
            }
        }
        for before in [taking, taken].iter().filter(|it| it.is_dir()) {
            for name in present(before)? {
                fs::rename(before.join(&name), run.join(&name))?;
            }
        }
        fs::remove_dir_all(entry.path())?;
    }
    Ok(())
}

/// Names of the files that can only be of a report.
fn owned(run: &Path) -> io::Result<Vec<String>> {
    let mut names = present(run)?;
    names.retain(|name| ARTIFACTS.iter().any(|artifact| artifact.owns(name)));
    Ok(names)
}

/// Names of the files in `folder` and its folder of charts.
fn present(folder: &Path) -> io::Result<Vec<String>> {
    let mut files = Vec::new();
    for prefix in ["", charts::FOLDER] {
        for entry in fs::read_dir(folder.join(prefix))? {
            let entry = entry?;
            if entry.file_type()?.is_dir() {
                continue;
            }
            let name = entry.file_name().to_string_lossy().into_owned();
            files.push(if prefix.is_empty() { name } else { format!("{prefix}/{name}") });
        }
    }
    Ok(files)
}

#[cfg(test)]
#[path = "staging_tests.rs"]
mod tests;
