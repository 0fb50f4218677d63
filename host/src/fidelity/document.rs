//! JSON document of a measured table. Owners of a board can contribute theirs.

use serde::Serialize;

use super::comparison::{RowComparison, RowStatus};
use super::cycles::Cycles;
use super::kernel::KernelSource;
use super::measure::{ALIGNMENT, LENGTHS, Measurement};
use super::row::{Row, Stated};
use crate::run::{BoardRecord, FirmwareRecord, Timestamp};

/// Version of the document. Incompatible changes increment it.
pub(crate) const SCHEMA: u32 = 3;

/// Document of a measured table.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Document {
    /// [`SCHEMA`].
    pub schema: u32,
    /// Version of this tool.
    pub tool_version: String,
    /// Git revision of the tool; `None` if unknown.
    pub git_revision: Option<String>,
    /// Time of the measurement.
    pub measured: Timestamp,
    /// Board, simulated or hardware.
    pub board: BoardRecord,
    /// Firmware, with the clock and the flash set-up that it reports.
    pub firmware: FirmwareRecord,
    /// Repetitions in a sample of single and of double length.
    pub lengths: [u32; 2],
    /// Alignment of the kernels' code in bytes.
    pub alignment: u32,
    /// Samples of each length.
    pub samples: u32,
    /// Number of rows by status.
    pub summary: Summary,
    /// Rows in the order of the table.
    pub rows: Vec<MeasuredRow>,
}

/// Number of rows by status.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub(crate) struct Summary {
    /// All rows.
    pub rows: usize,
    /// Rows of [`RowStatus::Equal`].
    pub equal: usize,
    /// Rows of [`RowStatus::Different`].
    pub different: usize,
    /// Rows of [`RowStatus::Unsettled`].
    pub unsettled: usize,
    /// Rows of [`RowStatus::Failed`].
    pub failed: usize,
}

/// Row with its measurement.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(crate) struct MeasuredRow {
    /// Name of the kernel.
    pub kernel: String,
    /// Name of the group.
    pub group: String,
    /// The rule in words.
    pub rule: String,
    /// Source text of the kernel.
    #[serde(flatten)]
    pub source: KernelSource,
    /// Cycles that sources state.
    pub stated: Vec<Stated>,
    /// Status of the row.
    pub status: RowStatus,
    /// Measurement or failure.
    #[serde(flatten)]
    pub outcome: RowOutcome,
}

/// Measurement or failure of a row.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub(crate) enum RowOutcome {
    /// The kernel was measured.
    Measured {
        /// Cycles of one repetition.
        measured: Cycles,
        /// Medians and spread.
        #[serde(flatten)]
        measurement: Measurement,
        /// Comparison with the sources.
        #[serde(flatten)]
        comparison: RowComparison,
    },
    /// The kernel failed.
    Failed {
        /// Reason for the failure.
        failure: String,
    },
}

impl MeasuredRow {
    /// Creates the row of a measurement.
    pub(crate) fn measured(group: &str, row: &Row, source: &KernelSource, measurement: Measurement) -> Self {
        let measured = measurement.cycles();
        let comparison = RowComparison::new(row, measured);
        let status = comparison.status;
        Self::new(group, row, source, status, RowOutcome::Measured { measured, measurement, comparison })
    }

    /// Creates the row of a kernel that failed.
    pub(crate) fn failed(group: &str, row: &Row, source: &KernelSource, failure: String) -> Self {
        Self::new(group, row, source, RowStatus::Failed, RowOutcome::Failed { failure })
    }

    fn new(group: &str, row: &Row, source: &KernelSource, status: RowStatus, outcome: RowOutcome) -> Self {
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
    /// Counts the rows by status.
    pub(crate) fn of(rows: &[MeasuredRow]) -> Self {
        let count = |status| rows.iter().filter(|row| row.status == status).count();
        Self {
            rows: rows.len(),
            equal: count(RowStatus::Equal),
            different: count(RowStatus::Different),
            unsettled: count(RowStatus::Unsettled),
            failed: count(RowStatus::Failed),
        }
    }
}

impl Document {
    /// Creates the document of a measurement by this tool.
    pub(crate) fn new(
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
