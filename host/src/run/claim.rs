//! Claims: stated numbers that the figures of a run are compared with.

use super::CellKey;
use crate::stats::{Estimate, Interval};
use serde::{Deserialize, Serialize};
use strum::{AsRefStr, Display};

/// Result of comparing a claim with the figure that tests it.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, Display, AsRefStr,
)]
#[strum(serialize_all = "kebab-case")]
#[serde(rename_all = "kebab-case")]
pub enum ClaimStatus {
    /// The measured interval meets the stated range.
    Holds,
    /// The measured interval does not meet the stated range.
    Off,
    /// The run has no figure that tests the claim.
    NotMeasured,
}

/// Figure of a run that tests a claim, as `claims.toml` states it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "figure", rename_all = "kebab-case", deny_unknown_fields)]
pub enum Measure {
    /// Cycles per operation.
    CyclesPerOperation {
        /// The cell.
        cell: CellKey,
    },
    /// Time per operation.
    TimePerOperation {
        /// The cell.
        cell: CellKey,
    },
    /// Instructions per operation, on a board that counts them.
    InstructionsPerOperation {
        /// The cell.
        cell: CellKey,
    },
    /// Cycles per operation divided by those of another cell.
    Ratio {
        /// The cell.
        cell: CellKey,
        /// The other cell; `None` for the baseline of the cell's scenario.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        to: Option<CellKey>,
    },
    /// Maximum of a quantity.
    WorstCase {
        /// The cell.
        cell: CellKey,
        /// Id of the quantity.
        quantity: String,
    },
    /// Median of a quantity.
    Median {
        /// The cell.
        cell: CellKey,
        /// Id of the quantity.
        quantity: String,
    },
    /// clk_sys as the firmware measures it.
    Clock {},
    /// A figure of `twinbench explain`.
    Explain {
        /// The explained cell.
        cell: CellKey,
        /// Name of the figure.
        name: String,
    },
}

impl Measure {
    /// Returns the cells that the figure is computed from.
    pub fn cells(&self) -> Vec<&CellKey> {
        match self {
            Self::Ratio { cell, to } => std::iter::once(cell).chain(to).collect(),
            Self::CyclesPerOperation { cell }
            | Self::TimePerOperation { cell }
            | Self::InstructionsPerOperation { cell }
            | Self::WorstCase { cell, .. }
            | Self::Median { cell, .. }
            | Self::Explain { cell, .. } => vec![cell],
            Self::Clock {} => Vec::new(),
        }
    }

    /// Returns a description in words.
    pub fn description(&self) -> String {
        match self {
            Self::CyclesPerOperation { cell } => format!("{cell}: cycles per operation"),
            Self::TimePerOperation { cell } => format!("{cell}: time per operation"),
            Self::InstructionsPerOperation { cell } => format!("{cell}: instructions per operation"),
            Self::Ratio { cell, to: Some(to) } => format!("{cell} over {to}"),
            Self::Ratio { cell, to: None } => format!("{cell} over its baseline"),
            Self::WorstCase { cell, quantity } => format!("{cell}: worst case of {quantity}"),
            Self::Median { cell, quantity } => format!("{cell}: median of {quantity}"),
            Self::Clock {} => "the system clock".to_owned(),
            Self::Explain { cell, name } => format!("{cell}: {name}"),
        }
    }
}

/// A claim with the figure that tests it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ClaimRecord {
    /// Id, unique in the run.
    pub id: String,
    /// Source: `primer, part 6`.
    pub source: String,
    /// Statement in words.
    pub statement: String,
    /// Unit of the stated and measured values: `cycles`, `instructions`, `ns`, `×` and so on.
    pub unit: String,
    /// Stated range; its upper end is `f64::MAX` if it is open.
    pub stated: Interval,
    /// Stated number or range in words: `about 200`; `None` if `stated` is the range as the source states it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stated_as: Option<String>,
    /// Stated number that the range was derived from; `None` if the range itself is stated.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub nominal: Option<f64>,
    /// Measured figure; `None` if it was not measured.
    #[serde(default)]
    pub measured: Option<Estimate>,
    /// Description of the figure that tests it.
    #[serde(default)]
    pub tested_by: Option<String>,
    /// Figure that tests it; `None` if no figure of a run can test it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub measure: Option<Measure>,
    /// Status.
    #[serde(alias = "verdict")]
    pub status: ClaimStatus,
    /// Reason that the figure is missing; `None` if it was measured.
    #[serde(default)]
    pub note: Option<String>,
}
