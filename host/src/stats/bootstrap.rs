//! Bootstrap of a median.

use super::mean::student_estimate;
use super::{Estimate, Histogram, Interval, RESAMPLES, median};
use crate::random::Random;

/// Minimum number of samples for resampling. Fewer samples have too few distinct resamples for tails of 2.5 %.
const MIN_RESAMPLED: usize = 6;

/// Returns the median of independent `samples` with its interval; `None` for no data.
///
/// The interval is that of the bootstrap (B. Efron, "Bootstrap Methods: Another Look at the Jackknife", Annals of
/// Statistics 7(1), 1979), by expanded percentiles. For two to five samples it is Student's interval, which assumes a
/// symmetric distribution.
///
/// Samples of the same boot are not independent; see [`Series`](super::Series).
pub fn median_estimate(samples: &[u64], random: &mut Random) -> Option<Estimate> {
    let mut drawn = samples.to_vec();
    let value = median(&mut drawn)?;
    let mut estimate = Estimate { value, samples: samples.len() as u64, interval: None };
    if Histogram::of(samples).exact().is_some() {
        return Some(estimate);
    }
    if samples.len() < MIN_RESAMPLED {
        let values: Vec<f64> = samples.iter().map(|&cycles| cycles as f64).collect();
        return Some(student_estimate(value, &values));
    }
    let mut medians = Vec::with_capacity(RESAMPLES);
    for _ in 0..RESAMPLES {
        resample(samples, &mut drawn, random);
        medians.extend(median(&mut drawn));
    }
    estimate.interval = Interval::percentile(medians, samples.len());
    Some(estimate)
}

/// Fills `drawn` with as many values as `samples` has, drawn from them with replacement.
pub(super) fn resample(samples: &[u64], drawn: &mut Vec<u64>, random: &mut Random) {
    drawn.clear();
    drawn.extend((0..samples.len()).map(|_| samples[random.below(samples.len())]));
}

#[cfg(test)]
mod tests {
    use super::*;

    const SAMPLES: [u64; 20] =
        [101, 103, 99, 100, 120, 104, 98, 102, 101, 150, 97, 100, 103, 105, 99, 101, 110, 96, 102, 100];

    /// numpy.quantile(scipy.stats.bootstrap((samples,), numpy.median, n_resamples=99999, rng=1)
    /// .bootstrap_distribution, [0.0158808, 0.9841192]) is [100.0, 103.0].
    #[test]
    fn interval_equals_scipy() {
        let estimate = median_estimate(&SAMPLES, &mut Random::new(1, "test")).unwrap();
        let interval = estimate.interval.unwrap();
        assert_eq!((estimate.value, estimate.samples), (101.0, 20));
        assert!((interval.lower - 100.0).abs() <= 0.5, "{interval:?}");
        assert!((interval.upper - 103.0).abs() <= 0.5, "{interval:?}");
    }

    #[test]
    fn same_seed_same_interval() {
        let estimate = |seed| median_estimate(&SAMPLES, &mut Random::new(seed, "test"));
        assert_eq!(estimate(4), estimate(4));
    }

    #[test]
    fn agreeing_samples_are_exact() {
        let estimate = median_estimate(&[7; 30], &mut Random::new(1, "test")).unwrap();
        assert_eq!(estimate, Estimate { value: 7.0, samples: 30, interval: None });
        assert_eq!(median_estimate(&[], &mut Random::new(1, "test")), None);
    }
}
