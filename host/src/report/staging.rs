//! Staging folder of a report: all files of a report replace the previous ones, or none does.

use super::{ARTIFACTS, ReportError, charts};
use crate::store::{JOURNAL_FILE, RUN_FILE};
use std::{
    fs::{self, File},
    io,
    path::{Path, PathBuf},
};

/// Prefix of the names of staging folders.
const PREFIX: &str = ".report-";
/// Subfolder with the files of the previous report that have been moved away so far.
const BACKUP_INCOMPLETE: &str = "backup-incomplete";
/// The same subfolder after all files have been moved away, while the new files are moved into place.
const BACKUP: &str = "backup";
/// The same subfolder after all new files are in place. Recovery ignores it.
const REPLACED: &str = "replaced";

/// A staging folder inside a run folder, with a lock against concurrent reports of the run.
pub(super) struct Staging {
    folder: tempfile::TempDir,
    /// Open file that holds the lock.
    _lock: File,
}

impl Staging {
    /// Creates a staging folder in `run`, after restoring the files that an interrupted report had moved away.
    pub(super) fn within(run: &Path) -> Result<Self, ReportError> {
        let write_error = |source| ReportError::Write { path: run.to_owned(), source };
        let lock = lock(run).map_err(write_error)?;
        recover(run).map_err(write_error)?;
        let folder = tempfile::Builder::new().prefix(PREFIX).tempdir_in(run).map_err(write_error)?;
        fs::create_dir(folder.path().join(charts::FOLDER)).map_err(write_error)?;
        Ok(Self { folder, _lock: lock })
    }

    pub(super) fn path(&self) -> &Path {
        self.folder.path()
    }

    /// Moves the files `names` to `run`, removes the files of the previous report, and returns the new paths. If a file
    /// cannot be moved, all files are moved back.
    pub(super) fn commit(self, run: &Path, names: &[PathBuf]) -> Result<Vec<PathBuf>, ReportError> {
        let mut moves = Moves::default();
        match self.swap(run, names, &mut moves) {
            Ok(()) => Ok(names.iter().map(|name| run.join(name)).collect()),
            Err(error) => {
                if moves.undo().is_err() {
                    // The next report recovers the files that cannot be moved back now.
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
        let backup = self.path().join(BACKUP_INCOMPLETE);
        fs::create_dir_all(backup.join(charts::FOLDER)).map_err(at(run))?;
        let charts = run.join(charts::FOLDER);
        fs::create_dir_all(&charts).map_err(at(&charts))?;
        for name in owned(run).map_err(at(run))? {
            let path = run.join(&name);
            moves.rename(&path, &backup.join(&name)).map_err(at(&path))?;
        }
        moves.rename(&backup, &self.path().join(BACKUP)).map_err(at(run))?;
        for name in names {
            let path = run.join(name);
            moves.rename(&self.path().join(name), &path).map_err(at(&path))?;
        }
        // This rename commits the new report: without `BACKUP` there is nothing to recover.
        fs::rename(self.path().join(BACKUP), self.path().join(REPLACED)).map_err(at(run))
    }
}

/// Log of renamed files, for undoing them.
#[derive(Default)]
struct Moves(Vec<(PathBuf, PathBuf)>);

impl Moves {
    fn rename(&mut self, from: &Path, to: &Path) -> io::Result<()> {
        fs::rename(from, to)?;
        self.0.push((from.to_owned(), to.to_owned()));
        Ok(())
    }

    /// Moves all files back, in reverse order.
    fn undo(self) -> io::Result<()> {
        self.0.into_iter().rev().try_for_each(|(from, to)| fs::rename(to, from))
    }
}

/// Waits for the lock on reports of the run. The lock is held until the returned file is closed.
fn lock(run: &Path) -> io::Result<File> {
    let file = File::open(run.join(JOURNAL_FILE)).or_else(|_| File::open(run.join(RUN_FILE)))?;
    match file.lock() {
        // Some network file systems do not support locks.
        Err(error) if error.kind() != io::ErrorKind::Unsupported => Err(error),
        _ => Ok(file),
    }
}

/// Restores the previous report from the staging folders that interrupted reports left, and removes these folders.
fn recover(run: &Path) -> io::Result<()> {
    for entry in fs::read_dir(run)? {
        let entry = entry?;
        if !entry.file_name().to_string_lossy().starts_with(PREFIX) {
            continue;
        }
        let (incomplete, complete) = (entry.path().join(BACKUP_INCOMPLETE), entry.path().join(BACKUP));
        if complete.is_dir() {
            // The files in the run folder belong to the interrupted report.
            for name in owned(run)? {
                fs::remove_file(run.join(name))?;
            }
        }
        for backup in [incomplete, complete].iter().filter(|it| it.is_dir()) {
            for name in present(backup)? {
                fs::rename(backup.join(&name), run.join(&name))?;
            }
        }
        fs::remove_dir_all(entry.path())?;
    }
    Ok(())
}

/// Returns the names of the files in `run` that only a report writes.
fn owned(run: &Path) -> io::Result<Vec<String>> {
    let mut names = present(run)?;
    names.retain(|name| ARTIFACTS.iter().any(|artifact| artifact.owns(name)));
    Ok(names)
}

/// Returns the names of the files in `folder` and its chart folder.
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
