//! `latency`: time from a stimulus to the response of the work.

use super::{
    CAPTURED, Evaluate, EvaluationError, Quantity, QuantityDescription, SampleReadings, unit::NANOSECONDS,
};
use serde::{Deserialize, Serialize};

/// Reading of the fixture for a stimulus without a response before the next stimulus.
const NO_RESPONSE: u32 = u32::MAX;

/// Evaluation of kind `latency`. It has no keys.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Latency {}

impl Evaluate for Latency {
    const FIXTURE: Option<&'static str> = Some("response");

    fn quantities(&self) -> Vec<QuantityDescription> {
        vec![QuantityDescription::new(
            "latency",
            "time from the stimulus to the response on another pin",
            NANOSECONDS,
        )]
    }

    fn evaluate(&self, sample: &SampleReadings<'_>) -> Result<Vec<Quantity>, EvaluationError> {
        let responses = sample.channel(CAPTURED).iter().filter(|cycles| **cycles != NO_RESPONSE);
        let values: Vec<f64> = responses.map(|&cycles| sample.nanoseconds(f64::from(cycles))).collect();
        let missed = SampleReadings::missed(sample.operations, values.len());
        Ok(vec![Quantity { values, missed }])
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::{sample, words};
    use super::*;

    #[test]
    fn responses_and_missed_stimuli() {
        let found = Latency {}.evaluate(&sample(&words(&[(1, vec![30, u32::MAX, 45])]), 4)).unwrap();
        assert_eq!(found, [Quantity { values: vec![200.0, 300.0], missed: 2 }]);
    }
}
