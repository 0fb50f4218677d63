//! Reads a run back.

use super::{
    CELLS_FILE, Ending, FORMAT, JOURNAL_FILE, READINGS_FILE, RUN_FILE, RunRecord, SAMPLES_FILE, SCHEMA,
    Sample, SampleQuantities, StoreError, journal, quantities_table, readings, samples_table, table,
};
use crate::scenario::CellId;
use serde::Deserialize;
use serde_json::{Value, error::Category};
use std::{
    collections::BTreeMap,
    fs, io,
    path::{Path, PathBuf},
};

/// A run, read from its folder.
#[derive(Debug, Clone, PartialEq)]
pub struct Run {
    /// The folder.
    pub folder: PathBuf,
    /// Provenance and figures.
    pub record: RunRecord,
    /// The samples of each cell, in the order they were taken. Failed cells have those that were taken
    /// before they failed.
    pub samples: BTreeMap<CellId, Vec<Sample>>,
    /// What evaluations made of the readings of samples, of the cells that have any.
    pub quantities: BTreeMap<CellId, Vec<SampleQuantities>>,
}

impl Run {
    /// Reads the run in `folder`: a finished one, or what one that was broken off has left.
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
        let quantities = read_quantities(&folder.join(READINGS_FILE), &record)?;
        Ok(Self { folder: folder.to_owned(), record, samples, quantities })
    }

    fn from_journal(folder: &Path, log: journal::RunLog) -> Self {
        let record = log.record(Ending::Unfinished, None, BTreeMap::new());
        let (mut samples, mut quantities) = (BTreeMap::new(), BTreeMap::new());
        for cell in log.cells {
            if !cell.quantities.is_empty() {
                quantities.insert(cell.id.clone(), cell.quantities);
            }
            samples.insert(cell.id, cell.samples);
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

pub(super) fn read_record(path: &Path) -> Result<RunRecord, StoreError> {
    let bytes = read_file(path)?;
    // First what it is: a file of another schema need not have what this one's records have.
    let version: Version = serde_json::from_slice(&bytes).map_err(|error| match error.classify() {
        Category::Eof => StoreError::Truncated(path.to_owned()),
        _ => StoreError::Foreign { path: path.to_owned(), reason: error.to_string() },
    })?;
    version.check(path)?;
    let record: RunRecord = serde_json::from_slice(&bytes)
        .map_err(|error| StoreError::Damaged { path: path.to_owned(), reason: error.to_string() })?;
    // Nothing here reads the cells' table, but nobody shall be led to think that it is sound.
    let cells = path.with_file_name(CELLS_FILE);
    if cells.exists() {
        readings::check(&cells, &record)?;
    }
    Ok(record)
}

/// What tells a run's JSON from other JSON, and its schema from others.
#[derive(Debug, Deserialize)]
pub(super) struct Version {
    #[serde(default)]
    format: Value,
    #[serde(default)]
    schema: Value,
}

impl Version {
    /// Refuses JSON that is no run, or one of a schema that this version does not know.
    pub(super) fn check(&self, path: &Path) -> Result<(), StoreError> {
        let foreign =
            |reason: &str| Err(StoreError::Foreign { path: path.to_owned(), reason: reason.to_owned() });
        if self.format.as_str() != Some(FORMAT) {
            return foreign("its `format` is not `twinbench-run`");
        }
        match self.schema.as_u64() {
            None | Some(0) => foreign("it has no `schema` version"),
            Some(found) if found > SCHEMA => {
                Err(StoreError::Newer { path: path.to_owned(), found, supported: SCHEMA })
            }
            Some(_) => Ok(()),
        }
    }
}

fn read_samples(path: &Path, record: &RunRecord) -> Result<BTreeMap<CellId, Vec<Sample>>, StoreError> {
    readings::check(path, record)?;
    let damaged = |reason: String| StoreError::Damaged { path: path.to_owned(), reason };
    let frame = table::parse(read_file(path)?).map_err(|error| damaged(error.to_string()))?;
    let samples = samples_table::samples(&frame).map_err(damaged)?;
    readings::check_counts(path, record, |id| samples.get(id).map_or(0, Vec::len))?;
    Ok(samples)
}

/// The quantities beside the samples. A run without any has no such file.
fn read_quantities(path: &Path, record: &RunRecord) -> Result<quantities_table::Quantities, StoreError> {
    if !record.files.contains_key(READINGS_FILE) {
        return Ok(BTreeMap::new());
    }
    readings::check(path, record)?;
    let damaged = |reason: String| StoreError::Damaged { path: path.to_owned(), reason };
    let frame = table::parse(read_file(path)?).map_err(|error| damaged(error.to_string()))?;
    quantities_table::quantities(&frame, record).map_err(damaged)
}

#[cfg(test)]
#[path = "store_tests.rs"]
mod tests;

#[cfg(test)]
#[path = "quantities_tests.rs"]
mod quantities_tests;
