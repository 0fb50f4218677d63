//! The bootstrap at the levels where variance arises: boots, and samples within a boot.

use super::bootstrap::resample;
use super::{Estimate, Interval, RESAMPLES, Slope, median};
use crate::random::Random;

/// The samples of one boot, in cycles, in the order taken.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Boot {
    /// Samples of n operations.
    pub single: Vec<u64>,
    /// Samples of 2n operations.
    pub double: Vec<u64>,
}

/// All steady samples of a cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Series {
    operations: u32,
    boots: Vec<Boot>,
}

impl Series {
    /// Samples of `operations` and of twice as many operations. A boot that lacks one of the lengths
    /// says nothing about the slope, and is left out.
    pub fn new(operations: u32, boots: Vec<Boot>) -> Self {
        let whole = |boot: &Boot| !boot.single.is_empty() && !boot.double.is_empty();
        Self { operations, boots: boots.into_iter().filter(whole).collect() }
    }

    /// The boots that have samples of both lengths.
    pub fn boots(&self) -> &[Boot] {
        &self.boots
    }

    /// How many samples there are, of both lengths.
    pub fn samples(&self) -> u64 {
        self.boots.iter().map(|boot| (boot.single.len() + boot.double.len()) as u64).sum()
    }

    /// Whether all samples of each length agree.
    pub fn is_exact(&self) -> bool {
        let agree = |length: fn(&Boot) -> &Vec<u64>| {
            let mut samples = self.boots.iter().flat_map(length);
            let first = samples.next();
            samples.all(|cycles| Some(cycles) == first)
        };
        agree(|boot| &boot.single) && agree(|boot| &boot.double)
    }

    /// The line through the medians of both lengths, over all boots. `None` for no data.
    pub fn slope(&self) -> Option<Slope> {
        let mut pool = Pool::default();
        for boot in &self.boots {
            pool.single.extend(&boot.single);
            pool.double.extend(&boot.double);
        }
        pool.slope(self.operations)
    }

    /// Cycles per operation, with the hierarchical percentile bootstrap interval. `None` for no data.
    pub fn per_operation(&self, random: &mut Random) -> Option<Estimate> {
        let value = self.slope()?.per_operation;
        let mut interval = None;
        if !self.is_exact() {
            let mut pool = Pool::default();
            let slopes = (0..RESAMPLES).filter_map(|_| pool.redraw(self, random));
            interval = Interval::percentile(slopes.map(|slope| slope.per_operation).collect());
        }
        Some(Estimate { value, samples: self.samples(), interval })
    }
}

/// How many times the cost per operation of `baseline` that of `cell` is, with its interval.
///
/// The hierarchical bootstrap of T. Kalibera and R. Jones, "Quantifying Performance Changes with Effect
/// Size Confidence Intervals" (University of Kent, 2012, revised 2020), section 9: both sides are
/// resampled on their own, boots with replacement and then the samples of each boot drawn, and the
/// ratio is taken on each resample. `None` for no data, or where the baseline's cost is not positive.
pub fn ratio(cell: &Series, baseline: &Series, random: &mut Random) -> Option<Estimate> {
    let value = cell.slope()?.per_operation / positive(baseline.slope()?)?;
    let mut interval = None;
    if !(cell.is_exact() && baseline.is_exact()) {
        let (mut above, mut below) = (Pool::default(), Pool::default());
        let mut ratios = Vec::with_capacity(RESAMPLES);
        for _ in 0..RESAMPLES {
            let (Some(above), Some(below)) = (above.redraw(cell, random), below.redraw(baseline, random))
            else {
                return None;
            };
            ratios.push(positive(below).map_or(f64::INFINITY, |cost| above.per_operation / cost));
        }
        interval = Some(Interval::percentile(ratios)?);
    }
    Some(Estimate { value, samples: cell.samples() + baseline.samples(), interval })
}

fn positive(slope: Slope) -> Option<f64> {
    (slope.per_operation > 0.0).then_some(slope.per_operation)
}

