//! Means and their intervals by Student's t-distribution, for the few boots of a run.

use super::confidence::t_quantile;
use super::{Estimate, Interval};

/// A mean with its variance.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Mean {
    /// Mean.
    pub value: f64,
    /// Variance of the mean; 0 for an exact one.
    pub variance: f64,
    /// Degrees of freedom of the variance.
    pub freedom: f64,
}

impl Mean {
    /// Returns the mean of independent `values`; `None` for fewer than two.
    pub fn of(values: &[f64]) -> Option<Self> {
        let count = values.len() as f64;
        if values.len() < 2 {
            return None;
        }
        let value = average(values)?;
        let squares = values.iter().map(|it| (it - value).powi(2)).sum::<f64>();
        Some(Self { value, variance: squares / (count - 1.0) / count, freedom: count - 1.0 })
    }

    /// Creates a mean without variance.
    pub fn exact(value: f64) -> Self {
        Self { value, variance: 0.0, freedom: f64::INFINITY }
    }

    /// Returns Student's interval ("The Probable Error of a Mean", Biometrika 6(1), 1908); `None` without variance. Over
    /// means of boots it is the interval of T. Kalibera and R. Jones, "Rigorous Benchmarking in Reasonable Time", ISMM
    /// 2013, section 9.3, for repetitions at several levels.
    pub fn interval(&self) -> Option<Interval> {
        let half = t_quantile(self.freedom)? * self.variance.sqrt();
        (half > 0.0 && half.is_finite())
            .then_some(Interval { lower: self.value - half, upper: self.value + half })
    }

    /// Returns the interval of this mean divided by an independent mean `other`, by E. C. Fieller ("Some Problems in
    /// Interval Estimation", Journal of the Royal Statistical Society B 16(2), 1954), which T. Kalibera and R. Jones,
    /// "Quantifying Performance Changes with Effect Size Confidence Intervals", 2020, recommend for ratios. The variances
    /// need not be equal: the degrees of freedom are those of F. E. Satterthwaite, "An Approximate Distribution of
    /// Estimates of Variance Components", Biometrics Bulletin 2(6), 1946.
    ///
    /// Returns `None` if both are exact, or if `other` does not differ significantly from zero, so that the ratio has no
    /// bounds.
    pub fn ratio_interval(&self, other: &Self) -> Option<Interval> {
        let ratio = self.value / other.value;
        let below = ratio * ratio * other.variance;
        let sum = self.variance + below;
        let share = |variance: f64, freedom: f64| variance * variance / freedom;
        let freedom = sum * sum / (share(self.variance, self.freedom) + share(below, other.freedom));
        let t = t_quantile(freedom)?;
        // Fieller's g: the relative half-width of the denominator's interval, squared.
        let g = t * t * other.variance / (other.value * other.value);
        if g.is_nan() || g >= 1.0 {
            return None;
        }
        let half = t / other.value.abs() * (self.variance * (1.0 - g) + below).sqrt();
        let ends = Interval { lower: (ratio - half) / (1.0 - g), upper: (ratio + half) / (1.0 - g) };
        (half > 0.0 && ends.lower.is_finite() && ends.upper.is_finite()).then_some(ends)
    }
}

/// Returns the arithmetic mean; `None` for no data. For equal values it is that value exactly.
pub(super) fn average(values: &[f64]) -> Option<f64> {
    let first = *values.first()?;
    Some(first + values.iter().map(|value| value - first).sum::<f64>() / values.len() as f64)
}

/// Creates an estimate with the half-width of Student's interval of `values`, which are too few to resample.
pub(super) fn student_estimate(value: f64, values: &[f64]) -> Estimate {
    let interval = Mean::of(values).and_then(|mean| {
        let half = mean.interval()?.upper - mean.value;
        Some(Interval { lower: value - half, upper: value + half })
    });
    Estimate { value, samples: values.len() as u64, interval }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// scipy.stats.ttest_1samp([100.1, 99.8, 100.4], 0).confidence_interval() is (99.35, 100.85) to two digits.
    #[test]
    fn interval_equals_scipy() {
        let interval = Mean::of(&[100.1, 99.8, 100.4]).unwrap().interval().unwrap();
        assert!((interval.lower - SCIPY.0).abs() < 1e-9, "{interval:?}");
        assert!((interval.upper - SCIPY.1).abs() < 1e-9, "{interval:?}");
    }

    const SCIPY: (f64, f64) = (99.35475868647487, 100.8452413135251);

    #[test]
    fn mean_of_equal_values_is_the_value() {
        let mean = Mean::of(&[0.1; 7]).unwrap();
        assert_eq!((mean.value, mean.variance, mean.interval()), (0.1, 0.0, None));
        assert_eq!(Mean::of(&[1.0]), None);
        assert_eq!(average(&[]), None);
    }

    #[test]
    fn ratio_to_an_exact_mean_is_the_interval_scaled() {
        let mean = Mean::of(&[30.0, 31.0, 29.0]).unwrap();
        let (ratio, plain) = (mean.ratio_interval(&Mean::exact(10.0)).unwrap(), mean.interval().unwrap());
        assert!((ratio.lower - plain.lower / 10.0).abs() < 1e-12, "{ratio:?}");
        assert!((ratio.upper - plain.upper / 10.0).abs() < 1e-12, "{ratio:?}");
        assert_eq!(Mean::exact(30.0).ratio_interval(&Mean::exact(10.0)), None);
    }

    /// At the ends of Fieller's interval the numerator and the ratio times the denominator are a t-quantile of standard
    /// errors apart.
    #[test]
    fn ratio_interval_solves_fiellers_equation() {
        let (above, below) = (Mean::of(&[30.0, 31.5, 29.0]).unwrap(), Mean::of(&[9.8, 10.1, 10.3]).unwrap());
        let interval = above.ratio_interval(&below).unwrap();
        let apart = |ratio: f64| {
            let error = above.variance + ratio * ratio * below.variance;
            (above.value - ratio * below.value).abs() / error.sqrt()
        };
        assert!((apart(interval.lower) - apart(interval.upper)).abs() < 1e-9);
        assert!((2.5..4.4).contains(&apart(interval.lower)), "{}", apart(interval.lower));
    }

    #[test]
    fn a_denominator_near_zero_has_no_ratio() {
        let nothing = Mean::of(&[-1.0, 0.5, 1.0]).unwrap();
        assert_eq!(Mean::exact(5.0).ratio_interval(&nothing), None);
        assert_eq!(Mean::exact(5.0).ratio_interval(&Mean::exact(0.0)), None);
    }
}
