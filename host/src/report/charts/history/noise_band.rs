//! What a figure does from run to run without anything having changed.

use crate::stats::quantile;

/// A deterministic counter makes any change significant, so a smaller one than this is noise:
/// criterion.rs's noise threshold.
const LEAST: f64 = 0.01;

/// Median absolute deviations that the band reaches to either side; 1.4826 of them are a standard
/// deviation of normal noise (P. J. Rousseeuw and C. Croux, "Alternatives to the Median Absolute Deviation",
/// Journal of the American Statistical Association 88, 1993), and three of those leave 0.3 % outside.
const DEVIATIONS: f64 = 3.0 * 1.4826;

/// The rule for people.
pub(super) const RULE: &str = "The band is the median of those ± 1 %, or ± three standard deviations if that is more, \
                               estimated by the median absolute deviation.";

/// The band of noise.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct NoiseBand {
    pub lower: f64,
    pub middle: f64,
    pub upper: f64,
}

impl NoiseBand {
    /// The band of `values`; `None` for no data.
    pub(super) fn of(values: impl Iterator<Item = f64>) -> Option<Self> {
        let mut sorted: Vec<f64> = values.collect();
        let middle = median(&mut sorted)?;
        let mut distances: Vec<f64> = sorted.iter().map(|value| (value - middle).abs()).collect();
        let reach = (median(&mut distances)? * DEVIATIONS).max(middle.abs() * LEAST);
        Some(Self { lower: middle - reach, middle, upper: middle + reach })
    }

    pub(super) fn holds(&self, value: f64) -> bool {
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
    fn figures_that_agree_still_have_a_percent() {
        let noise = NoiseBand::of([100.0; 5].into_iter()).unwrap();
        assert_eq!(noise, NoiseBand { lower: 99.0, middle: 100.0, upper: 101.0 });
        assert!(noise.holds(100.9) && !noise.holds(101.1));
        assert_eq!(NoiseBand::of(std::iter::empty()), None);
    }

    /// scipy.stats.median_abs_deviation([96, 98, 100, 103, 110], scale='normal') is 4.4478.
    #[test]
    fn scattered_figures_widen_the_band() {
        let noise = NoiseBand::of([100.0, 96.0, 110.0, 98.0, 103.0].into_iter()).unwrap();
        assert_eq!(noise.middle, 100.0);
        assert!((noise.upper - (100.0 + 3.0 * 4.4478)).abs() < 1e-3, "{noise:?}");
    }
}
