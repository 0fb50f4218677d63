//! `latency`: how long it takes until work answers a stimulus.

use super::{
    CAPTURED, Evaluate, EvaluationError, Quantity, QuantityDescription, SampleReadings, unit::NANOSECONDS,
};
use serde::{Deserialize, Serialize};

/// What the fixture captures for a stimulus that was not answered before the next.
const NEVER: u32 = u32::MAX;

/// The kind. It has no keys of its own.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Latency {}

impl Evaluate for Latency {
    const FIXTURE: Option<&'static str> = Some("response");

    fn quantities(&self) -> Vec<QuantityDescription> {
        vec![QuantityDescription::new(
            "latency",
            "from the stimulus to the answer on another pin",
            NANOSECONDS,
        )]
    }

    fn evaluate(&self, sample: &SampleReadings<'_>) -> Result<Vec<Quantity>, EvaluationError> {
        let answers = sample.channel(CAPTURED).iter().filter(|cycles| **cycles != NEVER);
        let values: Vec<f64> = answers.map(|&cycles| sample.nanoseconds(f64::from(cycles))).collect();
        let missed = SampleReadings::lacking(sample.operations, values.len());
        Ok(vec![Quantity { values, missed }])
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::{sample, words};
    use super::*;

    #[test]
    fn answers_and_silence() {
        let found = Latency {}.evaluate(&sample(&words(&[(1, vec![30, u32::MAX, 45])]), 4)).unwrap();
        assert_eq!(found, [Quantity { values: vec![200.0, 300.0], missed: 2 }]);
    }
}
