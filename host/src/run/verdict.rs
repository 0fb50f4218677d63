//! Verdicts on deadlines.

use super::CellKey;
use serde::{Deserialize, Serialize};
use std::cmp::Ordering;
use strum::{AsRefStr, Display, IntoStaticStr};

/// Verdict on a cell and a deadline, the best first. With the worst case w of all samples and the deadline d:
///
/// - `no` if w is later than d, an event was missed, or the best case is before the earliest time;
/// - `marginal` if less than 20 % of d is left, (d − w) / d < 0.2;
/// - `yes` otherwise.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Serialize,
    Deserialize,
    Display,
    AsRefStr,
    IntoStaticStr,
)]
#[strum(serialize_all = "kebab-case")]
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
    /// The cell meets the deadline with a margin of at least 20 %.
    Yes,
    /// The cell meets the deadline with a smaller margin.
    Marginal,
    /// The cell does not meet the deadline.
    No,
}

/// Rule of the verdicts in a few sentences, for reports.
pub const VERDICT_RULE: &str = "A verdict compares the worst case of all samples with the deadline: `no` if it is later, if an event was \
     missed, or if the best case is too early; `marginal` if less than 20 % of the deadline is left; else `yes`.";

/// Verdict on a cell with the times that it follows from.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct VerdictRecord {
    /// Key of the cell.
    pub cell: CellKey,
    /// Name of the scenario's deadline.
    pub deadline: String,
    /// Worst case in nanoseconds; `None` if no event happened.
    pub worst_ns: Option<f64>,
    /// Best case in nanoseconds; `None` if no event happened.
    #[serde(default)]
    pub best_ns: Option<f64>,
    /// Share of the deadline that is left in the worst case, negative if it is exceeded; `None` if no event happened.
    pub margin: Option<f64>,
    /// Number of missed events.
    #[serde(default)]
    pub missed: u64,
    /// Verdict.
    pub verdict: Verdict,
}

impl VerdictRecord {
    /// Compares two records, the better one first: by verdict, then by missed events, then by margin.
    pub fn compare(&self, other: &Self) -> Ordering {
        let margin = |it: &Self| it.margin.unwrap_or(f64::NEG_INFINITY);
        self.verdict
            .cmp(&other.verdict)
            .then_with(|| self.missed.cmp(&other.missed))
            .then_with(|| margin(other).total_cmp(&margin(self)))
    }
}
