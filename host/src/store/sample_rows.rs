//! Samples with the columns that a report needs.
//!
//! Reads a limited number of rows at a time, so that a run of ten million samples does not need the memory of ten
//! million full rows.

use super::StoreError;
use super::columns::Columns;
use super::integrity::{check_file, check_sample_counts};
use super::key_columns::{self, KeyReader};
use crate::run::{CellKey, RunRecord, Sample};
use crate::stats::Length;
use polars::prelude::*;
use std::collections::BTreeMap;
use std::fs::File;
use std::path::Path;

/// Number of rows decoded at a time: a row group of the Parquet writer (512 × 512 rows).
const ROWS_AT_A_TIME: usize = 1 << 18;

/// A sample with the columns that a report needs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SampleRow {
    /// DWT cycles.
    pub cycles: u64,
    /// Index among all samples of the run, from 0, in the order of time.
    pub order: u32,
    /// Index of the boot, from 0.
    pub boot: u32,
    /// Length.
    pub length: Length,
    /// True for the cell's first sample after a boot.
    pub first: bool,
}

impl From<&Sample> for SampleRow {
    fn from(sample: &Sample) -> Self {
        let Sample { cycles, order, boot, length, first, .. } = *sample;
        Self { cycles, order, boot, length, first }
    }
}

/// Samples of each cell, in the order of time.
pub type SampleRows = BTreeMap<CellKey, Vec<SampleRow>>;

/// Columns of a [`SampleRow`] besides those of the key.
const COLUMNS: [&str; 5] = ["boot", "order", "length", "cycles", "first"];

/// Reads the samples file at `path`, which belongs to `record`.
///
/// # Errors
/// [`StoreError`] for a file that is missing, empty, truncated, foreign or damaged.
pub(super) fn read(path: &Path, record: &RunRecord) -> Result<SampleRows, StoreError> {
    check_file(path, record)?;
    let open = || File::open(path).map_err(|source| StoreError::Read { path: path.to_owned(), source });
    let damaged = |reason: String| StoreError::Damaged { path: path.to_owned(), reason };
    let mut file = ParquetReader::new(open()?);
    let schema = file.schema().map_err(|error| damaged(error.to_string()))?;
    let rows = file.num_rows().map_err(|error| damaged(error.to_string()))?;
    let columns: Vec<String> = key_columns::names()
        .filter(|&name| schema.contains(name))
        .chain(COLUMNS)
        .map(str::to_owned)
        .collect();
    let mut cells = Cells::default();
    for first in (0..rows).step_by(ROWS_AT_A_TIME) {
        let frame = ParquetReader::new(open()?)
            .with_columns(Some(columns.clone()))
            .with_slice(Some((first, ROWS_AT_A_TIME)))
            .finish();
        cells.append(&frame.map_err(|error| damaged(error.to_string()))?).map_err(damaged)?;
    }
    let samples = cells.finish();
    check_sample_counts(path, record, |key| samples.get(key).map_or(0, Vec::len))?;
    Ok(samples)
}

/// Samples of the cells read so far.
#[derive(Default)]
struct Cells {
    keys: KeyReader,
    samples: Vec<Vec<SampleRow>>,
}

impl Cells {
    fn append(&mut self, frame: &DataFrame) -> Result<(), String> {
        let table = Columns(frame);
        let (boot, order, length) = (table.u32("boot")?, table.u32("order")?, table.u32("length")?);
        let (cycles, first) = (table.u64("cycles")?, table.bool("first")?);
        let cells = self.keys.indices(&table)?;
        let numbers = cycles.iter().zip(order.iter()).zip(boot.iter()).zip(length.iter()).zip(first.iter());
        for (cell, ((((cycles, order), boot), length), first)) in cells.into_iter().zip(numbers) {
            if cell == self.samples.len() {
                self.samples.push(Vec::new());
            }
            if let Some(samples) = self.samples.get_mut(cell) {
                samples.push(SampleRow {
                    cycles: cycles.unwrap_or_default(),
                    order: order.unwrap_or_default(),
                    boot: boot.unwrap_or_default(),
                    length: length.unwrap_or_default().try_into()?,
                    first: first.unwrap_or_default(),
                });
            }
        }
        Ok(())
    }

    fn finish(self) -> SampleRows {
        let mut samples: SampleRows = self.keys.keys().into_iter().zip(self.samples).collect();
        for of_cell in samples.values_mut() {
            if !of_cell.is_sorted_by_key(|it| it.order) {
                of_cell.sort_by_key(|it| it.order);
            }
        }
        samples
    }
}
