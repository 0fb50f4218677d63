//! The content of `run.json`.

use super::{
    CellOutcome, CellRecord, ClaimRecord, DeadlineRecord, Ending, FirmwareRecord, MeasuredCell, Moment,
    Provenance, VerdictRecord,
};
use crate::{
    evaluation::{Description, Evaluation},
    scenario::{Cell, CellId, Collector, Scale, Scenario},
    stats::{Estimate, Lengths},
};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, HashSet};

/// Tells `run.json` from other JSON.
pub const FORMAT: &str = "twinbench-run";

/// Version of the run folder's schema. It rises when a reader of the version before would misread a
/// file; new fields that can be left out do not raise it.
pub const SCHEMA: u64 = 1;

/// A run without its samples.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RunRecord {
    /// Always [`FORMAT`].
    pub format: String,
    /// Always [`SCHEMA`].
    pub schema: u64,
    /// The run's name: that of its folder when it was written.
    pub name: String,
    /// How it ended.
    pub ending: Ending,
    /// When it ended; `None` if it was broken off.
    pub ended: Option<Moment>,
    /// Where the figures come from.
    pub provenance: Provenance,
    /// The firmwares, in the order of first use.
    pub firmwares: Vec<FirmwareRecord>,
    /// The scenarios, by scale and id.
    pub scenarios: Vec<ScenarioRecord>,
    /// The cells to be measured, in the order planned.
    pub order: Vec<CellId>,
    /// The cells that had their turn: by scale and scenario, then in the order of the scenario's file.
    pub cells: Vec<CellRecord>,
    /// Cells under the deadlines of their scenarios.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub verdicts: Vec<VerdictRecord>,
    /// Numbers stated somewhere, beside what was measured.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub claims: Vec<ClaimRecord>,
    /// SHA-256 of the files beside it, by name, in hexadecimal.
    pub files: BTreeMap<String, String>,
}

impl RunRecord {
    /// The scenario of that id.
    pub fn scenario(&self, id: &str) -> Option<&ScenarioRecord> {
        self.scenarios.iter().find(|it| it.id == id)
    }

    /// The firmware of that name.
    pub fn firmware(&self, name: &str) -> Option<&FirmwareRecord> {
        self.firmwares.iter().find(|it| it.name == name)
    }

    /// The cell's figures, if it was measured.
    pub fn measured(&self, id: &CellId) -> Option<&MeasuredCell> {
        match &self.cells.iter().find(|it| it.id == *id)?.outcome {
            CellOutcome::Measured(cell) => Some(cell),
            CellOutcome::Failed { .. } => None,
        }
    }

    /// Nanoseconds per operation of a cell, at the clock that its firmware ran at; `None` if that is not known.
    pub fn time_per_operation(&self, cell: &MeasuredCell) -> Option<Estimate> {
        let clock = self.firmware(&cell.firmware)?.board.sysclk_hz;
        (clock > 0).then(|| cell.statistics.per_operation.scaled(1e9 / f64::from(clock)))
    }

    /// The planned cells that never had their turn.
    pub fn not_reached(&self) -> Vec<&CellId> {
        let reached: HashSet<&CellId> = self.cells.iter().map(|cell| &cell.id).collect();
        self.order.iter().filter(|id| !reached.contains(id)).collect()
    }
}

/// What a run keeps of a scenario.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ScenarioRecord {
    /// Its name.
    pub id: String,
    /// The time scale it belongs to.
    pub scale: Scale,
    /// A line for people.
    pub title: String,
    /// Operations in a sample of single length.
    pub operations: u32,
    /// Checksum of a sample of single length.
    pub expect: u32,
    /// Checksum of a sample of double length.
    pub expect_double: u32,
    /// Id of the implementation that ratios are taken against.
    pub baseline: String,
    /// Ids of the implementations, in the order of the file.
    pub implementations: Vec<String>,
    /// At how many lengths it was sampled.
    #[serde(default, skip_serializing_if = "Lengths::is_default")]
    pub lengths: Lengths,
    /// Whether interrupts were enabled in samples.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub interrupts: bool,
    /// What happened to the garbage collector around samples.
    #[serde(default, skip_serializing_if = "Collector::is_default")]
    pub collector: Collector,
    /// What played the world around the work, with the number it was given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fixture: Option<FixtureRecord>,
    /// What was made of the readings of its samples.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub quantities: Vec<Description>,
    /// When its work has to be done.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub deadlines: Vec<DeadlineRecord>,
}

impl From<&Scenario> for ScenarioRecord {
    fn from(scenario: &Scenario) -> Self {
        Self {
            id: scenario.id.clone(),
            scale: scenario.scale,
            title: scenario.title.clone(),
            operations: scenario.operations,
            expect: scenario.expect,
            expect_double: scenario.expect_double,
            baseline: scenario.baseline.clone(),
            implementations: scenario.implementations.iter().map(|it| it.id.clone()).collect(),
            lengths: scenario.conditions.lengths,
            interrupts: scenario.conditions.interrupts,
            collector: scenario.conditions.collector,
            fixture: scenario
                .conditions
                .fixture
                .as_ref()
                .map(|it| FixtureRecord { name: it.name.clone(), argument: it.argument }),
            quantities: scenario.evaluation.as_ref().map(Evaluation::quantities).unwrap_or_default(),
            deadlines: scenario.deadlines.iter().map(DeadlineRecord::from).collect(),
        }
    }
}

/// A fixture of the firmware that samples were taken with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FixtureRecord {
    /// Its name.
    pub name: String,
    /// The number it was given.
    pub argument: u32,
}

/// The scenarios that `cells` belong to, each once, by scale and id.
pub(super) fn scenarios_of(cells: &[Cell]) -> Vec<ScenarioRecord> {
    let scenarios: BTreeMap<_, _> = cells
        .iter()
        .map(|cell| ((cell.scenario().scale, cell.scenario().id.clone()), cell.scenario()))
        .collect();
    scenarios.into_values().map(ScenarioRecord::from).collect()
}
