//! `toggle`: rate and jitter of a toggled pin.

use super::{
    Evaluate, EvaluationError, Quantity, QuantityDescription, SampleReadings, default_edges,
    unit::{HERTZ, NANOSECONDS},
    waveform::{self, Waveform},
};
use crate::stats::quantile;
use serde::{Deserialize, Serialize};
use std::num::NonZeroU32;

/// Evaluation of kind `toggle`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Toggle {
    /// Number of edges of an operation; default: 1.
    #[serde(default = "default_edges")]
    pub edges_per_operation: NonZeroU32,
}

impl Evaluate for Toggle {
    const FIXTURE: Option<&'static str> = Some(waveform::FIXTURE);

    fn quantities(&self) -> Vec<QuantityDescription> {
        vec![
            QuantityDescription::new("half-period", "time from one edge to the next", NANOSECONDS),
            QuantityDescription::new(
                "jitter",
                "deviation of a half period from the median of the sample",
                NANOSECONDS,
            ),
            QuantityDescription::new("rate", "periods per second, over a sample", HERTZ),
        ]
    }

    fn evaluate(&self, sample: &SampleReadings<'_>) -> Result<Vec<Quantity>, EvaluationError> {
        let waveform = Waveform::of(sample)?;
        let times: Vec<f64> =
            waveform.pulses().map(|pulse| sample.nanoseconds(f64::from(pulse.cycles))).collect();
        let mut sorted = times.clone();
        sorted.sort_unstable_by(f64::total_cmp);
        let jitter = quantile(&sorted, 0.5)
            .map_or_else(Vec::new, |median| times.iter().map(|time| (time - median).abs()).collect());
        let total: f64 = times.iter().sum();
        let rate = if total > 0.0 { vec![times.len() as f64 / 2.0 * 1e9 / total] } else { Vec::new() };
        let expected = sample.operations.saturating_mul(self.edges_per_operation.get().into());
        // Edges after the buffer was full are unknown, not missed.
        let missed = if waveform.full { 0 } else { SampleReadings::missed(expected, waveform.edges()) };
        Ok(vec![Quantity { values: times, missed }, Quantity::of(jitter), Quantity::of(rate)])
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::{sample, words};
    use super::*;

    fn evaluate(runs: &[u32], operations: u64) -> Vec<Quantity> {
        let toggle = Toggle { edges_per_operation: NonZeroU32::MIN };
        toggle.evaluate(&sample(&words(&[(1, runs.to_vec())]), operations)).unwrap()
    }

    #[test]
    fn even_and_uneven_halves() {
        let found = evaluate(&[0, 99, 15, 15, 30, 15, 9999], 5);
        let [half, jitter, rate] = found.as_slice() else { panic!("{found:?}") };
        assert_eq!((half.values.as_slice(), half.missed), ([100.0, 100.0, 200.0, 100.0].as_slice(), 0));
        assert_eq!(jitter.values, [0.0, 0.0, 100.0, 0.0]);
        assert_eq!(rate.values, [4e6]);
    }

    #[test]
    fn missed_edges() {
        assert_eq!(evaluate(&[0, 99, 15, 9999], 5)[0].missed, 3);
        assert_eq!(
            evaluate(&[0, 9999], 5),
            [Quantity { values: vec![], missed: 5 }, Quantity::default(), Quantity::default()]
        );
        // The buffer was full: later edges are unknown.
        assert_eq!(evaluate(&[2, 99, 15, 9999], 5)[0].missed, 0);
    }
}
