//! Histogram of whole cycles, one bin for each value.

use std::collections::BTreeMap;

/// Number of occurrences of each value, in ascending order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Histogram(BTreeMap<u64, u64>);

impl Histogram {
    /// Counts `samples`.
    pub fn of(samples: &[u64]) -> Self {
        let mut counts = BTreeMap::new();
        for &cycles in samples {
            *counts.entry(cycles).or_insert(0) += 1;
        }
        Self(counts)
    }

    /// Yields each value with its number of occurrences, in ascending order.
    pub fn counts(&self) -> impl ExactSizeIterator<Item = (u64, u64)> {
        self.0.iter().map(|(&value, &count)| (value, count))
    }

    /// Returns the most frequent value, the smallest of several; `None` for no data.
    pub fn mode(&self) -> Option<u64> {
        let (value, _) = self.counts().max_by(|a, b| a.1.cmp(&b.1).then(b.0.cmp(&a.0)))?;
        Some(value)
    }

    /// Returns the value of all samples; `None` if they differ.
    pub fn exact(&self) -> Option<u64> {
        let mut values = self.0.keys();
        match (values.next(), values.next()) {
            (Some(&value), None) => Some(value),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn counts_are_in_ascending_order() {
        let histogram = Histogram::of(&[5, 3, 5, 9, 3]);
        assert_eq!(histogram.counts().collect::<Vec<_>>(), [(3, 2), (5, 2), (9, 1)]);
        assert_eq!(histogram.mode(), Some(3));
        assert_eq!(histogram.exact(), None);
    }

    #[test]
    fn exact_only_if_all_samples_agree() {
        assert_eq!(Histogram::of(&[4, 4, 4]).exact(), Some(4));
        assert_eq!(Histogram::of(&[]).exact(), None);
        assert_eq!(Histogram::of(&[]).mode(), None);
    }

    proptest! {
        #[test]
        fn counts_every_sample(samples in prop::collection::vec(0_u64..20, 0..200)) {
            let total: u64 = Histogram::of(&samples).counts().map(|(_, count)| count).sum();
            prop_assert_eq!(total, samples.len() as u64);
        }
    }
}
