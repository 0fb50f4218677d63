//! Rank test of two sets of samples with its effect size.

use num_integer::Integer;
use statrs::distribution::{ContinuousCDF, Normal};

/// Maximum number of samples of both sets for the exact distribution; above, the normal approximation is used.
const EXACT_LIMIT: usize = 40;

/// Result of the rank test of two sets of samples.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct RankTest {
    /// Two-sided p-value: probability of ranks at least this far apart if both sets came from one distribution.
    pub p: f64,
    /// Effect size: probability that a sample of the second set is larger than one of the first, with half the probability
    /// of ties. This is the measure A of A. Vargha and H. D. Delaney, "A Critique and Improvement of the CL Common Language
    /// Effect Size Statistics of McGraw and Wong", Journal of Educational and Behavioral Statistics 25(2), 2000, who call
    /// 0.56 small, 0.64 medium and 0.71 large.
    pub effect: f64,
}

/// Performs the two-sided Wilcoxon-Mann-Whitney test of `new` against `base` (H. B. Mann and D. R. Whitney, "On a Test of
/// Whether one of Two Random Variables is Stochastically Larger than the Other", Annals of Mathematical Statistics 18(1),
/// 1947). Returns `None` if a set is empty.
///
/// For up to 40 samples in both sets it uses the exact permutation distribution of the rank sum with ties, else the normal
/// approximation with corrections for ties and continuity (E. L. Lehmann, Nonparametrics, 1975, sections 1.3 and 1.4).
pub fn rank_test(base: &[u64], new: &[u64]) -> Option<RankTest> {
    if base.is_empty() || new.is_empty() {
        return None;
    }
    let ranks = Ranks::of(base, new);
    let pairs = base.len() as f64 * new.len() as f64;
    let least = (new.len() * (new.len() + 1)) as f64 / 2.0;
    let effect = (ranks.sum_of_new as f64 / 2.0 - least) / pairs;
    let p = if base.len() + new.len() <= EXACT_LIMIT {
        ranks.exact_p(new.len())
    } else {
        ranks.approximate_p(base.len(), new.len())
    };
    Some(RankTest { p: p.min(1.0), effect })
}

/// Midranks of both sets together, doubled so that they are whole numbers.
struct Ranks {
    doubled: Vec<usize>,
    sum_of_new: usize,
    /// Sum of t³ − t over groups of t equal samples.
    ties: f64,
}

impl Ranks {
    fn of(base: &[u64], new: &[u64]) -> Self {
        let mut samples: Vec<(u64, bool)> = base.iter().map(|&cycles| (cycles, false)).collect();
        samples.extend(new.iter().map(|&cycles| (cycles, true)));
        samples.sort_unstable();
        let mut ranks = Self { doubled: Vec::with_capacity(samples.len()), sum_of_new: 0, ties: 0.0 };
        for group in samples.chunk_by(|one, other| one.0 == other.0) {
            // Twice the mean of the ranks first+1 … first+n.
            let doubled = 2 * ranks.doubled.len() + group.len() + 1;
            ranks.sum_of_new += doubled * group.iter().filter(|(_, is_new)| *is_new).count();
            ranks.doubled.extend(std::iter::repeat_n(doubled, group.len()));
            let size = group.len() as f64;
            ranks.ties += size * size * size - size;
        }
        ranks
    }

    /// Returns the share of the ways to choose `chosen` ranks whose sum is at least as far from the mean as that of the new
    /// samples.
    fn exact_p(&self, chosen: usize) -> f64 {
        let (least, step) = self.grid();
        if step == 0 {
            return 1.0;
        }
        let far = self.distance(self.sum_of_new, chosen) / step;
        let reduced =
            Self { doubled: self.doubled.iter().map(|rank| (rank - least) / step).collect(), ..*self };
        // The ranks that are not chosen are as far from their mean as the chosen ones; the smaller set is counted faster.
        let chosen = chosen.min(self.doubled.len() - chosen);
        let (mut at_least, mut all) = (0.0, 0.0);
        for (sum, count) in reduced.ways(chosen).into_iter().enumerate() {
            all += count;
            if reduced.distance(sum, chosen) >= far {
                at_least += count;
            }
        }
        at_least / all
    }

    /// Returns the lowest rank, and the greatest common divisor of the distances of the other ranks from it: 2 without ties,
    /// 0 if all are equal.
    fn grid(&self) -> (usize, usize) {
        let least = self.doubled.first().copied().unwrap_or_default();
        (least, self.doubled.iter().fold(0, |step, rank| (rank - least).gcd(&step)))
    }

    /// Returns the distance of `sum` of `chosen` ranks from the mean of such sums, times the number of ranks so that it is
    /// whole.
    fn distance(&self, sum: usize, chosen: usize) -> usize {
        (sum * self.doubled.len()).abs_diff(self.doubled.iter().sum::<usize>() * chosen)
    }

