//! All that is known of a measured table, as JSON: what an owner of a board sends in.

use serde::Serialize;

use super::{ALIGNMENT, Cycles, Judgement, KernelSource, LENGTHS, Measurement, Row, Stated, Status};
use crate::run::{BoardRecord, FirmwareRecord, Timestamp};

/// Version of the document. Any change that a reader could stumble over counts it up.
pub const SCHEMA: u32 = 2;

/// The document.
#[derive(Clone, Debug, Serialize)]
pub struct Document {
    /// [`SCHEMA`].
    pub schema: u32,
    /// Version of this tool.
    pub tool_version: String,
    /// Git revision that the tool was built from, if known.
    pub git_revision: Option<String>,
    /// When it was measured.
    pub measured: Timestamp,
    /// The board: simulated or hardware.
    pub board: BoardRecord,
    /// The firmware, with the clock and the flash set-up that it found.
    pub firmware: FirmwareRecord,
    /// Repetitions of both lengths.
    pub lengths: [u32; 2],
    /// Bytes to whose multiple the code is aligned.
    pub alignment: u32,
    /// Samples of each length.
    pub samples: u32,
    /// How the rows stand.
    pub summary: Summary,
    /// The rows, in the order of the table.
    pub rows: Vec<MeasuredRow>,
}

/// How many rows there are of each status.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Summary {
    /// All.
    pub rows: usize,
    /// As stated.
    pub equal: usize,
    /// As nobody states.
    pub different: usize,
    /// As one of the sources states that contradict each other, or as an unverified one does.
    pub unsettled: usize,
    /// Not measured.
    pub failed: usize,
}

/// One row.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct MeasuredRow {
    /// Name of the kernel.
    pub kernel: String,
    /// Its group.
    pub group: String,
    /// The rule in words.
    pub rule: String,
    /// What was run.
    #[serde(flatten)]
    pub source: KernelSource,
    /// What sources state.
    pub stated: Vec<Stated>,
    /// How it stands.
    pub status: Status,
    /// What came of it.
    #[serde(flatten)]
    pub outcome: Outcome,
}

/// What came of a row.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum Outcome {
    /// It was measured.
    Measured {
        /// Cycles of one repetition.
        measured: Cycles,
        /// Behind it.
        #[serde(flatten)]
        measurement: Measurement,
        /// What sources say of it.
        #[serde(flatten)]
        judgement: Judgement,
    },
    /// Its kernel failed.
    Failed {
        /// Why: what the firmware said last, or the time that passed without an answer.
        failure: String,
    },
}

impl MeasuredRow {
    /// Judges a measurement.
    pub fn measured(group: &str, row: &Row, source: &KernelSource, measurement: Measurement) -> Self {
        let measured = measurement.cycles();
        let judgement = Judgement::new(row, measured);
        let status = judgement.status;
        Self::new(group, row, source, status, Outcome::Measured { measured, measurement, judgement })
    }

    /// A row whose kernel failed.
    pub fn failed(group: &str, row: &Row, source: &KernelSource, failure: String) -> Self {
        Self::new(group, row, source, Status::Failed, Outcome::Failed { failure })
    }

    fn new(group: &str, row: &Row, source: &KernelSource, status: Status, outcome: Outcome) -> Self {
        Self {
            kernel: row.kernel.clone(),
            group: group.to_owned(),
            rule: row.rule.clone(),
            source: source.clone(),
            stated: row.stated.clone(),
            status,
            outcome,
        }
    }
}

impl Summary {
    /// Counts.
    pub fn of(rows: &[MeasuredRow]) -> Self {
        let count = |status| rows.iter().filter(|row| row.status == status).count();
        Self {
            rows: rows.len(),
            equal: count(Status::Equal),
            different: count(Status::Different),
            unsettled: count(Status::Unsettled),
            failed: count(Status::Failed),
        }
    }
}

impl Document {
    /// Puts it together.
    pub fn new(
        board: BoardRecord,
        firmware: FirmwareRecord,
        measured: Timestamp,
        samples: u32,
        rows: Vec<MeasuredRow>,
    ) -> Self {
        Self {
            schema: SCHEMA,
            tool_version: env!("CARGO_PKG_VERSION").to_owned(),
            git_revision: option_env!("TWINBENCH_GIT_REVISION").map(str::to_owned),
            measured,
            board,
            firmware,
            lengths: LENGTHS,
            alignment: ALIGNMENT,
            samples,
            summary: Summary::of(&rows),
            rows,
        }
    }
}
