//! Noise band: the variation of a value from run to run without a change.

use crate::stats::quantile;

/// Minimum half width of the band, as a fraction of the median. A deterministic counter makes any change significant, so
/// smaller changes are noise, as with the noise threshold of criterion.rs.
const MIN_HALF_WIDTH: f64 = 0.01;

/// Half width of the band in median absolute deviations: 1.4826 of them are a standard deviation of normally
/// distributed noise (P. J. Rousseeuw and C. Croux, "Alternatives to the Median Absolute Deviation", Journal of the
/// American Statistical Association 88, 1993), and 0.3 % of it is outside three standard deviations.
const DEVIATIONS: f64 = 3.0 * 1.4826;

/// Explanation of the band in the chart.
pub(super) const RULE: &str = "The noise band is the median of the earlier runs ± 1 %, or ± three standard deviations \
                               (estimated from the median absolute deviation) if that is more.";

/// The noise band of a value.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct NoiseBand {
    pub lower: f64,
    pub median: f64,
    pub upper: f64,
}

impl NoiseBand {
    /// Returns the band of `values`, or `None` without values.
    pub(super) fn of(values: impl Iterator<Item = f64>) -> Option<Self> {
        let mut sorted: Vec<f64> = values.collect();
        let center = median(&mut sorted)?;
        let mut distances: Vec<f64> = sorted.iter().map(|value| (value - center).abs()).collect();
        let half_width = (median(&mut distances)? * DEVIATIONS).max(center.abs() * MIN_HALF_WIDTH);
        Some(Self { lower: center - half_width, median: center, upper: center + half_width })
    }

    /// Returns true if `value` is in the band.
    pub(super) fn contains(&self, value: f64) -> bool {
        (self.lower..=self.upper).contains(&value)
    }
}

fn median(values: &mut [f64]) -> Option<f64> {
    values.sort_unstable_by(f64::total_cmp);
    quantile(values, 0.5)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn band_of_equal_values_is_one_percent() {
        let noise = NoiseBand::of([100.0; 5].into_iter()).unwrap();
        assert_eq!(noise, NoiseBand { lower: 99.0, median: 100.0, upper: 101.0 });
        assert!(noise.contains(100.9) && !noise.contains(101.1));
        assert_eq!(NoiseBand::of(std::iter::empty()), None);
    }

    /// scipy.stats.median_abs_deviation([96, 98, 100, 103, 110], scale='normal') is 4.4478.
    #[test]
    fn scattered_values_widen_the_band() {
        let noise = NoiseBand::of([100.0, 96.0, 110.0, 98.0, 103.0].into_iter()).unwrap();
        assert_eq!(noise.median, 100.0);
        assert!((noise.upper - (100.0 + 3.0 * 4.4478)).abs() < 1e-3, "{noise:?}");
    }
}
