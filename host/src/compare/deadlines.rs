//! Comparison of verdicts.

use super::Rule;
use crate::run::{CellKey, Deadline, RunRecord, Verdict, VerdictRecord};
use serde::Serialize;
use std::collections::{HashMap, HashSet};

/// The verdicts of both runs on a deadline of a cell.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct VerdictComparison {
    /// The cell.
    pub cell: CellKey,
    /// The deadline's name.
    pub deadline: String,
    /// The result in the baseline run.
    pub base: DeadlineResult,
    /// The result in the new run.
    pub new: DeadlineResult,
    /// True for a regression: the baseline run meets the deadline, the new run does not, and the worst case moved by more
    /// than the threshold or more events were missed.
    pub regression: bool,
}

/// The verdict of one run.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct DeadlineResult {
    /// The verdict.
    pub verdict: Verdict,
    /// The worst case in nanoseconds; `None` if there was no event.
    pub worst_ns: Option<f64>,
    /// Number of missed events.
    pub missed: u64,
}

impl From<&VerdictRecord> for DeadlineResult {
    fn from(record: &VerdictRecord) -> Self {
        Self { verdict: record.verdict, worst_ns: record.worst_ns, missed: record.missed }
    }
}

impl VerdictComparison {
    /// Returns true if the verdicts differ.
    pub(crate) fn is_change(&self) -> bool {
        self.base.verdict != self.new.verdict
    }
}

/// Compares the verdicts on `cells`, in the order of the baseline run. Deadlines that differ between the runs are left out.
pub(super) fn compare_verdicts(
    base: &RunRecord,
    new: &RunRecord,
    cells: &HashSet<&CellKey>,
    rule: Rule,
) -> Vec<VerdictComparison> {
    let (base_deadlines, new_deadlines) = (deadlines(base), deadlines(new));
    let new_verdicts: HashMap<_, &VerdictRecord> = new.verdicts.iter().map(|it| (key(it), it)).collect();
    let compare = |record: &VerdictRecord| {
        let deadline = (record.cell.scenario.as_str(), record.deadline.as_str());
        if !cells.contains(&record.cell) || base_deadlines.get(&deadline) != new_deadlines.get(&deadline) {
            return None;
        }
        let (base, new) =
            (DeadlineResult::from(record), DeadlineResult::from(*new_verdicts.get(&key(record))?));
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

fn key(record: &VerdictRecord) -> (&CellKey, &str) {
    (&record.cell, &record.deadline)
}

fn deadlines(record: &RunRecord) -> HashMap<(&str, &str), &Deadline> {
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

    fn result(verdict: Verdict, worst_ns: f64, missed: u64) -> DeadlineResult {
        DeadlineResult { verdict, worst_ns: Some(worst_ns), missed }
    }

    #[test]
    fn deadline_that_is_no_longer_met_is_a_regression() {
        let regression = |base, new| is_regression(base, new, Rule::DEFAULT);
        let (yes, marginal) = (result(Verdict::Yes, 700.0, 0), result(Verdict::Marginal, 995.0, 0));
        assert!(regression(yes, result(Verdict::No, 1200.0, 0)));
        assert!(regression(yes, result(Verdict::No, 700.0, 1)));
        assert!(regression(yes, DeadlineResult { worst_ns: None, ..result(Verdict::No, 0.0, 0) }));
        // The new best case is too early.
        assert!(regression(yes, result(Verdict::No, 300.0, 0)));
        // The worst case moved by less than the threshold.
        assert!(!regression(marginal, result(Verdict::No, 1001.0, 0)));
        assert!(!regression(yes, result(Verdict::Marginal, 900.0, 0)));
        assert!(!regression(result(Verdict::No, 1200.0, 1), result(Verdict::No, 1900.0, 5)));
    }
}
