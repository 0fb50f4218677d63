//! Run folder whose samples are read on demand.

use super::integrity::check_file;
use super::journal::{self, RunLog};
use super::read::read_record;
use super::schema::quantities_file;
use super::{JOURNAL_FILE, RUN_FILE, SAMPLES_FILE, SampleRow, SampleRows, StoreError, sample_rows};
use crate::run::{RunRecord, RunStatus};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// Run folder with its record. The samples stay on disk until [`sample_rows`](Self::sample_rows) reads them.
#[derive(Debug, Clone)]
pub struct RunFolder {
    /// Path of the folder.
    pub path: PathBuf,
    /// Provenance and figures.
    pub record: RunRecord,
    /// Journal of an unfinished run, which has no tables.
    journal: Option<RunLog>,
}

impl RunFolder {
    /// Reads the record of the run at `path`: from `run.json` if the run is finished, else from its journal.
    ///
    /// # Errors
    /// [`StoreError`], which names the file that is missing, empty, truncated, foreign, newer or damaged.
    pub fn open(path: &Path) -> Result<Self, StoreError> {
        let journal_path = path.join(JOURNAL_FILE);
        if journal_path.exists() {
            let log = journal::read(&journal_path)?;
            let record = log.record(RunStatus::Unfinished, None, BTreeMap::new());
            return Ok(Self { path: path.to_owned(), record, journal: Some(log) });
        }
        Ok(Self { path: path.to_owned(), record: read_record(&path.join(RUN_FILE))?, journal: None })
    }

    /// Reads the samples of each cell. Also checks the quantities file, which a report does not read.
    ///
    /// # Errors
    /// [`StoreError`], which names the file that is missing, empty, truncated, foreign or damaged.
    pub fn sample_rows(&self) -> Result<SampleRows, StoreError> {
        match &self.journal {
            None => {
                if let Some(name) = quantities_file(&self.record) {
                    check_file(&self.path.join(name), &self.record)?;
                }
                sample_rows::read(&self.path.join(SAMPLES_FILE), &self.record)
            }
            Some(log) => Ok(log
                .cells
                .iter()
                .map(|cell| (cell.key.clone(), cell.samples.iter().map(SampleRow::from).collect()))
                .collect()),
        }
    }
}
