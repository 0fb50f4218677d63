//! Verdicts on the deadlines of scenarios.

use super::CellSamples;
use crate::run::{
    CellKey, CellOutcome, CellRecord, Deadline, FirmwareRecord, Sample, ScenarioRecord, Verdict,
    VerdictRecord,
};
use std::collections::HashMap;

/// Returns the verdicts on those of `cells` that were measured, in the order of `cells` and of the deadlines of their
/// scenarios. `samples` are the samples of the cells.
pub(crate) fn judge(
    cells: &[CellRecord],
    samples: &[CellSamples],
    scenarios: &[ScenarioRecord],
    firmwares: &[FirmwareRecord],
) -> Vec<VerdictRecord> {
    let scenarios: HashMap<&str, &ScenarioRecord> = scenarios.iter().map(|it| (it.id.as_str(), it)).collect();
    let samples: HashMap<&CellKey, &CellSamples> = samples.iter().map(|it| (&it.key, it)).collect();
    let mut verdicts = Vec::new();
    for cell in cells {
        let CellOutcome::Measured(measured) = &cell.outcome else { continue };
        let Some(scenario) = scenarios.get(cell.key.scenario.as_str()) else { continue };
        for deadline in &scenario.deadlines {
            let observed = match &deadline.quantity {
                Some(id) => measured.quantity(id).map(|it| Observed {
                    range_ns: it.values.map(|values| (values.minimum, values.maximum)),
                    missed: it.missed,
                }),
                None => samples
                    .get(&cell.key)
                    .and_then(|it| time_of_an_operation(&it.samples, &measured.firmware, firmwares)),
            };
            verdicts.extend(observed.map(|it| verdict(cell.key.clone(), deadline, it)));
        }
    }
    verdicts
}

/// Returns the shortest and the longest time of an operation over all samples, including the first of each boot; `None` if
/// the clock is unknown.
fn time_of_an_operation(
    samples: &[Sample],
    firmware: &str,
    firmwares: &[FirmwareRecord],
) -> Option<Observed> {
    let clock = firmwares.iter().find(|it| it.name == firmware)?.board.sysclk_hz;
    let times = samples
        .iter()
        .filter(|it| clock > 0 && it.operations > 0)
        .map(|sample| sample.cycles as f64 / sample.operations as f64 * 1e9 / f64::from(clock));
    let range_ns = times.fold(None, |range: Option<(f64, f64)>, time| {
        let (best, worst) = range.unwrap_or((time, time));
        Some((best.min(time), worst.max(time)))
    });
    range_ns.map(|range| Observed { range_ns: Some(range), missed: 0 })
}

/// Best and worst case of the events that a deadline limits.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Observed {
    /// Best and worst case in nanoseconds; `None` if no event happened.
    range_ns: Option<(f64, f64)>,
    /// Number of missed events.
    missed: u64,
}

/// Minimum share of the deadline between the worst case and the deadline for a verdict of `yes`.
const MARGIN: f64 = 0.2;

/// Returns the verdict on `cell`, by the rule of [`Verdict`].
fn verdict(cell: CellKey, deadline: &Deadline, observed: Observed) -> VerdictRecord {
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
    VerdictRecord {
        cell,
        deadline: deadline.name.clone(),
        worst_ns,
        best_ns,
        margin,
        missed: observed.missed,
        verdict,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn judged(range_ns: Option<(f64, f64)>, missed: u64, earliest_ns: u64, latest_ns: u64) -> VerdictRecord {
        let deadline = Deadline { name: "d".into(), quantity: None, earliest_ns, latest_ns };
        verdict("a/b/ram".parse().unwrap(), &deadline, Observed { range_ns, missed })
    }

    #[test]
    fn rule_of_verdicts() {
        let verdict = |worst| judged(Some((0.0, worst)), 0, 0, 1000).verdict;
        assert_eq!(verdict(0.0), Verdict::Yes);
        assert_eq!(verdict(800.0), Verdict::Yes);
        assert_eq!(verdict(800.1), Verdict::Marginal);
        assert_eq!(verdict(1000.0), Verdict::Marginal);
        assert_eq!(verdict(1000.1), Verdict::No);
        // Missed events, a case before the earliest time, no event.
        assert_eq!(judged(Some((0.0, 1.0)), 1, 0, 1000).verdict, Verdict::No);
        assert_eq!(judged(Some((649.0, 700.0)), 0, 650, 950).verdict, Verdict::No);
        assert_eq!(judged(Some((650.0, 700.0)), 0, 650, 950).verdict, Verdict::Yes);
        assert_eq!(judged(Some((-5.0, 700.0)), 0, 0, 950).verdict, Verdict::Yes);
        let nothing = judged(None, 0, 0, 1000);
        assert_eq!((nothing.verdict, nothing.worst_ns, nothing.margin), (Verdict::No, None, None));
    }

    #[test]
    fn the_better_record_meets_the_deadline() {
        let (met, close) = (judged(Some((0.0, 900.0)), 0, 0, 1000), judged(Some((0.0, 950.0)), 0, 0, 1000));
        let missed = judged(Some((0.0, 1.0)), 3, 0, 1000);
        let nothing = judged(None, 0, 0, 1000);
        let mut all = [&nothing, &missed, &close, &met];
        all.sort_by(|one, other| one.compare(other));
        assert_eq!(all, [&met, &close, &nothing, &missed]);
    }

    proptest! {
        #[test]
        fn a_later_worst_case_is_never_a_better_verdict(
            worst in 0.0..1e12_f64, more in 0.0..1e12_f64, earliest in 0_u64..1000, latest in 1_u64..1 << 40,
        ) {
            let verdict = |worst| judged(Some((500.0, worst)), 0, earliest, latest).verdict;
            prop_assert!(verdict(worst) <= verdict(worst + more));
        }
    }
}
