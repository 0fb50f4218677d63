//! Warm-up and steady state of a series of samples.

use super::quantile;
use serde::{Deserialize, Serialize};

/// Minimum number of samples in a segment: a single stray sample is an outlier, not a level.
const MIN_SEGMENT: usize = 3;

/// Factor of the penalty of Schwarz's criterion. Without it, the criterion finds changes in far too many short series that
/// contain only noise.
const PENALTY_FACTOR: f64 = 3.0;

/// Two levels closer than this share of the lower one are one level: the noise threshold of criterion.rs.
const SAME_LEVEL: f64 = 0.01;

/// Minimum number of samples of a series whose strays are replaced. The scatter of a shorter series is not known, and the
/// criterion is strict enough there not to take one stray for a level.
const MIN_SAMPLES_WITH_STRAYS: usize = 40;

/// Steady state of a series of samples, in the classes of E. Barrett, C. F. Bolz-Tereick, R. Killick, S. Mount and
/// L. Tratt, "Virtual Machine Warmup Blows Hot and Cold", OOPSLA 2017.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "kind")]
pub enum SteadyState {
    /// The series has one level.
    Flat,
    /// The series is slower at first.
    WarmUp {
        /// Index of the first sample in steady state.
        from: u64,
    },
    /// The series is faster at first.
    SlowDown {
        /// Index of the first sample in steady state.
        from: u64,
    },
    /// The level still changes in the second half of the series.
    #[serde(alias = "unsettled")]
    NotReached,
}

impl SteadyState {
    /// Returns the worse of two: not reached, else the one that is reached later.
    pub fn worse(self, other: Self) -> Self {
        let rank = |it: Self| match it {
            Self::Flat => 0,
            Self::WarmUp { from } | Self::SlowDown { from } => 1 + from,
            Self::NotReached => u64::MAX,
        };
        if rank(other) > rank(self) { other } else { self }
    }
}

/// Classifies `series`, samples of one length in the order they were taken in one boot.
///
/// The series is cut into segments of constant mean by binary segmentation (A. J. Scott and M. Knott, "A Cluster Analysis
/// Method for Grouping Means in the Analysis of Variance", Biometrics 30(3), 1974). A cut is kept under two conditions: it
/// lowers the residual sum of squares enough by Schwarz's criterion (Y.-C. Yao, "Estimating the number of change-points
/// via Schwarz' criterion", Statistics and Probability Letters 6(3), 1988), so that m/2 × ln of the ratio of the sums is
/// more than three times ln m; and its two levels differ by more than 1 %. The last segment, and those before it at the same level, are the steady state. It is not
/// reached if they begin in the second half of the series.
///
/// One or two strays in a row, such as samples with a garbage collection, are not a level: in a series of at least forty
/// samples they are replaced by the level around them before it is cut.
pub fn steady_state(series: &[u64]) -> SteadyState {
    let values: Vec<f64> = series.iter().map(|&cycles| cycles as f64).collect();
    let values = if values.len() < MIN_SAMPLES_WITH_STRAYS { values } else { without_strays(&values) };
    let mut bounds = vec![0, values.len()];
    segment(&values, 0, values.len(), &mut bounds);
    bounds.sort_unstable();
    let segments: Vec<&[f64]> = bounds.windows(2).map(|pair| &values[pair[0]..pair[1]]).collect();
    let Some((last, earlier)) = segments.split_last() else { return SteadyState::Flat };
    let level = mean(last);
    let steady = earlier.iter().rev().take_while(|it| same_level(mean(it), level)).count();
    let warm_up = &earlier[..earlier.len() - steady];
    let from: usize = warm_up.iter().map(|it| it.len()).sum();
    match warm_up.last() {
        None => SteadyState::Flat,
        Some(_) if from > values.len() / 2 => SteadyState::NotReached,
        Some(before) if mean(before) > level => SteadyState::WarmUp { from: from as u64 },
        Some(_) => SteadyState::SlowDown { from: from as u64 },
    }
}

/// Replaces strays by the median of the five values around them, by Hampel's rule (R. K. Pearson, "Outliers in process
/// modeling and identification", IEEE Transactions on Control Systems Technology 10(1), 2002): a stray is more than three
/// standard deviations from that median. The standard deviation is that of the whole series, estimated by the median
/// absolute deviation, as five values do not suffice to estimate it. Three strays in a row are a level and are kept.
fn without_strays(values: &[f64]) -> Vec<f64> {
    let reach = MIN_SEGMENT - 1;
    let median = |of: &[f64]| {
        let mut sorted = of.to_vec();
        sorted.sort_unstable_by(f64::total_cmp);
        quantile(&sorted, 0.5).unwrap_or(f64::NAN)
    };
    let around = |index: usize| {
        let window = &values[index.saturating_sub(reach)..(index + reach + 1).min(values.len())];
        median(window)
    };
    let levels: Vec<f64> = (0..values.len()).map(around).collect();
    let distances: Vec<f64> =
        values.iter().zip(&levels).map(|(value, level)| (value - level).abs()).collect();
    // 1.4826 median absolute deviations are a standard deviation of normal noise.
    let limit = 3.0 * 1.4826 * median(&distances);
    let kept = |index: usize| if distances[index] > limit { levels[index] } else { values[index] };
    (0..values.len()).map(kept).collect()
}

fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len() as f64
}

fn same_level(a: f64, b: f64) -> bool {
    (a - b).abs() <= SAME_LEVEL * a.min(b)
}

