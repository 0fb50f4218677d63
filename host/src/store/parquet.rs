//! Data frames to and from Parquet files.

use super::StoreError;
use polars::prelude::*;
use std::{
    fs::File,
    io::{self, Write},
    path::Path,
};

/// Writes `frame` to a new file at `path` and flushes it to disk.
pub(super) fn write(path: &Path, frame: &mut DataFrame) -> Result<(), StoreError> {
    let error = |source| StoreError::Write { path: path.to_owned(), source };
    let mut bytes = Vec::new();
    ParquetWriter::new(&mut bytes)
        .finish(frame)
        .map_err(|source| StoreError::Table { path: path.to_owned(), source })?;
    write_bytes(path, &bytes).map_err(error)
}

/// Writes `bytes` to a new file at `path` and flushes it to disk.
pub(super) fn write_bytes(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut file = File::create_new(path)?;
    file.write_all(bytes)?;
    file.sync_all()
}

/// Parses the content of a Parquet file.
pub(super) fn parse(bytes: Vec<u8>) -> PolarsResult<DataFrame> {
    ParquetReader::new(io::Cursor::new(bytes)).finish()
}

/// Creates a text column with the same value in each of `rows` rows.
pub(super) fn constant(name: &str, value: &str, rows: usize) -> Column {
    Column::new_scalar(name.into(), Scalar::from(PlSmallStr::from_str(value)), rows)
}
