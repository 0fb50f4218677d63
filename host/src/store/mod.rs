//! The run folder: what one execution of the matrix leaves behind.
//!
//! | file | holds |
//! |---|---|
//! | `run.json` | provenance, and the summary or the failure of every cell ([`RunRecord`]) |
//! | `samples.parquet` | one row a sample |
//! | `cells.parquet` | one row a cell |
//! | `readings.parquet` | one row a value of a quantity; only where a scenario evaluates what its samples leave |
//!
//! While a run goes on it lives in `.<name>.partial` beside its final place, as a journal to which every
//! outcome is appended at once; [`RunWriter::finish`] makes the files of it and renames the folder.
//! What a crash leaves there can be read like a finished run.

mod cell_record;
mod cells_table;
mod claim;
mod deadlines;
mod error;
mod folder;
mod frames;
mod journal;
mod kinds;
mod merge;
mod places;
mod provenance;
mod quantities_table;
mod read;
mod readings;
mod run_record;
mod sample;
mod samples_table;
mod table;
mod text;
mod verdict;
mod writer;

pub use cell_record::{CellOutcome, CellRecord, MeasuredCell, QuantitySummary, Ratio};
pub use claim::{ClaimRecord, ClaimVerdict, Measure};
pub use error::StoreError;
pub use folder::RunFolder;
pub use kinds::{BoardKind, Ending, Method};
pub use merge::{MergeError, merge};
use provenance::sha256_of;
pub use provenance::{BoardRecord, BoardState, FirmwareRecord, PartRecord, Provenance, sha256_hex};
pub use read::Run;
pub use readings::{Reading, Readings};
pub use run_record::{FORMAT, FixtureRecord, RunRecord, SCHEMA, ScenarioRecord};
pub use sample::{Outcome, Sample, SampleQuantities};
pub use text::{Moment, Register};
pub use verdict::{DeadlineRecord, VERDICT_RULE, Verdict, VerdictRecord};
pub use writer::RunWriter;

/// Provenance and outcomes of every cell.
pub const RUN_FILE: &str = "run.json";
/// One row a sample.
pub const SAMPLES_FILE: &str = "samples.parquet";
/// One row a cell.
pub const CELLS_FILE: &str = "cells.parquet";
/// One row a value of a quantity.
pub const READINGS_FILE: &str = "readings.parquet";
/// What a run appends to while it goes on.
pub const JOURNAL_FILE: &str = "journal.jsonl";

#[cfg(test)]
pub(crate) mod example;