/// Appends the cuts in `values[start..end]` to `bounds`.
fn segment(values: &[f64], start: usize, end: usize, bounds: &mut Vec<usize>) {
    // An explicit stack: recursion could overflow the call stack for a long series with many levels.
    let mut pending = vec![(start, end)];
    while let Some((start, end)) = pending.pop() {
        if let Some(cut) = best_cut(&values[start..end]) {
            bounds.push(start + cut);
            pending.extend([(start, start + cut), (start + cut, end)]);
        }
    }
}

/// Returns the index that cuts `values` into two levels; `None` if they are one level.
fn best_cut(values: &[f64]) -> Option<usize> {
    let count = values.len();
    if count < 2 * MIN_SEGMENT {
        return None;
    }
    // Sums of deviations from the first value keep the squares small and their sums precise.
    let origin = values[0];
    let total: f64 = values.iter().map(|value| value - origin).sum();
    let squares: f64 = values.iter().map(|value| (value - origin).powi(2)).sum();
    let residual_whole = squares - total * total / count as f64;
    let mut head: f64 = values[..MIN_SEGMENT - 1].iter().map(|value| value - origin).sum();
    let mut best = (f64::INFINITY, 0);
    for cut in MIN_SEGMENT..=count - MIN_SEGMENT {
        head += values[cut - 1] - origin;
        let tail = total - head;
        let residual = squares - head * head / cut as f64 - tail * tail / (count - cut) as f64;
        if residual < best.0 {
            best = (residual, cut);
        }
    }
    let (residual, cut) = best;
    let penalty = (count as f64).powf(2.0 * PENALTY_FACTOR / count as f64);
    let significant = residual_whole > residual.max(0.0) * penalty;
    let differ = !same_level(mean(&values[..cut]), mean(&values[cut..]));
    (significant && differ).then_some(cut)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::Random;

    fn noisy(levels: &[(u64, usize)], noise: usize) -> Vec<u64> {
        let mut random = Random::new(5, "noise");
        let samples = levels.iter().flat_map(|&(level, count)| std::iter::repeat_n(level, count));
        samples.map(|level| level + random.below(noise + 1) as u64).collect()
    }

    #[test]
    fn constant_noisy_and_short_series_are_flat() {
        assert_eq!(steady_state(&[]), SteadyState::Flat);
        assert_eq!(steady_state(&[7; 40]), SteadyState::Flat);
        assert_eq!(steady_state(&[900, 1]), SteadyState::Flat);
        assert_eq!(steady_state(&noisy(&[(1000, 60)], 9)), SteadyState::Flat);
    }

    #[test]
    fn one_stray_sample_is_not_a_level() {
        let mut series = vec![1000; 30];
        series[12] = 5000;
        assert_eq!(steady_state(&series), SteadyState::Flat);
    }

    /// A collection in one sample or in every fortieth, including the first and the last ones.
    #[test]
    fn pauses_of_a_collector_are_not_levels() {
        for count in [10, 20, 60, 100, 200, 1000] {
            for (first, period) in [(0, count), (2, count), (5, count), (1, 40), (2, 40)] {
                let mut series = noisy(&[(450_000, count)], 9);
                for pause in series.iter_mut().skip(first).step_by(period) {
                    *pause += 600_000;
                }
                let words = format!("{count} samples, a pause at {first}, one in {period}");
                assert_eq!(steady_state(&series), SteadyState::Flat, "{words}");
                series.reverse();
                assert_eq!(steady_state(&series), SteadyState::Flat, "{words}, reversed");
            }
        }
    }

    #[test]
    fn warm_up_is_found_among_pauses() {
        let mut series = noisy(&[(1500, 6), (1000, 94)], 9);
        for pause in series.iter_mut().skip(2).step_by(20) {
            *pause += 5000;
        }
        assert_eq!(steady_state(&series), SteadyState::WarmUp { from: 6 });
    }

    #[test]
    fn slower_at_first() {
        assert_eq!(steady_state(&noisy(&[(1500, 6), (1000, 34)], 9)), SteadyState::WarmUp { from: 6 });
        assert_eq!(
            steady_state(&noisy(&[(1500, 5), (1200, 5), (1000, 30)], 9)),
            SteadyState::WarmUp { from: 10 }
        );
    }

    #[test]
    fn faster_at_first() {
        assert_eq!(steady_state(&noisy(&[(1000, 8), (1100, 32)], 9)), SteadyState::SlowDown { from: 8 });
    }

    #[test]
    fn late_change_has_no_steady_state() {
        assert_eq!(steady_state(&noisy(&[(1000, 30), (1200, 10)], 9)), SteadyState::NotReached);
    }

    /// Noise of 5 % without a change, in the shortest series.
    #[test]
    fn noise_is_rarely_taken_for_a_change() {
        let mut random = Random::new(8, "false alarms");
        for count in [6, 10, 20, 40] {
            let alarms = (0..2000)
                .filter(|_| {
                    // The sum of uniform numbers is nearly normal.
                    let noise = |random: &mut Random| (0..12).map(|_| random.below(51)).sum::<usize>();
                    let series: Vec<u64> = (0..count).map(|_| 1000 + noise(&mut random) as u64).collect();
                    steady_state(&series) != SteadyState::Flat
                })
                .count();
            assert!(alarms <= 30, "{alarms} of 2000 with {count} samples");
        }
    }

    #[test]
    fn change_below_the_noise_threshold_is_ignored() {
        assert_eq!(steady_state(&noisy(&[(1009, 10), (1000, 30)], 0)), SteadyState::Flat);
    }

    #[test]
    fn worse_of_two() {
        let (early, late) = (SteadyState::WarmUp { from: 2 }, SteadyState::SlowDown { from: 5 });
        assert_eq!(early.worse(late), late);
        assert_eq!(late.worse(SteadyState::Flat), late);
        assert_eq!(late.worse(SteadyState::NotReached), SteadyState::NotReached);
    }
}
