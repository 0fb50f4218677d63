//! The run folder: what one execution of the matrix leaves behind.
//!
//! | file | holds |
//! |---|---|
//! | `run.json` | provenance, and the summary or the failure of every cell ([`RunRecord`]) |
//! | `samples.parquet` | one row a sample |
//! | `cells.parquet` | one row a cell |
//!
//! While a run goes on it lives in `.<name>.partial` beside its final place, as a journal to which every
//! outcome is appended at once; [`RunWriter::finish`] makes the files of it and renames the folder.
//! What a crash leaves there can be read like a finished run.

mod cell_record;
mod cells_table;
mod error;
mod folder;
mod frames;
mod journal;
mod judgement;
mod kinds;
mod merge;
mod provenance;
mod read;
mod readings;
mod run_record;
mod sample;
mod samples_table;
mod table;
mod text;
mod writer;

pub use cell_record::{CellOutcome, CellRecord, MeasuredCell, Ratio};
pub use error::StoreError;
pub use folder::RunFolder;
pub use judgement::{ClaimRecord, ClaimVerdict, DeadlineRecord, Verdict, VerdictRecord};
pub use kinds::{BoardKind, Ending, Method};
pub use merge::{MergeError, merge};
use provenance::sha256_of;
pub use provenance::{BoardRecord, BoardState, FirmwareRecord, PartRecord, Provenance, sha256_hex};
pub use read::Run;
pub use readings::{Reading, Readings};
pub use run_record::{FORMAT, FixtureRecord, RunRecord, SCHEMA, ScenarioRecord};
pub use sample::{Outcome, Sample};
pub use text::{Moment, Register};
pub use writer::RunWriter;

/// Provenance and outcomes of every cell.
pub const RUN_FILE: &str = "run.json";
/// One row a sample.
pub const SAMPLES_FILE: &str = "samples.parquet";
/// One row a cell.
pub const CELLS_FILE: &str = "cells.parquet";
/// What a run appends to while it goes on.
pub const JOURNAL_FILE: &str = "journal.jsonl";

#[cfg(test)]
pub(crate) mod example;
