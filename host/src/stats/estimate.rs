//! A figure with what is known about its uncertainty.

use super::quantile;
use serde::{Deserialize, Serialize};

/// The confidence of every interval.
pub const CONFIDENCE: f64 = 0.95;

/// Bootstrap resamples for an interval. B. Efron and R. J. Tibshirani, An Introduction to the
/// Bootstrap, 1993, chapter 13, ask for 1000 or more for percentile intervals.
pub const RESAMPLES: usize = 2000;

/// A confidence interval at [`CONFIDENCE`].
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Interval {
    /// Lower end.
    pub lower: f64,
    /// Upper end.
    pub upper: f64,
}

impl Interval {
    /// The percentile interval (B. Efron and R. J. Tibshirani, 1993, section 13.3) of a figure whose
    /// value on each resample is in `resampled`. `None` if there are none, or an end is not finite.
    pub(super) fn percentile(mut resampled: Vec<f64>) -> Option<Self> {
        resampled.sort_unstable_by(f64::total_cmp);
        let tail = (1.0 - CONFIDENCE) / 2.0;
        let lower = quantile(&resampled, tail)?;
        let upper = quantile(&resampled, 1.0 - tail)?;
        (lower.is_finite() && upper.is_finite()).then_some(Self { lower, upper })
    }
}

/// A figure made of samples.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Estimate {
    /// The figure.
    pub value: f64,
    /// Of how many samples it is made.
    pub samples: u64,
    /// Its interval; `None` where all samples agree, and the figure is exact.
    pub interval: Option<Interval>,
}

impl Estimate {
    /// Whether the samples that it is made of agree.
    pub fn is_exact(&self) -> bool {
        self.interval.is_none()
    }

    /// Lower end of the interval, or the value itself.
    pub fn lower(&self) -> f64 {
        self.interval.map_or(self.value, |it| it.lower)
    }

    /// Upper end of the interval, or the value itself.
    pub fn upper(&self) -> f64 {
        self.interval.map_or(self.value, |it| it.upper)
    }

    /// The same figure in another unit.
    pub fn scaled(&self, factor: f64) -> Self {
        let interval =
            self.interval.map(|it| Interval { lower: it.lower * factor, upper: it.upper * factor });
        Self { value: self.value * factor, interval, ..*self }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percentile_interval_leaves_two_and_a_half_percent_on_each_side() {
        let interval = Interval::percentile((0..=1000).rev().map(f64::from).collect()).unwrap();
        assert!(
            (interval.lower - 25.0).abs() < 1e-9 && (interval.upper - 975.0).abs() < 1e-9,
            "{interval:?}"
        );
        assert_eq!(Interval::percentile(Vec::new()), None);
        assert_eq!(Interval::percentile(vec![f64::INFINITY; 3]), None);
    }

    #[test]
    fn exact_estimate_has_no_width() {
        let exact = Estimate { value: 3.0, samples: 5, interval: None };
        assert!(exact.is_exact());
        assert_eq!((exact.lower(), exact.upper()), (3.0, 3.0));
        let wide = Estimate { value: 3.0, samples: 5, interval: Some(Interval { lower: 2.0, upper: 5.0 }) };
        let scaled = wide.scaled(10.0);
        assert_eq!((scaled.lower(), scaled.value, scaled.upper(), scaled.samples), (20.0, 30.0, 50.0, 5));
    }
}
