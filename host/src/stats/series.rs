//! Samples of a cell by boot, and the cost per operation with its interval.
//!
//! Variance arises at two levels: between boots, and between samples within a boot.

use super::bootstrap::resample;
use super::mean::{Mean, average};
use super::{Estimate, Interval, Length, Lengths, Observation, RESAMPLES, Slope, median};
use crate::random::Random;
use std::collections::BTreeMap;

/// Minimum number of boots for resampling. Bootstrap intervals of at least 20 boots have the stated coverage for any
/// distribution of boots; for fewer boots Student's interval has better coverage (`tests/coverage`).
const MIN_RESAMPLED_BOOTS: usize = 20;

/// Number of resamples for a standard error. B. Efron and R. J. Tibshirani, An Introduction to the Bootstrap, 1993,
/// section 6.4: more than 200 are seldom needed.
const ERROR_RESAMPLES: usize = 400;

/// Variance of a count of whole cycles, whose error is uniform within half a cycle each way (JCGM 100:2008, "Guide to the
/// expression of uncertainty in measurement", F.2.2.1).
const RESOLUTION: f64 = 1.0 / 12.0;

/// Cycles of the samples of one boot, in the order of time.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Boot {
    /// Samples of single length.
    pub single: Vec<u64>,
    /// Samples of double length; empty if one length is measured.
    pub double: Vec<u64>,
}

impl Boot {
    /// Returns the samples of the longest length that was measured.
    pub fn longest(&self) -> &Vec<u64> {
        if self.double.is_empty() { &self.single } else { &self.double }
    }
}

/// Samples of a cell without the first of each boot.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Series {
    operations: u32,
    lengths: Lengths,
    boots: Vec<Boot>,
}

impl Series {
    /// Collects `observations` except the first of each boot, in the order of time.
    pub fn of(observations: &[Observation], operations: u32, lengths: Lengths) -> Self {
        let mut boots: BTreeMap<u32, Boot> = BTreeMap::new();
        for observation in observations.iter().filter(|it| !it.first) {
            let boot = boots.entry(observation.boot).or_default();
            match observation.length {
                Length::Single => boot.single.push(observation.cycles),
                Length::Double => boot.double.push(observation.cycles),
            }
        }
        Self::new(operations, lengths, boots.into_values().collect())
    }

    /// Creates a series of samples of `operations` operations and, at two lengths, of twice as many. Leaves out boots without
    /// samples of each length, as they have no slope.
    pub fn new(operations: u32, lengths: Lengths, boots: Vec<Boot>) -> Self {
        let whole =
            |boot: &Boot| !boot.single.is_empty() && (lengths == Lengths::One || !boot.double.is_empty());
        Self { operations, lengths, boots: boots.into_iter().filter(whole).collect() }
    }

    /// Returns the boots with samples of each length.
    pub fn boots(&self) -> &[Boot] {
        &self.boots
    }

    /// Returns the number of samples of all lengths.
    pub fn samples(&self) -> u64 {
        self.boots.iter().map(|boot| (boot.single.len() + boot.double.len()) as u64).sum()
    }

    /// Returns true if all samples of each length agree.
    pub fn is_exact(&self) -> bool {
        let agree = |length: fn(&Boot) -> &Vec<u64>| {
            let mut samples = self.boots.iter().flat_map(length);
            let first = samples.next();
            samples.all(|cycles| Some(cycles) == first)
        };
        agree(|boot| &boot.single) && agree(|boot| &boot.double)
    }

    /// Returns the line through the medians of both lengths, as the mean over the boots; `None` for no data.
    pub fn slope(&self) -> Option<Slope> {
        let slopes: Vec<Slope> = self.slopes().collect();
        let intercepts: Vec<f64> = slopes.iter().filter_map(|it| it.intercept).collect();
        Some(Slope { per_operation: average(&self.costs())?, intercept: average(&intercepts) })
    }

