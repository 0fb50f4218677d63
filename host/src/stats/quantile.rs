//! Quantiles and medians.

use serde::{Deserialize, Serialize};

/// Returns the quantile of `sorted` at `fraction` (0 to 1), by linear interpolation between the two nearest ranks; `None`
/// for no data. This is definition 7 of R. J. Hyndman and Y. Fan, "Sample Quantiles in Statistical Packages", The American
/// Statistician 50(4), 1996, the default of NumPy and R.
pub fn quantile(sorted: &[f64], fraction: f64) -> Option<f64> {
    let last = sorted.len().checked_sub(1)?;
    let rank = fraction.clamp(0.0, 1.0) * last as f64;
    let below = rank.floor() as usize;
    let low = *sorted.get(below)?;
    let high = *sorted.get(below + 1).unwrap_or(&low);
    let share = rank - below as f64;
    // At an exact rank interpolation with an infinite neighbour would give NaN.
    Some(if share == 0.0 { low } else { low + (high - low) * share })
}

/// Returns the median of `values` and reorders them, in linear time; `None` for no data.
pub fn median(values: &mut [u64]) -> Option<f64> {
    let middle = values.len() / 2;
    if values.is_empty() {
        return None;
    }
    let even = values.len().is_multiple_of(2);
    let (below, &mut upper, _) = values.select_nth_unstable(middle);
    match below.iter().max() {
        Some(&lower) if even => Some((lower as f64 + upper as f64) / 2.0),
        _ => Some(upper as f64),
    }
}

/// Five-number summary of samples, in cycles.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Summary {
    /// Number of samples.
    pub samples: u64,
    /// Minimum.
    pub minimum: u64,
    /// Lower quartile.
    pub lower_quartile: f64,
    /// Median.
    pub median: f64,
    /// Upper quartile.
    pub upper_quartile: f64,
    /// Maximum.
    pub maximum: u64,
}

impl Summary {
    /// Returns the summary of `samples`; `None` for no data.
    pub fn of(samples: &[u64]) -> Option<Self> {
        let minimum = *samples.iter().min()?;
        let maximum = *samples.iter().max()?;
        let mut sorted: Vec<f64> = samples.iter().map(|&cycles| cycles as f64).collect();
        sorted.sort_unstable_by(f64::total_cmp);
        Some(Self {
            samples: samples.len() as u64,
            minimum,
            lower_quartile: quantile(&sorted, 0.25)?,
            median: quantile(&sorted, 0.5)?,
            upper_quartile: quantile(&sorted, 0.75)?,
            maximum,
        })
    }

    /// Returns true if all samples agree.
    pub fn is_exact(&self) -> bool {
        self.minimum == self.maximum
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// numpy.percentile([7, 15, 36, 39, 40, 41], [0, 10, 25, 50, 75, 90, 100])
    #[test]
    fn quantiles_equal_numpy() {
        let sorted = [7.0, 15.0, 36.0, 39.0, 40.0, 41.0];
        for (fraction, expected) in
            [(0.0, 7.0), (0.1, 11.0), (0.25, 20.25), (0.5, 37.5), (0.75, 39.75), (0.9, 40.5), (1.0, 41.0)]
        {
            let found = quantile(&sorted, fraction).unwrap();
            assert!((found - expected).abs() < 1e-12, "{fraction}: {found}");
        }
    }

    #[test]
    fn no_data_has_no_quantile() {
        assert_eq!(quantile(&[], 0.5), None);
        assert_eq!(median(&mut []), None);
        assert_eq!(Summary::of(&[]), None);
    }

    #[test]
    fn an_infinite_neighbour_does_not_change_an_exact_rank() {
        assert_eq!(quantile(&[1.0, f64::INFINITY], 0.0), Some(1.0));
        assert_eq!(quantile(&[1.0, 2.0, f64::INFINITY], 0.5), Some(2.0));
    }

    #[test]
    fn summary_of_a_few() {
        let summary = Summary::of(&[40, 7, 39, 15, 41, 36]).unwrap();
        assert_eq!((summary.samples, summary.minimum, summary.maximum), (6, 7, 41));
        assert_eq!((summary.lower_quartile, summary.median, summary.upper_quartile), (20.25, 37.5, 39.75));
        assert!(!summary.is_exact());
        assert!(Summary::of(&[9, 9, 9]).unwrap().is_exact());
    }

    proptest! {
        #[test]
        fn median_is_the_half_quantile(mut values in prop::collection::vec(0_u64..1 << 40, 1..60)) {
            let mut sorted: Vec<f64> = values.iter().map(|&it| it as f64).collect();
            sorted.sort_by(f64::total_cmp);
            prop_assert_eq!(median(&mut values), quantile(&sorted, 0.5));
        }

        #[test]
        fn quantiles_ascend_within_the_data(values in prop::collection::vec(0_u64..1 << 40, 1..60)) {
            let summary = Summary::of(&values).unwrap();
            prop_assert!(summary.minimum as f64 <= summary.lower_quartile);
            prop_assert!(summary.lower_quartile <= summary.median);
            prop_assert!(summary.median <= summary.upper_quartile);
            prop_assert!(summary.upper_quartile <= summary.maximum as f64);
        }
    }
}
