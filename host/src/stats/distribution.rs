//! Distribution of the values of a quantity.

use super::quantile;
use serde::{Deserialize, Serialize};

/// Distribution of values of any unit.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Distribution {
    /// Number of values.
    pub count: u64,
    /// Smallest value.
    pub minimum: f64,
    /// Median.
    pub median: f64,
    /// 95th percentile.
    pub p95: f64,
    /// 99th percentile.
    pub p99: f64,
    /// Largest value.
    pub maximum: f64,
}

impl Distribution {
    /// Returns the distribution of `values`; `None` for no data, and if a value is not finite.
    pub fn of(values: &[f64]) -> Option<Self> {
        let mut sorted = values.to_vec();
        sorted.sort_unstable_by(f64::total_cmp);
        let (&minimum, &maximum) = (sorted.first()?, sorted.last()?);
        let at = |fraction| quantile(&sorted, fraction);
        (minimum.is_finite() && maximum.is_finite()).then_some(())?;
        Some(Self {
            count: sorted.len() as u64,
            minimum,
            median: at(0.5)?,
            p95: at(0.95)?,
            p99: at(0.99)?,
            maximum,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// numpy.percentile(range(1, 201), [0, 50, 95, 99, 100])
    #[test]
    fn values_equal_numpy() {
        let values: Vec<f64> = (1..=200).rev().map(f64::from).collect();
        let found = Distribution::of(&values).unwrap();
        assert_eq!((found.count, found.minimum, found.median, found.maximum), (200, 1.0, 100.5, 200.0));
        assert!((found.p95 - 190.05).abs() < 1e-9 && (found.p99 - 198.01).abs() < 1e-9, "{found:?}");
    }

    #[test]
    fn empty_and_non_finite_values() {
        assert_eq!(Distribution::of(&[]), None);
        assert_eq!(Distribution::of(&[1.0, f64::NAN]), None);
        assert_eq!(Distribution::of(&[f64::INFINITY]), None);
    }
}
