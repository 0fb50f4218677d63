//! Counts of outliers. Outliers are never removed from samples.

use super::Summary;
use serde::{Deserialize, Serialize};

/// Number of samples outside Tukey's fences (J. W. Tukey, Exploratory Data Analysis, 1977, section 2D): mild ones are more
/// than 1.5 interquartile ranges from the quartiles, severe ones more than 3.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct OutlierCounts {
    /// Below the lower outer fence.
    pub low_severe: u64,
    /// Between the lower fences.
    pub low_mild: u64,
    /// Between the upper fences.
    pub high_mild: u64,
    /// Above the upper outer fence.
    pub high_severe: u64,
}

impl OutlierCounts {
    /// Returns the number of all outliers.
    pub fn total(&self) -> u64 {
        self.low_severe + self.low_mild + self.high_mild + self.high_severe
    }

    /// Returns the sum of two counts.
    pub fn plus(self, other: Self) -> Self {
        Self {
            low_severe: self.low_severe + other.low_severe,
            low_mild: self.low_mild + other.low_mild,
            high_mild: self.high_mild + other.high_mild,
            high_severe: self.high_severe + other.high_severe,
        }
    }
}

/// Counts the outliers of `samples`.
pub fn outliers(samples: &[u64]) -> OutlierCounts {
    let mut counts = OutlierCounts::default();
    let Some(summary) = Summary::of(samples) else { return counts };
    let range = summary.upper_quartile - summary.lower_quartile;
    for &cycles in samples {
        let cycles = cycles as f64;
        let below = summary.lower_quartile - cycles;
        let above = cycles - summary.upper_quartile;
        let count = if below > 3.0 * range {
            &mut counts.low_severe
        } else if below > 1.5 * range {
            &mut counts.low_mild
        } else if above > 3.0 * range {
            &mut counts.high_severe
        } else if above > 1.5 * range {
            &mut counts.high_mild
        } else {
            continue;
        };
        *count += 1;
    }
    counts
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// numpy.percentile gives the quartiles 102 and 106, so the fences are 90, 96, 112 and 118.
    #[test]
    fn each_class() {
        let middle = [100, 101, 102, 103, 103, 104, 104, 105, 106, 106];
        assert_eq!(outliers(&middle), OutlierCounts::default());
        let mut samples = middle.repeat(4);
        samples.extend([80, 93, 113, 117, 150, 151, 152]);
        let counts = outliers(&samples);
        assert_eq!(counts, OutlierCounts { low_severe: 1, low_mild: 1, high_mild: 2, high_severe: 3 });
        assert_eq!(counts.total(), 7);
        assert_eq!(counts.plus(counts).total(), 14);
    }

    #[test]
    fn one_stray_among_equal_samples_is_severe() {
        assert_eq!(outliers(&[5, 5, 5, 5, 6]), OutlierCounts { high_severe: 1, ..OutlierCounts::default() });
        assert_eq!(outliers(&[]), OutlierCounts::default());
    }

    proptest! {
        #[test]
        fn at_most_half_are_outliers(samples in prop::collection::vec(0_u64..1000, 1..100)) {
            prop_assert!(outliers(&samples).total() * 2 <= samples.len() as u64);
        }
    }
}
