//! Figures with their confidence intervals.

use super::confidence::t_quantile;
use super::quantile;
use serde::{Deserialize, Serialize};
use statrs::distribution::{ContinuousCDF, Normal};

/// Number of bootstrap resamples for an interval. B. Efron and R. J. Tibshirani, An Introduction to the Bootstrap, 1993,
/// chapter 13, recommend at least 1000 for percentile intervals.
pub const RESAMPLES: usize = 2000;

/// A confidence interval at [`CONFIDENCE`](super::CONFIDENCE).
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Interval {
    /// Lower end.
    pub lower: f64,
    /// Upper end.
    pub upper: f64,
}

impl Interval {
    /// Returns the expanded percentile interval of a figure of `count` independent values, from its values `resampled` on
    /// each resample; `None` without values, and if an end is not finite.
    ///
    /// The percentile interval (B. Efron and R. J. Tibshirani, 1993, section 13.3) is too narrow for few values. Its
    /// percentiles are moved outwards to compensate (T. Hesterberg, "What Teachers Should Know About the Bootstrap", The
    /// American Statistician 69(4), 2015, section 5.4).
    pub(super) fn percentile(mut resampled: Vec<f64>, count: usize) -> Option<Self> {
        resampled.sort_unstable_by(f64::total_cmp);
        let tail = expanded_tail(count)?;
        let lower = quantile(&resampled, tail)?;
        let upper = quantile(&resampled, 1.0 - tail)?;
        (lower.is_finite() && upper.is_finite()).then_some(Self { lower, upper })
    }
}

/// Returns the share of resamples beyond each end, for a figure of `count` values.
fn expanded_tail(count: usize) -> Option<f64> {
    let freedom = count.checked_sub(1).filter(|&it| it > 0)? as f64;
    Some(Normal::standard().sf(t_quantile(freedom)? * (count as f64 / freedom).sqrt()))
}

/// A figure computed from samples.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Estimate {
    /// Value.
    pub value: f64,
    /// Number of samples that it is computed from.
    pub samples: u64,
    /// Interval; `None` for an exact figure, whose samples all agree.
    pub interval: Option<Interval>,
}

impl Estimate {
    /// Returns true if all samples agree.
    pub fn is_exact(&self) -> bool {
        self.interval.is_none()
    }

    /// Returns the lower end of the interval, or the value of an exact figure.
    pub fn lower(&self) -> f64 {
        self.interval.map_or(self.value, |it| it.lower)
    }

    /// Returns the upper end of the interval, or the value of an exact figure.
    pub fn upper(&self) -> f64 {
        self.interval.map_or(self.value, |it| it.upper)
    }

    /// Returns the figure multiplied by `factor`, for another unit.
    pub fn scaled(&self, factor: f64) -> Self {
        let interval =
            self.interval.map(|it| Interval { lower: it.lower * factor, upper: it.upper * factor });
        Self { value: self.value * factor, interval, ..*self }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// scipy.stats.norm.cdf(-numpy.sqrt(20 / 19) * scipy.stats.t.ppf(0.975, 19)) is 0.0158808.
    #[test]
    fn percentiles_move_outwards_for_few_values() {
        let of = |count| Interval::percentile((0..=1000).rev().map(f64::from).collect(), count);
        let many = of(1_000_000).unwrap();
        assert!((many.lower - 25.0).abs() < 1e-2 && (many.upper - 975.0).abs() < 1e-2, "{many:?}");
        let few = of(20).unwrap();
        assert!((few.lower - 15.8808).abs() < 1e-3, "{few:?}");
        assert_eq!((of(1), Interval::percentile(Vec::new(), 20)), (None, None));
        assert_eq!(Interval::percentile(vec![f64::INFINITY; 3], 20), None);
    }

    #[test]
    fn an_exact_estimate_has_no_width() {
        let exact = Estimate { value: 3.0, samples: 5, interval: None };
        assert!(exact.is_exact());
        assert_eq!((exact.lower(), exact.upper()), (3.0, 3.0));
        let wide = Estimate { value: 3.0, samples: 5, interval: Some(Interval { lower: 2.0, upper: 5.0 }) };
        let scaled = wide.scaled(10.0);
        assert_eq!((scaled.lower(), scaled.value, scaled.upper(), scaled.samples), (20.0, 30.0, 50.0, 5));
    }
}