    /// Returns the cycles per operation with their interval; `None` for no data.
    ///
    /// The samples of a boot share the conditions of that boot, so only boots are independent. The interval is:
    /// - for up to 19 boots, Student's interval of their slopes, as the percentile bootstrap of so few is far too narrow;
    /// - from 20 boots on, the hierarchical bootstrap ([`ratio`]);
    /// - for one boot, or boots with equal slopes, from the standard error of a bootstrap of the samples within the boots,
    ///   but at least from the resolution of whole cycles.
    pub fn per_operation(&self, random: &mut Random) -> Option<Estimate> {
        let value = self.slope()?.per_operation;
        let mut interval = None;
        if !self.is_exact() {
            let costs = self.costs();
            interval = if enough_to_resample(&costs) {
                let resampled = (0..RESAMPLES).filter_map(|_| redraw(&costs, random)).collect();
                Interval::percentile(resampled, costs.len())
            } else {
                self.mean(random)?.interval()
            };
        }
        Some(Estimate { value, samples: self.samples(), interval })
    }

    fn slopes(&self) -> impl Iterator<Item = Slope> {
        let mut drawn = Vec::new();
        self.boots.iter().filter_map(move |boot| {
            let mut of = |samples: &[u64]| {
                drawn.clear();
                drawn.extend(samples);
                median(&mut drawn)
            };
            self.slope_of(boot, &mut of)
        })
    }

    /// Returns the line through `middle` of the samples of each length.
    fn slope_of(&self, boot: &Boot, middle: &mut dyn FnMut(&[u64]) -> Option<f64>) -> Option<Slope> {
        let single = middle(&boot.single)?;
        Some(match self.lengths {
            Lengths::One => Slope::from_origin(single, self.operations),
            Lengths::Two => Slope::through(single, middle(&boot.double)?, self.operations),
        })
    }

    /// Returns the cycles per operation of each boot.
    fn costs(&self) -> Vec<f64> {
        self.slopes().map(|slope| slope.per_operation).collect()
    }

    /// Returns the mean cost of the boots with its variance.
    fn mean(&self, random: &mut Random) -> Option<Mean> {
        let costs = self.costs();
        let value = average(&costs)?;
        if self.is_exact() {
            return Some(Mean::exact(value));
        }
        match Mean::of(&costs) {
            Some(mean) if mean.variance > 0.0 => Some(mean),
            _ => self.mean_by_samples(value, random),
        }
    }

    /// Returns the mean cost with the variance of the samples within the boots: the standard error of the bootstrap (B. Efron
    /// and R. J. Tibshirani, 1993, chapter 6), with the samples of each boot drawn with replacement.
    fn mean_by_samples(&self, value: f64, random: &mut Random) -> Option<Mean> {
        let mut drawn = Vec::new();
        let mut draw = |samples: &[u64]| {
            resample(samples, &mut drawn, random);
            median(&mut drawn)
        };
        let mut means = Vec::with_capacity(ERROR_RESAMPLES);
        for _ in 0..ERROR_RESAMPLES {
            let mut costs = Vec::with_capacity(self.boots.len());
            for boot in &self.boots {
                costs.push(self.slope_of(boot, &mut draw)?.per_operation);
            }
            means.extend(average(&costs));
        }
        let spread = Mean::of(&means)?;
        let fewest = |boot: &Boot| boot.single.len().min(boot.longest().len()).saturating_sub(1);
        let freedom = self.boots.iter().map(fewest).sum::<usize>().max(1) as f64;
        // If only a few samples differ, all resamples may have the same median; the resolution of cycles remains.
        let variance = (spread.variance * means.len() as f64).max(self.resolution());
        Some(Mean { value, variance, freedom })
    }

    /// Returns the variance of the mean cost that counting whole cycles causes.
    fn resolution(&self) -> f64 {
        let lengths = self.lengths.as_slice().len() as f64;
        RESOLUTION * lengths / f64::from(self.operations.max(1)).powi(2) / self.boots.len().max(1) as f64
    }
}

/// Returns true if there are enough boots to resample, and their costs differ.
fn enough_to_resample(costs: &[f64]) -> bool {
    costs.len() >= MIN_RESAMPLED_BOOTS && costs.windows(2).any(|pair| pair[0] != pair[1])
}

