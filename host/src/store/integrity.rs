//! Checks that the files of a run are complete and belong to it.

use super::{RUN_FILE, StoreError};
use crate::digest::sha256_of_reader;
use crate::run::{CellKey, CellOutcome, RunRecord};
use std::fs::File;
use std::io::{self, Read as _, Seek as _, SeekFrom};
use std::path::Path;

/// First and last four bytes of a Parquet file (Apache Parquet format specification, "File format").
const MAGIC: [u8; 4] = *b"PAR1";

/// Checks the Parquet file at `path` against the digest that `record` states.
///
/// # Errors
/// [`StoreError`] for a file that is missing, empty, truncated, not Parquet, or has another digest.
pub(super) fn check_file(path: &Path, record: &RunRecord) -> Result<(), StoreError> {
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
    // The digest is checked before the file is parsed, so that any damage gives the same error.
    file.rewind().map_err(read_error)?;
    if record.files.get(&*name) != Some(&sha256_of_reader(&mut file).map_err(read_error)?) {
        let reason = format!("its SHA-256 is not the one that {RUN_FILE} states");
        return Err(StoreError::Damaged { path: path.to_owned(), reason });
    }
    Ok(())
}

/// Checks that each cell has at least as many samples as its figures in `record` were computed from.
///
/// # Errors
/// [`StoreError::Damaged`] for the first cell with fewer.
pub(super) fn check_sample_counts(
    path: &Path,
    record: &RunRecord,
    count: impl Fn(&CellKey) -> usize,
) -> Result<(), StoreError> {
    for cell in &record.cells {
        if let CellOutcome::Measured(measured) = &cell.outcome {
            let (found, stated) = (count(&cell.key) as u64, measured.statistics.per_operation.samples);
            if found < stated {
                let reason = format!("it has {found} samples of {}, {RUN_FILE} states {stated}", cell.key);
                return Err(StoreError::Damaged { path: path.to_owned(), reason });
            }
        }
    }
    Ok(())
}
