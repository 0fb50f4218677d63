//! Verdicts on deadlines in both runs.

use super::Rule;
use crate::scenario::CellId;
use crate::store::{DeadlineRecord, RunRecord, Verdict, VerdictRecord};
use serde::Serialize;
use std::collections::{HashMap, HashSet};

/// A deadline of a cell that both runs judged.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct VerdictComparison {
    /// The cell.
    pub cell: CellId,
    /// The deadline's name.
    pub deadline: String,
    /// What the base run says of it.
    pub base: DeadlineResult,
    /// What the new run says of it.
    pub new: DeadlineResult,
    /// Whether a gate against regressions stops it: kept in the base run, missed in the new one, and not by a worst
    /// case that is within the threshold of that of the base.
    pub regression: bool,
}

/// A verdict in one run.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct DeadlineResult {
    /// The verdict.
    pub verdict: Verdict,
    /// The worst case in nanoseconds; `None` if nothing happened.
    pub worst_ns: Option<f64>,
    /// Events that were missed.
    pub missed: u64,
}

impl From<&VerdictRecord> for DeadlineResult {
    fn from(record: &VerdictRecord) -> Self {
        Self { verdict: record.verdict, worst_ns: record.worst_ns, missed: record.missed }
    }
}

impl VerdictComparison {
    /// Whether the verdicts differ.
    pub fn is_change(&self) -> bool {
        self.base.verdict != self.new.verdict
    }
}

/// The verdicts of both runs, in the order of the base run, on `cells` alone, and on deadlines that are the same in both.
pub(super) fn compare_verdicts(
    base: &RunRecord,
    new: &RunRecord,
    cells: &HashSet<&CellId>,
    rule: Rule,
) -> Vec<VerdictComparison> {
    let (old, fresh) = (deadlines(base), deadlines(new));
    let known: HashMap<_, &VerdictRecord> = new.verdicts.iter().map(|it| (key(it), it)).collect();
    let compare = |record: &VerdictRecord| {
        let at = (record.cell.scenario.as_str(), record.deadline.as_str());
        if !cells.contains(&record.cell) || old.get(&at) != fresh.get(&at) {
            return None;
        }
        let (base, new) = (DeadlineResult::from(record), DeadlineResult::from(*known.get(&key(record))?));
        let regression = is_regression(base, new, rule);
        Some(VerdictComparison {
            cell: record.cell.clone(),
            deadline: record.deadline.clone(),
            base,
            new,
            regression,
        })
    };
    base.verdicts.iter().filter_map(compare).collect()
}

fn key(record: &VerdictRecord) -> (&CellId, &str) {
    (&record.cell, &record.deadline)
}

fn deadlines(record: &RunRecord) -> HashMap<(&str, &str), &DeadlineRecord> {
    let of_scenario = record.scenarios.iter().flat_map(|scenario| {
        scenario.deadlines.iter().map(move |it| ((scenario.id.as_str(), it.name.as_str()), it))
    });
    of_scenario.collect()
}

fn is_regression(base: DeadlineResult, new: DeadlineResult, rule: Rule) -> bool {
    let missed = base.verdict != Verdict::No && new.verdict == Verdict::No;
    let later = match (base.worst_ns, new.worst_ns) {
        (Some(base), Some(new)) => (new - base).abs() > base.abs() * rule.threshold,
        _ => true,
    };
    missed && (later || new.missed > base.missed)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn side(verdict: Verdict, worst_ns: f64, missed: u64) -> DeadlineResult {
        DeadlineResult { verdict, worst_ns: Some(worst_ns), missed }
    }

    #[test]
    fn a_deadline_kept_before_and_missed_now_is_a_regression() {
        let regression = |base, new| is_regression(base, new, Rule::DEFAULT);
        let (yes, marginal) = (side(Verdict::Yes, 700.0, 0), side(Verdict::Marginal, 995.0, 0));
        assert!(regression(yes, side(Verdict::No, 1200.0, 0)));
        assert!(regression(yes, side(Verdict::No, 700.0, 1)));
        assert!(regression(yes, DeadlineResult { worst_ns: None, ..side(Verdict::No, 0.0, 0) }));
        // Too early now.
        assert!(regression(yes, side(Verdict::No, 300.0, 0)));
        // On the border, by less than the threshold.
        assert!(!regression(marginal, side(Verdict::No, 1001.0, 0)));
        assert!(!regression(yes, side(Verdict::Marginal, 900.0, 0)));
        assert!(!regression(side(Verdict::No, 1200.0, 1), side(Verdict::No, 1900.0, 5)));
    }
}
