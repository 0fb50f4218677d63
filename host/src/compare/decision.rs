//! When a cell counts as changed.
//!
//! A deterministic counter makes every change significant, a noisy one makes chance look like change. So all of
//! this must hold at once:
//! 1. **threshold**: cycles per operation differ by at least [`Rule::threshold`];
//! 2. **tests**: the samples of twice the operations differ by the rank test, and so do their medians, boot by boot,
//!    by Welch's t-test, at a level of [`FAMILY_WISE_RATE`] for all noisy cells of the comparison
//!    together (Holm). Samples of a boot share what that boot brought about, so the rank test alone would take a
//!    few unlucky boots for a change;
//! 3. **interval**: the 95 % interval of the ratio, over boots ([`ratio`]), excludes 1.
//!
//! Where all samples of both runs agree there is no noise to tell from, and the threshold decides alone.

use crate::random::Random;
use crate::stats::{Boot, Estimate, RankTest, Series, holm, median, rank_test, ratio, welch_test};
use rayon::prelude::*;
use serde::Serialize;

/// In at most this share of comparisons of runs between which nothing changed is any noisy cell reported.
pub const FAMILY_WISE_RATE: f64 = 0.05;

/// Up to this many cells every ratio gets its interval, beyond only those that pass threshold and rank test:
/// where boots have to be resampled that is the slow part.
const ALL_INTERVALS: usize = 1000;

/// What a change is.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Rule {
    /// Smallest relative change that counts, as a share: 0.01 is 1 %.
    pub threshold: f64,
}

impl Rule {
    /// 1 %, as criterion has it. Between firmwares of different hashes the placement of code in the 16 KiB cache
    /// alone moves results by 3 to 4 % on this chip (MicroPython issue 17319), which no statistics on samples
    /// can see: there a threshold of 0.04 is the honest one.
    pub const DEFAULT: Rule = Rule { threshold: 0.01 };
}

/// The direction of a change.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Change {
    /// It takes fewer cycles.
    Faster,
    /// It takes more cycles.
    Slower,
}

/// The evidence, and what follows.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Decision {
    /// New cycles per operation over those of the base.
    pub ratio: Estimate,
    /// Whether the interval of the ratio was computed; if not, and samples disagree, it is not exact either.
    pub interval_known: bool,
    /// The larger probability of both tests, adjusted for the number of cells; `None` where all samples agree.
    pub p: Option<f64>,
    /// Probability that a sample of the new run takes longer than one of the base (Vargha and Delaney's A).
    pub effect: f64,
    /// The change; `None` for none.
    pub change: Option<Change>,
}

/// A cell that both runs measured, with equal work.
#[derive(Debug)]
pub(super) struct SharedCell {
    /// Its name, which seeds the resampling.
    pub name: String,
    /// Its samples in the base run.
    pub base: Series,
    /// Its samples in the new run.
    pub new: Series,
}

/// Decides on all cells of a comparison, in their order; `None` for a cell without a positive cost on both sides.
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

/// Evidence of one cell, before it is known how many others there are.
#[derive(Debug)]
struct Evidence {
    value: f64,
    rank: RankTest,
    /// Probability by the boots; `None` if a run has only one.
    boots: Option<f64>,
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
            value: cost(new)? / cost(base)?,
            rank: rank_test(&longest(base), &longest(new))?,
            boots: welch_test(&by_boot(base), &by_boot(new)),
            exact: base.is_exact() && new.is_exact(),
            samples: base.samples() + new.samples(),
        })
    }

    /// Probability that takes part in the adjustment; `None` where all samples agree.
    fn p(&self) -> Option<f64> {
        (!self.exact).then(|| self.boots.unwrap_or(0.0).max(self.rank.p))
    }

    fn decide(&self, cell: &SharedCell, rule: Rule, p: Option<f64>, every_interval: bool) -> Decision {
        // A difference of nothing is none, whatever the threshold.
        let large = self.value != 1.0 && (self.value - 1.0).abs() >= rule.threshold;
        let suspicious = large && p.is_none_or(|p| p < FAMILY_WISE_RATE);
        let mut estimate = Estimate { value: self.value, samples: self.samples, interval: None };
        let mut interval_known = self.exact;
        if !self.exact
            && (suspicious || every_interval)
            && let Some(resampled) = ratio(&cell.new, &cell.base, &mut Random::new(0, &cell.name))
        {
            (estimate, interval_known) = (resampled, true);
        }
        let excludes_one = estimate.interval.map_or(self.exact, |it| it.lower > 1.0 || it.upper < 1.0);
        let direction = if self.value > 1.0 { Change::Slower } else { Change::Faster };
        let change = (suspicious && excludes_one).then_some(direction);
        Decision { ratio: estimate, interval_known, p, effect: self.rank.effect, change }
    }
}

/// The samples of the longest length, of all boots: where the work weighs most against the harness.
fn longest(series: &Series) -> Vec<u64> {
    series.boots().iter().flat_map(Boot::longest).copied().collect()
}

/// The median of those samples, boot by boot.
fn by_boot(series: &Series) -> Vec<f64> {
    series.boots().iter().filter_map(|boot| median(&mut boot.longest().clone())).collect()
}

#[cfg(test)]
#[path = "decision_tests.rs"]
mod tests;