    /// Returns the number of ways to choose `chosen` ranks, for each sum from 0.
    fn ways(&self, chosen: usize) -> Vec<f64> {
        // Ranks ascend, so the last ones have the largest sum.
        let largest: usize = self.doubled.iter().rev().take(chosen).sum();
        let mut ways = vec![vec![0.0_f64; largest + 1]; chosen + 1];
        ways[0][0] = 1.0;
        for (met, &rank) in self.doubled.iter().enumerate() {
            for count in (1..=chosen.min(met + 1)).rev() {
                let (fewer, more) = ways.split_at_mut(count);
                for (more, fewer) in more[0].iter_mut().skip(rank).zip(&fewer[count - 1]) {
                    *more += fewer;
                }
            }
        }
        ways.pop().unwrap_or_default()
    }

    fn approximate_p(&self, base: usize, new: usize) -> f64 {
        let (base, new) = (base as f64, new as f64);
        let all = base + new;
        let variance = base * new / 12.0 * (all + 1.0 - self.ties / (all * (all - 1.0)));
        if variance <= 0.0 {
            return 1.0;
        }
        let distance = (self.sum_of_new as f64 / 2.0 - new * (all + 1.0) / 2.0).abs();
        let z = (distance - 0.5).max(0.0) / variance.sqrt();
        2.0 * Normal::standard().sf(z)
    }
}

/// Adjusts p-values for multiple tests, so that the probability of any false rejection is below the level that they are
/// compared with (S. Holm, "A Simple Sequentially Rejective Multiple Test Procedure", Scandinavian Journal of Statistics
/// 6(2), 1979).
pub fn holm(probabilities: &[f64]) -> Vec<f64> {
    let mut order: Vec<usize> = (0..probabilities.len()).collect();
    order.sort_unstable_by(|&one, &other| probabilities[one].total_cmp(&probabilities[other]));
    let mut adjusted = vec![1.0; probabilities.len()];
    let mut largest = 0.0_f64;
    for (step, &index) in order.iter().enumerate() {
        let factor = (probabilities.len() - step) as f64;
        largest = largest.max((probabilities[index] * factor).min(1.0));
        adjusted[index] = largest;
    }
    adjusted
}

#[cfg(test)]
mod tests {
    use super::*;

    fn close(found: f64, expected: f64) {
        assert!((found - expected).abs() <= 1e-9 * expected.abs().max(1e-3), "{found}, expected {expected}");
    }

    /// scipy.stats.mannwhitneyu(new, base, method='exact').
    #[test]
    fn exact_without_ties_equals_scipy() {
        let test = rank_test(&[101, 104, 99, 110, 97], &[103, 112, 120, 108, 115, 118]).unwrap();
        close(test.p, 0.030303030303030304);
        close(test.effect, 0.9);
    }

    /// scipy.stats.permutation_test of the distance of the rank sum from its mean, all permutations.
    #[test]
    fn exact_with_ties_equals_scipy() {
        let base = [100, 100, 101, 101, 102, 103, 100, 99];
        let test = rank_test(&base, &[101, 102, 103, 104, 103, 102, 105, 101]).unwrap();
        close(test.p, 0.019580419580419582);
        close(test.effect, 0.84375);
    }

    /// Of the 45 ways to choose 2 of the ranks 1 to 10, one sums to 3 and one to 19, whichever set is the smaller.
    #[test]
    fn sizes_may_differ() {
        let (few, many): (Vec<u64>, Vec<u64>) = (vec![1, 2], (3..=10).collect());
        close(rank_test(&many, &few).unwrap().p, 2.0 / 45.0);
        close(rank_test(&few, &many).unwrap().p, 2.0 / 45.0);
        close(rank_test(&few, &many).unwrap().effect, 1.0);
    }

    /// scipy.stats.mannwhitneyu(new, base, method='asymptotic').
    #[test]
    fn approximation_equals_scipy() {
        let base = [
            106, 108, 100, 108, 104, 105, 106, 102, 109, 100, 102, 103, 105, 104, 101, 100, 100, 100, 101,
            109, 101, 106, 107, 102, 102, 104, 102, 109, 101, 108,
        ];
        let new = [
            109, 110, 102, 105, 107, 106, 108, 108, 108, 101, 111, 107, 110, 103, 104, 110, 103, 101, 105,
            108, 102, 110, 104, 103, 106,
        ];
        let test = rank_test(&base, &new).unwrap();
        close(test.p, 0.012861193109552374);
        close(test.effect, 0.696);
    }

    #[test]
    fn equal_sets_do_not_differ() {
        for size in [3, 60] {
            let test = rank_test(&vec![7; size], &vec![7; size]).unwrap();
            assert_eq!((test.p, test.effect), (1.0, 0.5));
        }
        assert_eq!(rank_test(&[], &[1]), None);
        assert_eq!(rank_test(&[1], &[]), None);
    }

    /// R: p.adjust(c(0.01, 0.04, 0.03, 0.005), "holm").
    #[test]
    fn holm_equals_r() {
        let adjusted = holm(&[0.01, 0.04, 0.03, 0.005]);
        for (found, expected) in adjusted.iter().zip([0.03, 0.06, 0.06, 0.02]) {
            close(*found, expected);
        }
        assert_eq!(holm(&[]), Vec::<f64>::new());
        assert_eq!(holm(&[0.9, 0.8]), [1.0, 1.0]);
    }
}
