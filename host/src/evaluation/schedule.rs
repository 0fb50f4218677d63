//! `schedule`: transitions that are due at equal intervals.

use super::{
    CAPTURED, Evaluate, EvaluationError, Quantity, QuantityDescription, SampleReadings, default_edges,
    sample::microseconds_between, unit::NANOSECONDS,
};
use serde::{Deserialize, Serialize};
use std::num::NonZeroU32;

/// Evaluation of kind `schedule`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Schedule {
    /// Interval between transitions in microseconds.
    pub period_us: NonZeroU32,
    /// Number of transitions of an operation; default: 1.
    #[serde(default = "default_edges")]
    pub edges_per_operation: NonZeroU32,
}

impl Evaluate for Schedule {
    const FIXTURE: Option<&'static str> = Some("transitions");

    fn quantities(&self) -> Vec<QuantityDescription> {
        vec![
            QuantityDescription::new(
                "lateness",
                "delay of a transition after its due time, counted from the earliest transition",
                NANOSECONDS,
            ),
            QuantityDescription::new(
                "jitter",
                "deviation of the time between two transitions from the period",
                NANOSECONDS,
            ),
        ]
    }

    fn evaluate(&self, sample: &SampleReadings<'_>) -> Result<Vec<Quantity>, EvaluationError> {
        let stamps = sample.channel(CAPTURED);
        let period = f64::from(self.period_us.get());
        let intervals: Vec<f64> =
            stamps.windows(2).map(|pair| microseconds_between(pair[0], pair[1])).collect();
        // Adding up the intervals is correct even if the low word of the timer wraps more than once in the sample.
        let drift: Vec<f64> = std::iter::once(0.0)
            .chain(intervals.iter().scan(0.0, |late, interval| {
                *late += interval - period;
                Some(*late)
            }))
            .take(stamps.len())
            .collect();
        // The due time of the first transition is unknown; it may be late itself, for example with a cold cache.
        let earliest = drift.iter().copied().fold(f64::INFINITY, f64::min);
        let lateness: Vec<f64> = drift.iter().map(|late| (late - earliest) * 1000.0).collect();
        let expected = sample.operations.saturating_mul(self.edges_per_operation.get().into());
        Ok(vec![
            Quantity { values: lateness, missed: SampleReadings::missed(expected, stamps.len()) },
            Quantity::of(intervals.iter().map(|interval| (interval - period).abs() * 1000.0).collect()),
        ])
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::{sample, words};
    use super::*;

    fn evaluate(stamps: &[u32], operations: u64) -> Vec<Quantity> {
        let schedule =
            Schedule { period_us: NonZeroU32::new(1000).unwrap(), edges_per_operation: NonZeroU32::MIN };
        schedule.evaluate(&sample(&words(&[(1, stamps.to_vec())]), operations)).unwrap()
    }

    #[test]
    fn late_and_missed_transitions() {
        let found = evaluate(&[500, 1500, 2530, 3490], 5);
        assert_eq!(found[0], Quantity { values: vec![10_000.0, 10_000.0, 40_000.0, 0.0], missed: 1 });
        assert_eq!(found[1].values, [0.0, 30_000.0, 40_000.0]);
        assert_eq!(evaluate(&[], 2)[0], Quantity { values: vec![], missed: 2 });
    }

    #[test]
    fn a_late_first_transition_does_not_make_the_others_early() {
        assert_eq!(evaluate(&[900, 1500, 2500], 3)[0].values, [400_000.0, 0.0, 0.0]);
    }

    #[test]
    fn the_timer_may_wrap_during_a_sample() {
        assert_eq!(evaluate(&[u32::MAX - 499, 500, 1500], 3)[0].values, [0.0; 3]);
    }
}
