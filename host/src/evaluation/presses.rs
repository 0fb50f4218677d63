//! `presses`: detected presses of a bouncing button, their latency and the CPU time of the detection.

use super::{
    CAPTURED, Evaluate, EvaluationError, Quantity, QuantityDescription, SampleReadings, WORK,
    sample::microseconds_between,
    unit::{NANOSECONDS, ONE, PERCENT},
};
use serde::{Deserialize, Serialize};

/// Evaluation of kind `presses`. It has no keys.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Presses {}

impl Evaluate for Presses {
    const FIXTURE: Option<&'static str> = Some("bouncing-button");

    fn quantities(&self) -> Vec<QuantityDescription> {
        vec![
            QuantityDescription::new(
                "press-latency",
                "time from the first edge of a press to its detection",
                NANOSECONDS,
            ),
            QuantityDescription::new("presses-found", "detected presses of a sample", ONE),
            QuantityDescription::new(
                "false-presses",
                "detected presses of a sample that did not happen",
                ONE,
            ),
            QuantityDescription::new("cpu-share", "share of the CPU time that the work takes", PERCENT),
        ]
    }

    fn evaluate(&self, sample: &SampleReadings<'_>) -> Result<Vec<Quantity>, EvaluationError> {
        let (&busy_us, found) = sample.channel(WORK).split_first().ok_or(EvaluationError::Absent {
            channel: WORK,
            what: "microseconds of work, then a timestamp for each detected press",
        })?;
        let presses = sample.channel(CAPTURED);
        let mut latencies: Vec<Option<f64>> = vec![None; presses.len()];
        let mut false_presses = 0_u64;
        for &detected in found {
            // The detected press is the last one that had begun; a second detection of it is false.
            let begun = presses.iter().rposition(|&press| microseconds_between(press, detected) >= 0.0);
            match begun.and_then(|index| Some((latencies.get_mut(index)?, presses.get(index)?))) {
                Some((latency @ None, &press)) => {
                    *latency = Some(microseconds_between(press, detected) * 1000.0);
                }
                _ => false_presses += 1,
            }
        }
        let values: Vec<f64> = latencies.into_iter().flatten().collect();
        let missed = SampleReadings::missed(sample.operations, values.len());
        let duration_us = sample.nanoseconds(sample.cycles as f64) / 1000.0;
        let share = if duration_us > 0.0 { 100.0 * f64::from(busy_us) / duration_us } else { 0.0 };
        Ok(vec![
            Quantity { missed, values: values.clone() },
            Quantity::single(values.len() as f64),
            Quantity::single(false_presses as f64),
            Quantity::single(share),
        ])
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::{sample, words};
    use super::*;

    fn evaluate(presses: &[u32], work: &[u32], operations: u64) -> Vec<Quantity> {
        let channels = words(&[(1, presses.to_vec()), (0, work.to_vec())]);
        Presses {}.evaluate(&SampleReadings { cycles: 1_500_000, ..sample(&channels, operations) }).unwrap()
    }

    #[test]
    fn detected_missed_and_false_presses() {
        // 1.5 million cycles at 150 MHz are 10 ms.
        let found = evaluate(&[1000, 5000, 9000], &[200, 900, 6010, 6500, 9020], 3);
        assert_eq!((found[0].values.as_slice(), found[0].missed), ([1_010_000.0, 20_000.0].as_slice(), 1));
        assert_eq!((found[1].values[0], found[2].values[0], found[3].values[0]), (2.0, 2.0, 2.0));
    }

    #[test]
    fn the_timer_may_wrap_during_a_sample() {
        let found = evaluate(&[u32::MAX - 100, 5000], &[0, 20, 5001], 2);
        assert_eq!(found[0].values, [121_000.0, 1_000.0]);
    }

    #[test]
    fn work_without_readings_is_refused() {
        let nothing = words(&[(1, vec![5])]);
        assert!(matches!(
            Presses {}.evaluate(&sample(&nothing, 1)),
            Err(EvaluationError::Absent { channel: 0, .. })
        ));
        assert_eq!(evaluate(&[1000, 2000], &[0], 2)[0].missed, 2);
    }
}