/// Returns the cost per operation of `cell` divided by that of `baseline`, with its interval.
///
/// If both have at least 20 boots or are exact, the interval is that of the hierarchical bootstrap of T. Kalibera and
/// R. Jones, "Quantifying Performance Changes with Effect Size Confidence Intervals" (University of Kent, 2012, revised
/// 2020), section 9: both sides are resampled independently, and the ratio is computed for each resample. Boots are drawn
/// with replacement, each with all of its samples; drawing those again would count their variance twice (A. C. Davison and
/// D. V. Hinkley, Bootstrap Methods and their Application, 1997, section 3.8). With fewer boots it is Fieller's interval of
/// the means of the boots ([`Mean::ratio_interval`]).
///
/// Returns `None` for no data, and if the cost of the baseline is not positive or does not differ significantly from
/// zero.
pub fn ratio(cell: &Series, baseline: &Series, random: &mut Random) -> Option<Estimate> {
    let value = cell.slope()?.per_operation / positive(baseline.slope()?.per_operation)?;
    let mut interval = None;
    if !(cell.is_exact() && baseline.is_exact()) {
        let many = |series: &Series| series.is_exact() || enough_to_resample(&series.costs());
        interval = Some(if many(cell) && many(baseline) {
            bootstrap_ratio(cell, baseline, random)?
        } else {
            cell.mean(random)?.ratio_interval(&baseline.mean(random)?)?
        });
    }
    Some(Estimate { value, samples: cell.samples() + baseline.samples(), interval })
}

fn bootstrap_ratio(cell: &Series, baseline: &Series, random: &mut Random) -> Option<Interval> {
    let noisy = [cell, baseline].into_iter().filter(|series| !series.is_exact());
    let fewest = noisy.map(|series| series.boots.len()).min()?;
    let (cell, baseline) = (cell.costs(), baseline.costs());
    let mut ratios = Vec::with_capacity(RESAMPLES);
    for _ in 0..RESAMPLES {
        let (above, below) = (redraw(&cell, random)?, redraw(&baseline, random)?);
        ratios.push(positive(below).map_or(f64::INFINITY, |cost| above / cost));
    }
    Interval::percentile(ratios, fewest)
}

fn positive(cost: f64) -> Option<f64> {
    (cost > 0.0).then_some(cost)
}

