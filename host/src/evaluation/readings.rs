//! `readings`: the words of the work are the values.

use super::{Evaluate, EvaluationError, Quantity, QuantityDescription, SampleReadings, WORK};
use serde::{Deserialize, Serialize};
use std::num::NonZeroU32;

/// Evaluation of kind `readings`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Readings {
    /// Id of the quantity.
    pub id: String,
    /// Title of the quantity.
    pub title: String,
    /// Unit of the values.
    pub unit: String,
    /// Divisor of each word; default: 1.
    #[serde(default = "one")]
    pub divide_by: NonZeroU32,
}

fn one() -> NonZeroU32 {
    NonZeroU32::MIN
}

impl Evaluate for Readings {
    const FIXTURE: Option<&'static str> = None;

    fn quantities(&self) -> Vec<QuantityDescription> {
        vec![QuantityDescription::new(&self.id, &self.title, &self.unit)]
    }

    fn evaluate(&self, sample: &SampleReadings<'_>) -> Result<Vec<Quantity>, EvaluationError> {
        let divisor = f64::from(self.divide_by.get());
        Ok(vec![Quantity::of(sample.channel(WORK).iter().map(|&word| f64::from(word) / divisor).collect())])
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::{sample, words};
    use super::*;

    #[test]
    fn words_are_values() {
        let readings = Readings {
            id: "allocated".into(),
            title: "bytes an operation allocates".into(),
            unit: "B".into(),
            divide_by: NonZeroU32::new(100).unwrap(),
        };
        let found = readings.evaluate(&sample(&words(&[(0, vec![1600, 0])]), 1)).unwrap();
        assert_eq!(found, [Quantity::of(vec![16.0, 0.0])]);
        assert_eq!(readings.quantities()[0].unit, "B");
    }
}
