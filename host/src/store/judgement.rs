//! What a run's figures are held against: deadlines of scenarios, and numbers stated somewhere.
//!
//! All of it is optional in `run.json`: a run without it is a run that nobody judged.

use crate::scenario::{CellId, Deadline, words};
use crate::stats::{Estimate, Interval};
use serde::{Deserialize, Serialize};

words! {
    /// Whether an implementation keeps a deadline.
    Verdict, "verdict";
    /// It does, with room to spare.
    Yes = "yes",
    /// Only just.
    Marginal = "marginal",
    /// It does not.
    No = "no",
}

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

/// When a scenario's work has to be done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeadlineRecord {
    /// What it is, for people: `a WS2812 bit`.
    pub name: String,
    /// The quantity that it is on; `None` for the time of an operation.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quantity: Option<String>,
    /// Earliest in nanoseconds; 0 if it cannot be too early.
    #[serde(default)]
    pub earliest_ns: u64,
    /// Latest in nanoseconds.
    pub latest_ns: u64,
}

impl From<&Deadline> for DeadlineRecord {
    fn from(deadline: &Deadline) -> Self {
        let Deadline { name, quantity, earliest_ns, latest_ns } = deadline.clone();
        Self { name, quantity, earliest_ns, latest_ns }
    }
}

/// What came of a cell under a deadline.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct VerdictRecord {
    /// The cell.
    pub cell: CellId,
    /// Name of the scenario's deadline.
    pub deadline: String,
    /// The worst case in nanoseconds.
    pub worst_ns: f64,
    /// What is left of the deadline in the worst case, over the deadline; negative if it was missed.
    pub margin: f64,
    /// What follows.
    pub verdict: Verdict,
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
    /// Unit of stated and measured: `cycles`, `instructions`, `ns` or `×`.
    pub unit: String,
    /// The stated range.
    pub stated: Interval,
    /// What was measured; `None` if nothing was.
    #[serde(default)]
    pub measured: Option<Estimate>,
    /// The cell that was measured, for people.
    #[serde(default)]
    pub tested_by: Option<String>,
    /// What follows.
    pub verdict: ClaimVerdict,
    /// Why it was not measured, or by how much it is off.
    #[serde(default)]
    pub note: Option<String>,
}
