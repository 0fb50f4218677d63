//! How the values of a quantity are spread.

use super::quantile;
use serde::{Deserialize, Serialize};

/// Six numbers that describe values of any unit.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Distribution {
    /// How many values.
    pub count: u64,
    /// The smallest.
    pub minimum: f64,
    /// Half is below.
    pub median: f64,
    /// 95 % are below.
    pub p95: f64,
    /// 99 % are below.
    pub p99: f64,
    /// The largest.
    pub maximum: f64,
}

impl Distribution {
    /// Describes `values`. `None` for no data, and for data that is not finite.
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
    fn as_numpy_has_it() {
        let values: Vec<f64> = (1..=200).rev().map(f64::from).collect();
        let found = Distribution::of(&values).unwrap();
        assert_eq!((found.count, found.minimum, found.median, found.maximum), (200, 1.0, 100.5, 200.0));
        assert!((found.p95 - 190.05).abs() < 1e-9 && (found.p99 - 198.01).abs() < 1e-9, "{found:?}");
    }

    #[test]
    fn nothing_and_nonsense() {
        assert_eq!(Distribution::of(&[]), None);
        assert_eq!(Distribution::of(&[1.0, f64::NAN]), None);
        assert_eq!(Distribution::of(&[f64::INFINITY]), None);
    }
}
