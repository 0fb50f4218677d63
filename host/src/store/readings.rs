//! The samples of a run as far as a report needs them, read a few columns and rows at a time: a run of
//! ten million samples must not need the memory of ten million rows.

use super::{CellOutcome, RUN_FILE, RunRecord, Sample, StoreError, places::Places, sha256_of};
use crate::scenario::CellId;
use polars::prelude::*;
use std::{
    collections::BTreeMap,
    fs::File,
    io::{self, Read as _, Seek as _, SeekFrom},
    path::Path,
};

/// Rows decoded at a time: a row group as the Parquet writer makes them (512 × 512 rows).
const ROWS_AT_A_TIME: usize = 1 << 18;

/// The first and last four bytes of a Parquet file (Apache Parquet format specification, "File format").
const MAGIC: [u8; 4] = *b"PAR1";

/// What a report needs to know of a sample.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reading {
    /// DWT cycles.
    pub cycles: u64,
    /// Its place among all samples of the run, from 0.
    pub order: u32,
    /// The boot it was taken in, from 0.
    pub boot: u32,
    /// Whether it is of twice the scenario's operations.
    pub double: bool,
    /// Whether it is the cell's first after the boot.
    pub first: bool,
}

impl From<&Sample> for Reading {
    fn from(sample: &Sample) -> Self {
        let Sample { cycles, order, boot, length, first, .. } = *sample;
        Self { cycles, order, boot, double: length == 2, first }
    }
}

/// The readings of each cell, in the order they were taken.
pub type Readings = BTreeMap<CellId, Vec<Reading>>;

/// Refuses a Parquet file that is missing, empty, truncated, foreign, or not the one of its name that `record` states.
pub(super) fn check(path: &Path, record: &RunRecord) -> Result<(), StoreError> {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let read_error = |source: io::Error| match source.kind() {
        io::ErrorKind::NotFound | io::ErrorKind::NotADirectory => StoreError::Missing(path.to_owned()),
        _ => StoreError::Read { path: path.to_owned(), source },
    };
    let mut file = File::open(path).map_err(read_error)?;
    let length = file.metadata().map_err(read_error)?.len();
    if length == 0 {
        return Err(StoreError::Empty(path.to_owned()));
    }
    let mut magic = [0; 4];
    if length < 4 || file.read_exact(&mut magic).map(|()| magic).map_err(read_error)? != MAGIC {
        return Err(StoreError::Foreign { path: path.to_owned(), reason: "it is not Parquet".to_owned() });
    }
    file.seek(SeekFrom::End(-4)).map_err(read_error)?;
    file.read_exact(&mut magic).map_err(read_error)?;
    if length < 12 || magic != MAGIC {
        return Err(StoreError::Truncated(path.to_owned()));
    }
    // Checked before it is parsed: whatever happened to the file, this tells.
    file.rewind().map_err(read_error)?;
    if record.files.get(&*name) != Some(&sha256_of(&mut file).map_err(read_error)?) {
        let reason = format!("its SHA-256 is not the one that {RUN_FILE} states");
        return Err(StoreError::Damaged { path: path.to_owned(), reason });
    }
    Ok(())
}

/// Refuses samples that are fewer than `record` says its figures are made of.
pub(super) fn check_counts(
    path: &Path,
    record: &RunRecord,
    count: impl Fn(&CellId) -> usize,
) -> Result<(), StoreError> {
    for cell in &record.cells {
        if let CellOutcome::Measured(measured) = &cell.outcome {
            let (found, stated) = (count(&cell.id) as u64, measured.statistics.per_operation.samples);
            if found < stated {
                let reason = format!("it has {found} samples of {}, {RUN_FILE} states {stated}", cell.id);
                return Err(StoreError::Damaged { path: path.to_owned(), reason });
            }
        }
    }
    Ok(())
}

/// The readings in the samples file at `path`.
pub(super) fn read(path: &Path, record: &RunRecord) -> Result<Readings, StoreError> {
    check(path, record)?;
    let open = || File::open(path).map_err(|source| StoreError::Read { path: path.to_owned(), source });
    let damaged = |reason: String| StoreError::Damaged { path: path.to_owned(), reason };
    let rows = ParquetReader::new(open()?).num_rows().map_err(|error| damaged(error.to_string()))?;
    let mut cells = Cells::default();
    for first in (0..rows).step_by(ROWS_AT_A_TIME) {
        let frame = ParquetReader::new(open()?)
            .with_columns(Some(COLUMNS.iter().map(|&name| name.to_owned()).collect()))
            .with_slice(Some((first, ROWS_AT_A_TIME)))
            .finish();
        cells.append(&frame.map_err(|error| damaged(error.to_string()))?).map_err(damaged)?;
    }
    let readings = cells.finish();
    check_counts(path, record, |id| readings.get(id).map_or(0, Vec::len))?;
    Ok(readings)
}

const COLUMNS: &[&str] =
    &["scenario", "implementation", "placement", "boot", "order", "length", "cycles", "first"];

/// The cells met so far.
#[derive(Default)]
struct Cells {
    places: Places,
    readings: Vec<Vec<Reading>>,
}

impl Cells {
    fn append(&mut self, frame: &DataFrame) -> Result<(), String> {
        let table = super::samples_table::Reader(frame);
        let scenario = table.text("scenario")?;
        let implementation = table.text("implementation")?;
        let placement = table.text("placement")?;
        let (boot, order, length) = (table.narrow("boot")?, table.narrow("order")?, table.narrow("length")?);
        let (cycles, first) = (table.wide("cycles")?, table.flag("first")?);
        let names = scenario.iter().zip(implementation.iter()).zip(placement.iter());
        let numbers = cycles.iter().zip(order.iter()).zip(boot.iter()).zip(length.iter()).zip(first.iter());
        for (((scenario, implementation), placement), ((((cycles, order), boot), length), first)) in
            names.zip(numbers)
        {
            let place = self.places.of(
                scenario.unwrap_or_default(),
                implementation.unwrap_or_default(),
                placement.unwrap_or_default(),
            )?;
            if place == self.readings.len() {
                self.readings.push(Vec::new());
            }
            if let Some(readings) = self.readings.get_mut(place) {
                readings.push(Reading {
                    cycles: cycles.unwrap_or_default(),
                    order: order.unwrap_or_default(),
                    boot: boot.unwrap_or_default(),
                    double: length == Some(2),
                    first: first.unwrap_or_default(),
                });
            }
        }
        Ok(())
    }

    fn finish(self) -> Readings {
        let mut readings: Readings = self.places.cells().into_iter().zip(self.readings).collect();
        for of_cell in readings.values_mut() {
            if !of_cell.is_sorted_by_key(|it| it.order) {
                of_cell.sort_by_key(|it| it.order);
            }
        }
        readings
    }
}
