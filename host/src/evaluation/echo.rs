//! `echo`: the measured lengths of an ultrasonic range finder's echoes, compared with the real ones.

use super::{
    CAPTURED, Evaluate, EvaluationError, Quantity, QuantityDescription, SampleReadings, WORK,
    unit::{MILLIMETRES, NANOSECONDS},
};
use serde::{Deserialize, Serialize};

/// Millimetres of distance per nanosecond of echo: sound travels there and back at 343.2 m/s in dry air of 20 °C
/// (ISO 9613-1, annex B).
const MILLIMETRES_PER_NANOSECOND: f64 = 343.2e-6 / 2.0;

/// Reading of the work for an echo that it did not detect.
const TIMED_OUT: u32 = u32::MAX;

/// Evaluation of kind `echo`. It has no keys.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Echo {}

impl Evaluate for Echo {
    const FIXTURE: Option<&'static str> = Some("echo");

    fn quantities(&self) -> Vec<QuantityDescription> {
        vec![
            QuantityDescription::new(
                "echo-error",
                "difference between the measured and the real length of an echo",
                NANOSECONDS,
            ),
            QuantityDescription::new("distance-error", "echo-error as a distance, at 343.2 m/s", MILLIMETRES),
        ]
    }

    fn evaluate(&self, sample: &SampleReadings<'_>) -> Result<Vec<Quantity>, EvaluationError> {
        let (sent, measured) = (sample.channel(CAPTURED), sample.channel(WORK));
        let count = |what, found: &[u32], most: u64| {
            let found = found.len() as u64;
            if found <= most { Ok(()) } else { Err(EvaluationError::Count { what, expected: most, found }) }
        };
        count("echoes", sent, sample.operations)?;
        count("readings of the work", measured, sample.operations)?;
        let errors: Vec<f64> = sent
            .iter()
            .zip(measured)
            .filter(|(_, measured)| **measured != TIMED_OUT)
            .map(|(&sent, &measured)| (f64::from(measured) - sample.nanoseconds(f64::from(sent))).abs())
            .collect();
        let missed = SampleReadings::missed(sample.operations, errors.len());
        let distances = errors.iter().map(|error| error * MILLIMETRES_PER_NANOSECOND).collect();
        Ok(vec![Quantity { values: errors, missed }, Quantity { values: distances, missed }])
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::{sample, words};
    use super::*;

    fn evaluate(sent: &[u32], measured: &[u32], operations: u64) -> Result<Vec<Quantity>, EvaluationError> {
        Echo {}.evaluate(&sample(&words(&[(1, sent.to_vec()), (0, measured.to_vec())]), operations))
    }

    #[test]
    fn errors_in_time_and_distance() {
        // 116 µs and 1 ms at 150 MHz.
        let found = evaluate(&[17_400, 150_000], &[117_000, 958_275], 2).unwrap();
        assert_eq!(found[0].values, [1_000.0, 41_725.0]);
        assert!((found[1].values[0] - 0.1716).abs() < 1e-9, "{found:?}");
        assert_eq!(found[0].missed, 0);
    }

    #[test]
    fn undetected_and_unsent_echoes_are_missed() {
        let found = evaluate(&[150, 150, 150], &[1_000, u32::MAX, 1_000], 4).unwrap();
        assert_eq!((found[0].values.as_slice(), found[0].missed), ([0.0, 0.0].as_slice(), 2));
        assert_eq!(evaluate(&[], &[], 4).unwrap()[1].missed, 4);
    }

    #[test]
    fn readings_without_an_echo_are_refused() {
        let error = evaluate(&[150], &[1_000, 1_000], 1).unwrap_err();
        assert_eq!(error.to_string(), "expected 1 readings of the work, found 2");
    }
}
