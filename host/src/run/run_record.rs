//! Content of `run.json`.

use super::{
    CellKey, CellRecord, ClaimRecord, FirmwareRecord, MeasuredCell, Provenance, RunStatus, ScenarioRecord,
    Timestamp, VerdictRecord,
};
use crate::stats::Estimate;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, HashSet};

/// Value of `format` that distinguishes `run.json` from other JSON.
pub const FORMAT: &str = "twinbench-run";

/// Schema version of the run folder. It increases when a reader of the previous version would misread a file; new
/// optional fields do not increase it.
pub const SCHEMA: u64 = 2;

/// Record of a run: its provenance, summaries and verdicts, without its samples.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RunRecord {
    /// Always [`FORMAT`].
    pub format: String,
    /// Schema version, at most [`SCHEMA`].
    pub schema: u64,
    /// Name of the run folder when it was written.
    pub name: String,
    /// Status.
    #[serde(alias = "ending")]
    pub status: RunStatus,
    /// End of the run; `None` for an unfinished one.
    pub ended: Option<Timestamp>,
    /// Provenance of the figures.
    pub provenance: Provenance,
    /// Firmwares, in the order of first use.
    pub firmwares: Vec<FirmwareRecord>,
    /// Scenarios, by scale and id.
    pub scenarios: Vec<ScenarioRecord>,
    /// Keys of all cells of the matrix, in the planned order.
    pub order: Vec<CellKey>,
    /// Cells that were measured or failed: by scale and scenario, then in the order of the scenario's file.
    pub cells: Vec<CellRecord>,
    /// Verdicts on the deadlines of the scenarios.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub verdicts: Vec<VerdictRecord>,
    /// Claims with the figures that test them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub claims: Vec<ClaimRecord>,
    /// SHA-256 digests of the other files of the folder, by file name, in hexadecimal.
    pub files: BTreeMap<String, String>,
}

impl RunRecord {
    /// Returns the scenario with the id `id`.
    pub fn scenario(&self, id: &str) -> Option<&ScenarioRecord> {
        self.scenarios.iter().find(|it| it.id == id)
    }

    /// Returns the firmware named `name`.
    pub fn firmware(&self, name: &str) -> Option<&FirmwareRecord> {
        self.firmwares.iter().find(|it| it.name == name)
    }

    /// Returns the figures of a cell; `None` if it was not measured.
    pub fn measured(&self, id: &CellKey) -> Option<&MeasuredCell> {
        self.cells.iter().find(|it| it.key == *id)?.measured()
    }

    /// Returns the nanoseconds per operation of a cell, at the clock that its firmware ran at; `None` if the clock is unknown.
    pub fn time_per_operation(&self, cell: &MeasuredCell) -> Option<Estimate> {
        let clock = self.firmware(&cell.firmware)?.board.sysclk_hz;
        (clock > 0).then(|| cell.statistics.per_operation.scaled(1e9 / f64::from(clock)))
    }

    /// Returns the planned cells that were neither measured nor failed.
    pub fn not_reached(&self) -> Vec<&CellKey> {
        let reached: HashSet<&CellKey> = self.cells.iter().map(|cell| &cell.key).collect();
        self.order.iter().filter(|id| !reached.contains(id)).collect()
    }
}
