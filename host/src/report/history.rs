//! History: the runs that started before the reported run.

use crate::run::RunRecord;
use crate::store::{JOURNAL_FILE, RUN_FILE, RunFolder, StoreError};
use std::{
    fs,
    path::{Path, PathBuf},
};

/// Earlier runs of one run.
#[derive(Debug, Clone, Default)]
pub(super) struct History {
    /// Runs on the same kind of board, oldest first.
    pub runs: Vec<RunRecord>,
    /// Names of the runs on another kind of board, each with the reason for leaving it out.
    pub left_out: Vec<String>,
}

impl History {
    /// Reads the runs in `folders`, each a run folder or a folder of run folders. Runs on another kind of board than
    /// `of`, the run `of` itself and runs that started after it are left out.
    ///
    /// # Errors
    /// [`StoreError`] if a folder is neither, or if a run cannot be read.
    pub(super) fn read(folders: &[PathBuf], of: &RunRecord) -> Result<Self, StoreError> {
        let mut history = Self::default();
        for folder in folders {
            for folder in run_folders(folder)? {
                let run = RunFolder::open(&folder)?.record;
                history.add(run, of);
            }
        }
        history.runs.sort_by_key(|run| run.provenance.started);
        Ok(history)
    }

    fn add(&mut self, run: RunRecord, of: &RunRecord) {
        let (kind, wanted) = (run.provenance.board.kind, of.provenance.board.kind);
        let is_itself =
            |other: &RunRecord| other.provenance.started == run.provenance.started && other.name == run.name;
        if is_itself(of) || self.runs.iter().any(is_itself) || run.provenance.started > of.provenance.started
        {
            return;
        }
        if kind == wanted {
            self.runs.push(run);
        } else {
            self.left_out.push(format!("{} ({kind}, this run is {wanted})", run.name));
        }
    }
}

fn is_run(folder: &Path) -> bool {
    folder.join(RUN_FILE).exists() || folder.join(JOURNAL_FILE).exists()
}

/// Returns `folder` if it is a run folder, otherwise the run folders in it, sorted by name.
fn run_folders(folder: &Path) -> Result<Vec<PathBuf>, StoreError> {
    if is_run(folder) {
        return Ok(vec![folder.to_owned()]);
    }
    let error = |source| StoreError::Read { path: folder.to_owned(), source };
    let mut folders = Vec::new();
    for entry in fs::read_dir(folder).map_err(error)? {
        let path = entry.map_err(error)?.path();
        let hidden = path.file_name().is_some_and(|name| name.to_string_lossy().starts_with('.'));
        if !hidden && is_run(&path) {
            folders.push(path);
        }
    }
    folders.sort();
    if folders.is_empty() { Err(StoreError::Missing(folder.join(RUN_FILE))) } else { Ok(folders) }
}
