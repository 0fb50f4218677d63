//! Deadlines of scenarios, and what a run says of them.

use crate::scenario::{CellId, Deadline, words};
use serde::{Deserialize, Serialize};
use std::cmp::Ordering;

/// A verdict is marginal if less than this share of the deadline is left in the worst case.
const MARGIN: f64 = 0.2;

words! {
    /// Whether an implementation keeps a deadline. The rule, with the worst case w of all samples and the deadline d:
    ///
    /// - `no` if w is later than d, if an event was missed, or if the best case is before the earliest moment allowed;
    /// - `marginal` if less than 20 % of d is left, (d − w) / d < 0.2;
    /// - `yes` otherwise.
    Verdict, "verdict";
    /// It does, with room to spare.
    Yes = "yes",
    /// Only just.
    Marginal = "marginal",
    /// It does not.
    No = "no",
}

/// The rule in a sentence, for reports.
pub const VERDICT_RULE: &str = "A verdict holds the worst case of all samples against the deadline: `no` if it is later, if an event \
     was missed, or if the best case came too early; `marginal` if less than 20 % of the deadline is left; else `yes`.";

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

/// What was seen of the events that a deadline is on.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Observed {
    /// Best and worst case in nanoseconds; `None` if nothing happened at all.
    pub range_ns: Option<(f64, f64)>,
    /// Events that were missed.
    pub missed: u64,
}

/// What came of a cell under a deadline.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct VerdictRecord {
    /// The cell.
    pub cell: CellId,
    /// Name of the scenario's deadline.
    pub deadline: String,
    /// The worst case in nanoseconds; `None` if nothing happened.
    pub worst_ns: Option<f64>,
    /// The best case in nanoseconds; `None` if nothing happened.
    #[serde(default)]
    pub best_ns: Option<f64>,
    /// What is left of the deadline in the worst case, over the deadline; negative if it is late, `None` if nothing
    /// happened.
    pub margin: Option<f64>,
    /// Events that were missed.
    #[serde(default)]
    pub missed: u64,
    /// What follows.
    pub verdict: Verdict,
}

impl VerdictRecord {
    /// Holds what was seen of `cell` against `deadline`.
    pub(super) fn of(cell: CellId, deadline: &DeadlineRecord, observed: Observed) -> Self {
        let latest = deadline.latest_ns.max(1) as f64;
        let (best_ns, worst_ns) = observed.range_ns.unzip();
        let margin = worst_ns.map(|worst| (latest - worst) / latest);
        let early = deadline.earliest_ns > 0 && best_ns.is_some_and(|it| it < deadline.earliest_ns as f64);
        let verdict = match margin {
            _ if observed.missed > 0 || early => Verdict::No,
            None => Verdict::No,
            Some(margin) if margin < 0.0 => Verdict::No,
            Some(margin) if margin < MARGIN => Verdict::Marginal,
            Some(_) => Verdict::Yes,
        };
        Self {
            cell,
            deadline: deadline.name.clone(),
            worst_ns,
            best_ns,
            margin,
            missed: observed.missed,
            verdict,
        }
    }

    /// The better first: by verdict, then by what is left.
    pub fn better(&self, other: &Self) -> Ordering {
        let margin = |it: &Self| it.margin.unwrap_or(f64::NEG_INFINITY);
        self.verdict
            .cmp(&other.verdict)
            .then_with(|| self.missed.cmp(&other.missed))
            .then_with(|| margin(other).total_cmp(&margin(self)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn judge(range_ns: Option<(f64, f64)>, missed: u64, earliest_ns: u64, latest_ns: u64) -> VerdictRecord {
        let deadline = DeadlineRecord { name: "d".into(), quantity: None, earliest_ns, latest_ns };
        VerdictRecord::of("a/b/ram".parse().unwrap(), &deadline, Observed { range_ns, missed })
    }

    #[test]
    fn the_rule() {
        let verdict = |worst| judge(Some((0.0, worst)), 0, 0, 1000).verdict;
        assert_eq!(verdict(0.0), Verdict::Yes);
        assert_eq!(verdict(800.0), Verdict::Yes);
        assert_eq!(verdict(800.1), Verdict::Marginal);
        assert_eq!(verdict(1000.0), Verdict::Marginal);
        assert_eq!(verdict(1000.1), Verdict::No);
        // Missed, too early, nothing at all.
        assert_eq!(judge(Some((0.0, 1.0)), 1, 0, 1000).verdict, Verdict::No);
        assert_eq!(judge(Some((649.0, 700.0)), 0, 650, 950).verdict, Verdict::No);
        assert_eq!(judge(Some((650.0, 700.0)), 0, 650, 950).verdict, Verdict::Yes);
        assert_eq!(judge(Some((-5.0, 700.0)), 0, 0, 950).verdict, Verdict::Yes);
        let nothing = judge(None, 0, 0, 1000);
        assert_eq!((nothing.verdict, nothing.worst_ns, nothing.margin), (Verdict::No, None, None));
    }

    #[test]
    fn the_better_one_keeps_the_deadline() {
        let (kept, close) = (judge(Some((0.0, 900.0)), 0, 0, 1000), judge(Some((0.0, 950.0)), 0, 0, 1000));
        let missed = judge(Some((0.0, 1.0)), 3, 0, 1000);
        let nothing = judge(None, 0, 0, 1000);
        let mut all = [&nothing, &missed, &close, &kept];
        all.sort_by(|one, other| one.better(other));
        assert_eq!(all, [&kept, &close, &nothing, &missed]);
    }

    proptest! {
        #[test]
        fn a_later_worst_case_is_never_a_better_verdict(
            worst in 0.0..1e12_f64, more in 0.0..1e12_f64, earliest in 0_u64..1000, latest in 1_u64..1 << 40,
        ) {
            let verdict = |worst| judge(Some((500.0, worst)), 0, earliest, latest).verdict;
            prop_assert!(verdict(worst) <= verdict(worst + more));
        }
    }
}