/// Returns the mean of as many boots as there are, drawn with replacement.
fn redraw(costs: &[f64], random: &mut Random) -> Option<f64> {
    let drawn: Vec<f64> =
        (0..costs.len()).filter_map(|_| costs.get(random.below(costs.len())).copied()).collect();
    average(&drawn)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Creates boots of `samples` samples per length, at `cost` cycles per operation. Each boot shifts its cost by up to
    /// `between` cycles, each sample its time by up to `within` cycles, in either direction.
    fn series(
        cost: u64,
        boots: usize,
        samples: usize,
        between: usize,
        within: usize,
        random: &mut Random,
    ) -> Series {
        let operations = 100;
        let boots = (0..boots)
            .map(|_| {
                let cost = cost - between as u64 + random.below(2 * between + 1) as u64;
                let mut sample = |length| {
                    let noise = random.below(2 * within + 1) as u64;
                    500 - within as u64 + noise + cost * operations * length
                };
                Boot {
                    single: (0..samples).map(|_| sample(1)).collect(),
                    double: (0..samples).map(|_| sample(2)).collect(),
                }
            })
            .collect();
        Series::new(100, Lengths::Two, boots)
    }

    /// Samples of which so few differ that all resamples have the same median: not exact, and with an interval.
    #[test]
    fn the_interval_of_a_constant_median_is_the_resolution_of_cycles() {
        let mut random = Random::new(3, "test");
        for boots in [1, 3, 25] {
            let boot = || {
                let mut single = vec![1_100; 20];
                single[7] = 1_164;
                Boot { single, double: vec![2_100; 20] }
            };
            let noisy = Series::new(100, Lengths::Two, (0..boots).map(|_| boot()).collect());
            let cost = noisy.per_operation(&mut random).unwrap();
            let width = cost.upper() - cost.lower();
            assert!(!cost.is_exact() && cost.value == 10.0, "{cost:?}");
            assert!(width > 0.0 && width < 0.02, "{cost:?}");
            let even = Series::new(
                100,
                Lengths::Two,
                vec![Boot { single: vec![600; 5], double: vec![1_100; 5] }; 3],
            );
            for (cell, baseline, expected) in [(&noisy, &even, 2.0), (&even, &noisy, 0.5)] {
                let ratio = ratio(cell, baseline, &mut random).unwrap();
                assert_eq!(ratio.value, expected);
                assert!(ratio.lower() < expected && expected < ratio.upper(), "{ratio:?}");
            }
        }
    }

    #[test]
    fn agreeing_samples_are_exact() {
        let mut random = Random::new(1, "test");
        let (slow, fast) = (series(600, 3, 5, 0, 0, &mut random), series(3, 3, 5, 0, 0, &mut random));
        let cost = slow.per_operation(&mut random).unwrap();
        assert_eq!(cost, Estimate { value: 600.0, samples: 30, interval: None });
        assert_eq!(slow.slope().unwrap().intercept, Some(500.0));
        let found = ratio(&slow, &fast, &mut random).unwrap();
        assert_eq!(found, Estimate { value: 200.0, samples: 60, interval: None });
    }

    #[test]
    fn boots_that_differ_are_not_exact() {
        let boot = |cycles| Boot { single: vec![cycles; 3], double: vec![2 * cycles; 3] };
        let differing = Series::new(100, Lengths::Two, vec![boot(500), boot(510)]);
        assert!(!differing.is_exact());
        let cost = differing.per_operation(&mut Random::new(1, "test")).unwrap();
        // scipy.stats.ttest_1samp([5.0, 5.1], 0).confidence_interval() is (4.41469, 5.68531).
        assert!((cost.value - 5.05).abs() < 1e-12);
        assert!((cost.lower() - 4.41469).abs() < 1e-5 && (cost.upper() - 5.68531).abs() < 1e-5, "{cost:?}");
    }

    #[test]
    fn baseline_without_cost_gives_no_ratio() {
        let mut random = Random::new(1, "test");
        let (cell, nothing) = (series(600, 3, 5, 0, 0, &mut random), series(0, 3, 5, 0, 0, &mut random));
        assert_eq!(ratio(&cell, &nothing, &mut random), None);
        assert_eq!(ratio(&nothing, &cell, &mut random).unwrap().value, 0.0);
        // A ratio to a cost that may be zero has no finite upper end.
        let noisy = series(2, 3, 4, 0, 400, &mut random);
        assert_eq!(ratio(&cell, &noisy, &mut random), None);
    }

    #[test]
    fn incomplete_boots_are_left_out() {
        let half = Boot { single: vec![5], double: Vec::new() };
        let series = Series::new(1, Lengths::Two, vec![half.clone()]);
        assert_eq!((series.slope(), series.samples()), (None, 0));
        assert_eq!(series.per_operation(&mut Random::new(1, "test")), None);
        assert_eq!(ratio(&series, &series, &mut Random::new(1, "test")), None);
        // At one length the boot is complete.
        let series = Series::new(2, Lengths::One, vec![half]);
        assert_eq!(series.per_operation(&mut Random::new(1, "test")).unwrap().value, 2.5);
    }

    #[test]
    fn one_length_counts_all_cycles_as_the_operations() {
        let boot = |cycles: [u64; 3]| Boot { single: cycles.to_vec(), double: Vec::new() };
        let of = |boots| Series::new(100, Lengths::One, boots);
        let mut random = Random::new(1, "test");
        let exact = of(vec![boot([1500; 3]), boot([1500; 3])]);
        assert_eq!(
            exact.per_operation(&mut random),
            Some(Estimate { value: 15.0, samples: 6, interval: None })
        );
        let noisy = of(vec![boot([1500, 1510, 1490]), boot([1500, 1520, 1500])]);
        let cost = noisy.per_operation(&mut random).unwrap();
        assert!(cost.lower() <= 15.0 && cost.upper() >= 15.0 && !cost.is_exact(), "{cost:?}");
        assert_eq!(ratio(&exact, &exact, &mut random).unwrap().value, 1.0);
    }

    /// Boots that differ more than samples within a boot: resampling samples alone would claim far too much.
    #[test]
    fn variance_between_boots_widens_the_interval() {
        let mut random = Random::new(3, "levels");
        let apart = series(1000, 6, 30, 50, 10, &mut random);
        let together = series(1000, 6, 30, 0, 10, &mut random);
        let width = |series: &Series, random: &mut Random| {
            let cost = series.per_operation(random).unwrap();
            cost.upper() - cost.lower()
        };
        assert!(width(&apart, &mut random) > 20.0 * width(&together, &mut random));
    }
}
