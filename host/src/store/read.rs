//! Reads a whole run.

use super::integrity::{check_file, check_sample_counts};
use super::schema::{Version, quantities_file};
use super::{
    CELLS_FILE, JOURNAL_FILE, RUN_FILE, SAMPLES_FILE, StoreError, journal, parquet, quantities_table,
    samples_table,
};
use crate::run::{CellKey, RunRecord, RunStatus, Sample, SampleQuantities};
use serde_json::error::Category;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::{fs, io};

/// A run, read from its folder.
#[derive(Debug, Clone, PartialEq)]
pub struct Run {
    /// Path of the folder.
    pub folder: PathBuf,
    /// Provenance and figures.
    pub record: RunRecord,
    /// Samples of each cell, in the order of time. A failed cell has those that were taken before it failed.
    pub samples: BTreeMap<CellKey, Vec<Sample>>,
    /// Quantities of each cell that has an evaluation, in the order of its samples.
    pub quantities: BTreeMap<CellKey, Vec<SampleQuantities>>,
}

impl Run {
    /// Reads the run in `folder`, from its tables if it is finished, else from its journal.
    ///
    /// # Errors
    /// [`StoreError`], which names the file that is missing, empty, truncated, foreign, newer or damaged.
    pub fn open(folder: &Path) -> Result<Self, StoreError> {
        let journal_path = folder.join(JOURNAL_FILE);
        if journal_path.exists() {
            return Ok(Self::from_journal(folder, journal::read(&journal_path)?));
        }
        let record = read_record(&folder.join(RUN_FILE))?;
        let samples = read_samples(&folder.join(SAMPLES_FILE), &record)?;
        let quantities = read_quantities(folder, &record)?;
        Ok(Self { folder: folder.to_owned(), record, samples, quantities })
    }

    fn from_journal(folder: &Path, log: journal::RunLog) -> Self {
        let record = log.record(RunStatus::Unfinished, None, BTreeMap::new());
        let (mut samples, mut quantities) = (BTreeMap::new(), BTreeMap::new());
        for cell in log.cells {
            if !cell.quantities.is_empty() {
                quantities.insert(cell.key.clone(), cell.quantities);
            }
            samples.insert(cell.key, cell.samples);
        }
        Self { folder: folder.to_owned(), record, samples, quantities }
    }
}

fn read_file(path: &Path) -> Result<Vec<u8>, StoreError> {
    let bytes = fs::read(path).map_err(|source| match source.kind() {
        io::ErrorKind::NotFound | io::ErrorKind::NotADirectory => StoreError::Missing(path.to_owned()),
        _ => StoreError::Read { path: path.to_owned(), source },
    })?;
    if bytes.is_empty() { Err(StoreError::Empty(path.to_owned())) } else { Ok(bytes) }
}

/// Reads the `run.json` at `path`.
///
/// # Errors
/// [`StoreError`] for a file that is missing, empty, truncated, foreign, newer or damaged, and for a damaged table of
/// cells in the same folder.
pub(super) fn read_record(path: &Path) -> Result<RunRecord, StoreError> {
    let bytes = read_file(path)?;
    // The version is checked first: a file of another schema need not have the fields of a `RunRecord`.
    let version: Version = serde_json::from_slice(&bytes).map_err(|error| match error.classify() {
        Category::Eof => StoreError::Truncated(path.to_owned()),
        _ => StoreError::Foreign { path: path.to_owned(), reason: error.to_string() },
    })?;
    version.check(path)?;
    let record: RunRecord = serde_json::from_slice(&bytes)
        .map_err(|error| StoreError::Damaged { path: path.to_owned(), reason: error.to_string() })?;
    // The table of cells is for other programs. It is checked here because nothing else reads it.
    let cells = path.with_file_name(CELLS_FILE);
    if cells.exists() {
        check_file(&cells, &record)?;
    }
    Ok(record)
}

fn read_samples(path: &Path, record: &RunRecord) -> Result<BTreeMap<CellKey, Vec<Sample>>, StoreError> {
    check_file(path, record)?;
    let damaged = |reason: String| StoreError::Damaged { path: path.to_owned(), reason };
    let frame = parquet::parse(read_file(path)?).map_err(|error| damaged(error.to_string()))?;
    let samples = samples_table::samples(&frame).map_err(damaged)?;
    check_sample_counts(path, record, |key| samples.get(key).map_or(0, Vec::len))?;
    Ok(samples)
}

/// Reads the quantities; a run without evaluations has no file of them.
fn read_quantities(folder: &Path, record: &RunRecord) -> Result<quantities_table::Quantities, StoreError> {
    let Some(name) = quantities_file(record) else { return Ok(BTreeMap::new()) };
    let path = folder.join(name);
    check_file(&path, record)?;
    let damaged = |reason: String| StoreError::Damaged { path: path.clone(), reason };
    let frame = parquet::parse(read_file(&path)?).map_err(|error| damaged(error.to_string()))?;
    quantities_table::quantities(&frame, record).map_err(damaged)
}

#[cfg(test)]
#[path = "store_tests.rs"]
mod tests;

#[cfg(test)]
#[path = "quantities_tests.rs"]
mod quantities_tests;
