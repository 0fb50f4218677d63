//! Geometric mean of ratios.

use serde::{Deserialize, Serialize};

/// Geometric mean of ratios with their geometric standard deviation.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct GeometricMean {
    /// Geometric mean.
    pub mean: f64,
    /// Geometric standard deviation, at least 1: about two thirds of log-normal ratios are between mean ÷ deviation and
    /// mean × deviation.
    pub deviation: f64,
    /// Number of ratios.
    pub ratios: u64,
}

/// Returns the geometric mean and standard deviation of `ratios`; `None` for no ratios, and if one is not positive and
/// finite.
///
/// They are the exponentials of the mean and of the population standard deviation of the logarithms, as in the scores of
/// Embench. P. J. Fleming and J. J. Wallace, "How not to lie with statistics", Communications of the ACM 29(3), 1986,
/// explain why the mean of ratios must be geometric.
pub fn geometric_mean(ratios: &[f64]) -> Option<GeometricMean> {
    if ratios.is_empty() || !ratios.iter().all(|ratio| ratio.is_finite() && *ratio > 0.0) {
        return None;
    }
    let count = ratios.len() as f64;
    let mean = ratios.iter().map(|ratio| ratio.ln()).sum::<f64>() / count;
    let variance = ratios.iter().map(|ratio| (ratio.ln() - mean).powi(2)).sum::<f64>() / count;
    Some(GeometricMean { mean: mean.exp(), deviation: variance.sqrt().exp(), ratios: ratios.len() as u64 })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// scipy.stats.gmean([2, 8, 30, 200]) and scipy.stats.gstd([2, 8, 30, 200], ddof=0).
    #[test]
    fn values_equal_scipy() {
        let found = geometric_mean(&[2.0, 8.0, 30.0, 200.0]).unwrap();
        assert!((found.mean - GMEAN).abs() < 1e-9, "{found:?}");
        assert!((found.deviation - GSTD).abs() < 1e-9, "{found:?}");
        assert_eq!(found.ratios, 4);
    }

    const GMEAN: f64 = 17.602234735867867;
    const GSTD: f64 = 5.466926162043429;

    #[test]
    fn needs_positive_ratios() {
        for ratios in [&[][..], &[1.0, 0.0], &[-1.0], &[f64::NAN], &[f64::INFINITY]] {
            assert_eq!(geometric_mean(ratios), None);
        }
    }

    proptest! {
        #[test]
        fn swapping_the_sides_inverts_the_mean(ratios in prop::collection::vec(0.001_f64..1000.0, 1..40)) {
            let inverted: Vec<f64> = ratios.iter().map(|ratio| 1.0 / ratio).collect();
            let (one, other) = (geometric_mean(&ratios).unwrap(), geometric_mean(&inverted).unwrap());
            prop_assert!((one.mean * other.mean - 1.0).abs() < 1e-9);
            prop_assert!((one.deviation / other.deviation - 1.0).abs() < 1e-9);
        }
    }
}
