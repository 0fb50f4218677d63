//! Numbers stated somewhere, that a run's figures are held against. They are optional in `run.json`.

use crate::scenario::{CellId, words};
use crate::stats::{Estimate, Interval};
use serde::{Deserialize, Serialize};

words! {
    /// What measuring says of a claim.
    ClaimVerdict, "claim verdict";
    /// The measured interval meets the stated range.
    Holds = "holds",
    /// It does not.
    Off = "off",
    /// Nothing was measured that could tell.
    NotMeasured = "not-measured",
}

/// The figure that tests a claim, as `claims.toml` states it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "figure", rename_all = "kebab-case", deny_unknown_fields)]
pub enum Measure {
    /// Cycles of an operation.
    CyclesPerOperation {
        /// The cell.
        cell: CellId,
    },
    /// Time of an operation.
    TimePerOperation {
        /// The cell.
        cell: CellId,
    },
    /// Instructions of an operation, where the board counts them.
    InstructionsPerOperation {
        /// The cell.
        cell: CellId,
    },
    /// Cycles of an operation over those of another cell.
    Ratio {
        /// The cell.
        cell: CellId,
        /// The other; `None` for the baseline of the cell's scenario.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        to: Option<CellId>,
    },
    /// The largest value of a quantity.
    WorstCase {
        /// The cell.
        cell: CellId,
        /// The quantity's id.
        quantity: String,
    },
    /// The middle value of a quantity.
    Median {
        /// The cell.
        cell: CellId,
        /// The quantity's id.
        quantity: String,
    },
    /// clk_sys as the firmware measured it.
    Clock {},
    /// A figure of `twinbench explain`.
    Explain {
        /// The cell whose operation is explained.
        cell: CellId,
        /// The figure's name.
        name: String,
    },
}

impl Measure {
    /// The cells that it needs.
    pub fn cells(&self) -> Vec<&CellId> {
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

    /// It in words.
    pub fn words(&self) -> String {
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

/// A number stated somewhere, and what was measured.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ClaimRecord {
    /// Its name, unique in the run.
    pub id: String,
    /// Where it is stated: `primer, part 6`.
    pub source: String,
    /// What is stated, in words.
    pub statement: String,
    /// Unit of stated and measured: `cycles`, `instructions`, `ns`, `×` and so on.
    pub unit: String,
    /// The stated range; its upper end is `f64::MAX` if it has none.
    pub stated: Interval,
    /// How it is put where it is stated: `about 200`; `None` where the range says it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stated_as: Option<String>,
    /// The number that the range was made of; `None` where the range itself is stated.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub nominal: Option<f64>,
    /// What was measured; `None` if nothing was.
    #[serde(default)]
    pub measured: Option<Estimate>,
    /// What tests it, for people.
    #[serde(default)]
    pub tested_by: Option<String>,
    /// What tests it; `None` if nothing can.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub measure: Option<Measure>,
    /// What follows.
    pub verdict: ClaimVerdict,
    /// Why it was not measured.
    #[serde(default)]
    pub note: Option<String>,
}
