//! Records of cells: their figures, or the reason for their failure.

use super::{CellKey, QuantityDescription, Runtime, Scale};
use crate::stats::{CellStatistics, Distribution, Estimate};
use serde::{Deserialize, Serialize};

/// Record of a cell that was measured or failed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CellRecord {
    /// Key.
    #[serde(alias = "id")]
    pub key: CellKey,
    /// Runtime that executes it.
    pub runtime: Runtime,
    /// Technique of its implementation.
    pub technique: String,
    /// Time scale of its scenario.
    pub scale: Scale,
    /// Figures, or the reason for the failure.
    #[serde(flatten)]
    pub outcome: CellOutcome,
}

impl CellRecord {
    /// Returns the figures of the cell; `None` if it failed.
    pub fn measured(&self) -> Option<&MeasuredCell> {
        match &self.outcome {
            CellOutcome::Measured(measured) => Some(measured),
            CellOutcome::Failed { .. } => None,
        }
    }

    /// Returns the reason for the failure; `None` if the cell was measured.
    pub fn failure(&self) -> Option<&str> {
        match &self.outcome {
            CellOutcome::Measured(_) => None,
            CellOutcome::Failed { reason } => Some(reason),
        }
    }
}

/// Figures of a cell, or the reason for its failure.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "outcome")]
pub enum CellOutcome {
    /// The cell was measured.
    Measured(Box<MeasuredCell>),
    /// The cell failed.
    Failed {
        /// Reason.
        reason: String,
    },
}

/// Figures of a measured cell.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct MeasuredCell {
    /// Name of the firmware that it ran in.
    pub firmware: String,
    /// Statistics of the cycles of its samples.
    pub statistics: CellStatistics,
    /// Ratio to the scenario's baseline; `None` for the baseline itself, and if the baseline was not measured.
    pub ratio: Option<Ratio>,
    /// Instructions per operation; `None` on a board that does not count them.
    pub instructions_per_operation: Option<f64>,
    /// Share of XIP cache accesses that hit, over all samples but the first of each boot; `None` without accesses.
    pub xip_hit_rate: Option<f64>,
    /// XIP cache accesses per operation, over all samples but the first of each boot.
    pub xip_accesses_per_operation: f64,
    /// Cycles to parse and compile the script; `None` for native code.
    pub compile_cycles: Option<u64>,
    /// Quantities of the scenario's evaluation, over all samples.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub quantities: Vec<QuantitySummary>,
}

impl MeasuredCell {
    /// Returns the quantity with the id `id`.
    pub fn quantity(&self, id: &str) -> Option<&QuantitySummary> {
        self.quantities.iter().find(|it| it.description.id == id)
    }
}

/// Summary of a quantity over all samples of a cell.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct QuantitySummary {
    /// Description of the quantity.
    #[serde(flatten)]
    pub description: QuantityDescription,
    /// Distribution of its values; `None` if there are none.
    #[serde(flatten)]
    pub values: Option<Distribution>,
    /// Number of missed events.
    pub missed: u64,
}

/// Cycles per operation of a cell divided by those of its scenario's baseline.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Ratio {
    /// Key of the baseline cell: of the same placement if that was measured, else of another.
    pub baseline: CellKey,
    /// Ratio.
    pub estimate: Estimate,
}
