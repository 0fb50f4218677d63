//! A run whose samples stay on the disk until somebody asks for them.

use super::{
    Ending, JOURNAL_FILE, READINGS_FILE, RUN_FILE, Reading, Readings, RunRecord, SAMPLES_FILE, StoreError,
    journal::{self, RunLog},
    read::read_record,
    readings,
};
use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
};

/// A run folder, opened for its record.
#[derive(Debug, Clone)]
pub struct RunFolder {
    /// The folder.
    pub path: PathBuf,
    /// Provenance and figures.
    pub record: RunRecord,
    /// What a run that was broken off left in place of tables.
    journal: Option<RunLog>,
}

impl RunFolder {
    /// Reads the record of the run at `path`: a finished one, or what one that was broken off has left.
    ///
    /// # Errors
    /// [`StoreError`], which names the file that is missing, empty, truncated, foreign, newer or damaged.
    pub fn open(path: &Path) -> Result<Self, StoreError> {
        let journal_path = path.join(JOURNAL_FILE);
        if journal_path.exists() {
            let log = journal::read(&journal_path)?;
            let record = log.record(Ending::Unfinished, None, BTreeMap::new());
            return Ok(Self { path: path.to_owned(), record, journal: Some(log) });
        }
        Ok(Self { path: path.to_owned(), record: read_record(&path.join(RUN_FILE))?, journal: None })
    }

    /// Reads what a report needs of every sample. The readings file, of which it needs nothing that the record does not
    /// have, is checked.
    ///
    /// # Errors
    /// [`StoreError`], which names the file that is missing, empty, truncated, foreign or damaged.
    pub fn readings(&self) -> Result<Readings, StoreError> {
        match &self.journal {
            None => {
                if self.record.files.contains_key(READINGS_FILE) {
                    readings::check(&self.path.join(READINGS_FILE), &self.record)?;
                }
                readings::read(&self.path.join(SAMPLES_FILE), &self.record)
            }
            Some(log) => Ok(log
                .cells
                .iter()
                .map(|cell| (cell.id.clone(), cell.samples.iter().map(Reading::from).collect()))
                .collect()),
        }
    }
}
