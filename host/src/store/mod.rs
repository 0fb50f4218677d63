//! Run folder: the files that one run leaves.
//!
//! | file | content |
//! |---|---|
//! | `run.json` | provenance, and the summary or failure of every cell ([`RunRecord`](crate::run::RunRecord)) |
//! | `samples.parquet` | one row for each sample |
//! | `cells.parquet` | one row for each cell |
//! | `quantities.parquet` | one row for each value of a quantity; only for scenarios with an evaluation |
//!
//! A run in progress is in `.<name>.partial` beside its final folder, as a journal to which each measurement is appended
//! at once. [`RunWriter::finish`] writes the files and renames the folder. An unfinished folder can be read like a
//! finished one.
//!
//! Schema 1 names the file of quantities `readings.parquet`, and has no columns for the optional parts of a cell's key.

mod cells_table;
mod columns;
mod error;
mod folder;
mod integrity;
mod journal;
mod key_columns;
mod parquet;
mod quantities_table;
mod read;
mod sample_rows;
mod samples_table;
mod schema;
mod tables;
mod writer;

pub use error::StoreError;
pub use folder::RunFolder;
pub use read::Run;
pub use sample_rows::{SampleRow, SampleRows};
pub use writer::RunWriter;

/// File with the record of the run.
pub const RUN_FILE: &str = "run.json";
/// Table of samples.
pub const SAMPLES_FILE: &str = "samples.parquet";
/// Table of cells.
pub const CELLS_FILE: &str = "cells.parquet";
/// Table of quantities.
pub const QUANTITIES_FILE: &str = "quantities.parquet";
/// Journal of a run in progress.
pub const JOURNAL_FILE: &str = "journal.jsonl";

#[cfg(test)]
pub(crate) mod example;
