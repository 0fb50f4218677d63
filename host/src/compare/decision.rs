//! Decision whether a cell changed between two runs.
//!
//! With a deterministic counter every change is significant; with a noisy one, random variation can look like a change.
//! A cell counts as changed if all of these conditions hold:
//! 1. **threshold**: cycles per operation differ by at least [`Rule::threshold`];
//! 2. **tests**: the samples of double length differ by the rank test, and their medians per boot differ by Welch's
//!    t-test, at a family-wise level of [`FAMILY_WISE_RATE`] over all noisy cells of the comparison (Holm). The samples of
//!    a boot are correlated, so the rank test alone would report a few unusual boots as a change;
//! 3. **interval**: the 95 % interval of the ratio over boots ([`ratio`]) excludes 1.
//!
//! If all samples of both runs agree, there is no noise, and only the threshold counts.

use crate::random::Random;
use crate::stats::{Boot, Estimate, RankTest, Series, holm, median, rank_test, ratio, welch_test};
use rayon::prelude::*;
use serde::Serialize;

/// Maximum probability that a comparison of unchanged runs reports any noisy cell as changed.
pub(super) const FAMILY_WISE_RATE: f64 = 0.05;

/// Maximum number of cells of a comparison in which every ratio has its interval. In larger comparisons, only ratios that
/// pass threshold and tests have one, because resampling the boots is slow.
const ALL_INTERVALS: usize = 1000;

/// The rule for changes.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Rule {
    /// Smallest relative change that counts, as a fraction: 0.01 is 1 %.
    pub threshold: f64,
}

impl Rule {
    /// 1 %, the noise threshold of criterion.rs. Between different firmware images, the layout of code in the 16 KiB XIP
    /// cache alone changes results by 3 to 4 % on this chip (MicroPython issue 17319). Statistics on samples cannot
    /// detect this; use a threshold of 0.04 for such runs.
    pub const DEFAULT: Rule = Rule { threshold: 0.01 };
}

/// The direction of a change.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Change {
    /// The cell takes fewer cycles.
    Faster,
    /// The cell takes more cycles.
    Slower,
}

/// The statistics of a cell in both runs, and the decision.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Decision {
    /// Ratio of cycles per operation, new to baseline.
    pub ratio: Estimate,
    /// The interval of the ratio was computed, or the ratio is exact.
    pub interval_known: bool,
    /// The larger p-value of both tests, adjusted for the number of cells; `None` if all samples agree.
    pub p: Option<f64>,
    /// Probability that a sample of the new run takes longer than a sample of the baseline run (Vargha and Delaney's A).
    pub effect: f64,
    /// The change; `None` if the cell is unchanged.
    pub change: Option<Change>,
}

/// A cell that both runs measured, with equal work.
#[derive(Debug)]
pub(super) struct SharedCell {
    /// Name of the cell; it is the seed of the resampling.
    pub name: String,
    /// Samples in the baseline run.
    pub base: Series,
    /// Samples in the new run.
    pub new: Series,
}

/// Decides on all cells of a comparison, in their order. The decision is `None` if the cost of a cell is not positive in
/// both runs.
pub(super) fn decide(cells: &[SharedCell], rule: Rule) -> Vec<Option<Decision>> {
    decide_with(cells, rule, cells.len() <= ALL_INTERVALS)
}

fn decide_with(cells: &[SharedCell], rule: Rule, every_interval: bool) -> Vec<Option<Decision>> {
    let evidence: Vec<Option<Evidence>> = cells.par_iter().map(Evidence::of).collect();
    let probability = |evidence: &Option<Evidence>| evidence.as_ref().and_then(Evidence::p);
    let probabilities: Vec<f64> = evidence.iter().filter_map(probability).collect();
    let mut adjusted = holm(&probabilities).into_iter();
    let adjusted: Vec<Option<f64>> =
        evidence.iter().map(|it| probability(it).and_then(|_| adjusted.next())).collect();
    let decide = |((cell, evidence), p): ((&SharedCell, Option<Evidence>), Option<f64>)| {
        Some(evidence?.decide(cell, rule, p, every_interval))
    };
    cells.par_iter().zip(evidence).zip(adjusted).map(decide).collect()
}

/// Statistics of one cell, before the adjustment for the number of cells.
#[derive(Debug)]
struct Evidence {
    /// Ratio of cycles per operation, new to baseline.
    ratio: f64,
    rank: RankTest,
    /// The p-value of Welch's test over boots; `None` if a run has a single boot.
    welch_p: Option<f64>,
    exact: bool,
    samples: u64,
}

impl Evidence {
    fn of(cell: &SharedCell) -> Option<Self> {
        let cost = |series: &Series| {
            let cost = series.slope()?.per_operation;
            (cost > 0.0).then_some(cost)
        };
        let SharedCell { base, new, .. } = cell;
        Some(Self {
            ratio: cost(new)? / cost(base)?,
            rank: rank_test(&longest(base), &longest(new))?,
            welch_p: welch_test(&medians_by_boot(base), &medians_by_boot(new)),
            exact: base.is_exact() && new.is_exact(),
            samples: base.samples() + new.samples(),
        })
    }

    /// Returns the larger p-value of both tests, or `None` if all samples agree.
    fn p(&self) -> Option<f64> {
        (!self.exact).then(|| self.welch_p.unwrap_or(0.0).max(self.rank.p))
    }

    fn decide(&self, cell: &SharedCell, rule: Rule, p: Option<f64>, every_interval: bool) -> Decision {
        // Equal costs are unchanged, even with a threshold of 0.
        let large = self.ratio != 1.0 && (self.ratio - 1.0).abs() >= rule.threshold;
        let suspicious = large && p.is_none_or(|p| p < FAMILY_WISE_RATE);
        let mut estimate = Estimate { value: self.ratio, samples: self.samples, interval: None };
        let mut interval_known = self.exact;
        if !self.exact
            && (suspicious || every_interval)
            && let Some(resampled) = ratio(&cell.new, &cell.base, &mut Random::new(0, &cell.name))
        {
            (estimate, interval_known) = (resampled, true);
        }
        let excludes_one = estimate.interval.map_or(self.exact, |it| it.lower > 1.0 || it.upper < 1.0);
        let direction = if self.ratio > 1.0 { Change::Slower } else { Change::Faster };
        let change = (suspicious && excludes_one).then_some(direction);
        Decision { ratio: estimate, interval_known, p, effect: self.rank.effect, change }
    }
}

/// Returns the samples of the longest length of all boots, in which the overhead of the harness has the least weight.
fn longest(series: &Series) -> Vec<u64> {
    series.boots().iter().flat_map(Boot::longest).copied().collect()
}

/// Returns the medians of these samples by boot.
fn medians_by_boot(series: &Series) -> Vec<f64> {
    series.boots().iter().filter_map(|boot| median(&mut boot.longest().clone())).collect()
}

#[cfg(test)]
#[path = "decision_tests.rs"]
mod tests;
