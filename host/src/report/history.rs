//! The runs before a run.

use crate::store::{JOURNAL_FILE, RUN_FILE, RunFolder, RunRecord, StoreError};
use std::{
    fs,
    path::{Path, PathBuf},
};

/// Runs that one run can be seen beside.
#[derive(Debug, Clone, Default)]
pub struct History {
    /// Oldest first.
    pub runs: Vec<RunRecord>,
    /// Runs that cannot stand beside it, each with the reason, for people.
    pub left_out: Vec<String>,
}

impl History {
    /// Reads what `places` hold, each a run folder or a folder of run folders. Runs of the other board kind
    /// are left out, and so is the run itself, and what began after it.
    ///
    /// # Errors
    /// [`StoreError`] if a place is neither, or a run in it cannot be read.
    pub fn read(places: &[PathBuf], of: &RunRecord) -> Result<Self, StoreError> {
        let mut history = Self::default();
        for place in places {
            for folder in run_folders(place)? {
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

/// `place` itself, or the run folders in it by name.
fn run_folders(place: &Path) -> Result<Vec<PathBuf>, StoreError> {
    if is_run(place) {
        return Ok(vec![place.to_owned()]);
    }
    let error = |source| StoreError::Read { path: place.to_owned(), source };
    let mut folders = Vec::new();
    for entry in fs::read_dir(place).map_err(error)? {
        let path = entry.map_err(error)?.path();
        let hidden = path.file_name().is_some_and(|name| name.to_string_lossy().starts_with('.'));
        if !hidden && is_run(&path) {
            folders.push(path);
        }
    }
    folders.sort();
    if folders.is_empty() { Err(StoreError::Missing(place.join(RUN_FILE))) } else { Ok(folders) }
}