/// Room for one resample.
#[derive(Default)]
struct Pool {
    single: Vec<u64>,
    double: Vec<u64>,
    drawn: Vec<u64>,
}

impl Pool {
    /// Draws boots with replacement, and from each drawn boot its samples with replacement.
    fn redraw(&mut self, series: &Series, random: &mut Random) -> Option<Slope> {
        self.single.clear();
        self.double.clear();
        for _ in 0..series.boots.len() {
            let boot = &series.boots[random.below(series.boots.len())];
            resample(&boot.single, &mut self.drawn, random);
            self.single.extend(&self.drawn);
            resample(&boot.double, &mut self.drawn, random);
            self.double.extend(&self.drawn);
        }
        self.slope(series.operations)
    }

    fn slope(&mut self, operations: u32) -> Option<Slope> {
        Some(Slope::through(median(&mut self.single)?, median(&mut self.double)?, operations))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Boots of `samples` samples per length, at `cost` cycles an operation. Each boot shifts its cost
    /// by up to `between`, each sample its time by up to `within` cycles, to either side.
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
        Series::new(100, boots)
    }

    #[test]
    fn agreeing_samples_are_exact() {
        let mut random = Random::new(1, "test");
        let (slow, fast) = (series(600, 3, 5, 0, 0, &mut random), series(3, 3, 5, 0, 0, &mut random));
        let cost = slow.per_operation(&mut random).unwrap();
        assert_eq!(cost, Estimate { value: 600.0, samples: 30, interval: None });
        assert_eq!(slow.slope().unwrap().intercept, 500.0);
        let found = ratio(&slow, &fast, &mut random).unwrap();
        assert_eq!(found, Estimate { value: 200.0, samples: 60, interval: None });
    }

    #[test]
    fn boots_that_differ_are_not_exact() {
        let boot = |cycles| Boot { single: vec![cycles; 3], double: vec![2 * cycles; 3] };
        let differing = Series::new(100, vec![boot(500), boot(510)]);
        assert!(!differing.is_exact());
        let cost = differing.per_operation(&mut Random::new(1, "test")).unwrap();
        assert_eq!((cost.value, cost.lower(), cost.upper()), (5.05, 5.0, 5.1));
    }

    #[test]
    fn baseline_without_cost_gives_no_ratio() {
        let mut random = Random::new(1, "test");
        let (cell, nothing) = (series(600, 3, 5, 0, 0, &mut random), series(0, 3, 5, 0, 0, &mut random));
        assert_eq!(ratio(&cell, &nothing, &mut random), None);
        assert_eq!(ratio(&nothing, &cell, &mut random).unwrap().value, 0.0);
        // A cost that noise can turn to zero has no finite upper end.
        let noisy = series(2, 3, 4, 0, 400, &mut random);
        assert_eq!(ratio(&cell, &noisy, &mut random), None);
    }

    #[test]
    fn incomplete_boots_are_left_out() {
        let half = Boot { single: vec![5], double: Vec::new() };
        let series = Series::new(1, vec![half.clone()]);
        assert_eq!((series.slope(), series.samples()), (None, 0));
        assert_eq!(series.per_operation(&mut Random::new(1, "test")), None);
        assert_eq!(ratio(&series, &series, &mut Random::new(1, "test")), None);
    }

    /// 200 pairs of noisy series whose true ratio is 10, with variance at both levels. The percentile
    /// bootstrap of a few boots is known to be somewhat too narrow (T. Hesterberg, "What Teachers Should
    /// Know About the Bootstrap", The American Statistician 69(4), 2015), so 88 % to 99 % must be covered.
    #[test]
    fn intervals_cover_the_true_ratio() {
        let mut random = Random::new(2, "coverage");
        let covered = (0..200)
            .filter(|_| {
                let above = series(1000, 12, 8, 20, 300, &mut random);
                let below = series(100, 12, 8, 2, 30, &mut random);
                let found = ratio(&above, &below, &mut random).unwrap();
                (found.lower()..=found.upper()).contains(&10.0)
            })
            .count();
        assert!((176..=198).contains(&covered), "{covered}");
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
