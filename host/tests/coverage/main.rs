//! Coverage of the 95 % intervals: how often they contain the true value, over thousands of generated cells.
//!
//! | boots | distribution over boots | coverage |
//! |---|---|---|
//! | 2 to 30 | normal, from zero to many times the noise of the samples | 93 to 97 % |
//! | 2 to 5 | uniform, larger than the noise of the samples | 91 to 95 % |
//! | 2 to 20 | exponential, larger than the noise of the samples | 88 to 94 % |
//! | ratio of 2 to 2 | normal | 97 to 99 %: Satterthwaite's degrees of freedom are conservative |
//! | ratio of 20 to 3 | normal | 91 to 95 %: here they are too large |
//!
//! Each test has a fixed seed, so its result is reproducible.

mod cells;

use cells::{Boots, Noise, Plan};
use twinbench::random::Random;
use twinbench::stats::{Estimate, median_estimate, ratio};

/// Generated cells of each plan. The standard error of the coverage is half a percent.
const CELLS: usize = 2000;

/// Accepted coverage of a 95 % interval, in percent.
const ACCEPTED: std::ops::RangeInclusive<f64> = 93.0..=97.0;

fn covers(estimate: &Estimate, truth: f64) -> bool {
    (estimate.lower()..=estimate.upper()).contains(&truth)
}

/// Returns the percentage of cells for which `covered` returns true.
fn percent(seed: &str, mut covered: impl FnMut(&mut Random) -> bool) -> f64 {
    let mut random = Random::new(1, seed);
    (0..CELLS).filter(|_| covered(&mut random)).count() as f64 * 100.0 / CELLS as f64
}

fn cost_covered(plan: Plan) -> f64 {
    percent(&format!("{plan:?}"), |random| {
        covers(&plan.series(1000.0, random).per_operation(random).expect("a cost"), 1000.0)
    })
}

fn ratio_covered(cell: Plan, baseline: Plan) -> f64 {
    percent(&format!("{cell:?} {baseline:?}"), |random| {
        let (cell, baseline) = (cell.series(1000.0, random), baseline.series(100.0, random));
        covers(&ratio(&cell, &baseline, random).expect("a ratio"), 10.0)
    })
}

/// Returns all plans with `boots` normally distributed boots.
fn normal_plans(boots: usize) -> impl Iterator<Item = Plan> {
    let kinds = [(Boots::Alike, 0.0), (Boots::Normal, 0.0005), (Boots::Normal, 0.002), (Boots::Normal, 0.02)];
    kinds.into_iter().flat_map(move |(kind, between)| {
        [Noise::Normal, Noise::Collections].map(|noise| Plan { boots, kind, between, noise })
    })
}

fn assert_coverage(covered: &[(String, f64)]) {
    let wrong: Vec<_> = covered.iter().filter(|(_, percent)| !ACCEPTED.contains(percent)).collect();
    assert!(wrong.is_empty(), "{wrong:?} of {covered:?}");
}

#[test]
fn cost_of_few_boots() {
    let covered = [2, 3, 5].into_iter().flat_map(normal_plans);
    assert_coverage(&covered.map(|plan| (format!("{plan:?}"), cost_covered(plan))).collect::<Vec<_>>());
}

#[test]
fn cost_of_many_boots() {
    let plans = [20, 30].into_iter().flat_map(|boots| normal_plans(boots).step_by(3));
    assert_coverage(&plans.map(|plan| (format!("{plan:?}"), cost_covered(plan))).collect::<Vec<_>>());
}

#[test]
fn ratio_of_few_boots() {
    let covered = [3, 5].into_iter().flat_map(normal_plans).map(|plan| {
        // A native baseline: a fifth of the deviation between boots, and no garbage collections.
        let baseline = Plan { between: plan.between / 5.0, noise: Noise::Normal, ..plan };
        (format!("{plan:?}"), ratio_covered(plan, baseline))
    });
    assert_coverage(&covered.collect::<Vec<_>>());
}

#[test]
fn ratio_to_an_exact_baseline() {
    let exact = Plan { boots: 3, kind: Boots::Alike, between: 0.0, noise: Noise::None };
    let covered = [2, 3, 5].into_iter().flat_map(normal_plans);
    assert_coverage(
        &covered.map(|plan| (format!("{plan:?}"), ratio_covered(plan, exact))).collect::<Vec<_>>(),
    );
}

#[test]
fn ratio_of_many_boots() {
    let plan = |boots| Plan { boots, kind: Boots::Normal, between: 0.005, noise: Noise::Normal };
    let covered = [(20, 20), (30, 25)].map(|(cell, baseline)| {
        (format!("{cell} and {baseline} boots"), ratio_covered(plan(cell), plan(baseline)))
    });
    assert_coverage(&covered);
}

/// Cases in which the coverage is not 95 %.
#[test]
fn limits_of_the_method() {
    for boots in [2, 3, 5] {
        let bounded = Plan { boots, kind: Boots::Uniform, between: 0.002, noise: Noise::Normal };
        let covered = cost_covered(bounded);
        assert!((91.0..=95.0).contains(&covered), "{boots} uniform boots: {covered} %");
    }
    for boots in [2, 3, 5, 12, 20] {
        let skewed = Plan { boots, kind: Boots::Exponential, between: 0.02, noise: Noise::Normal };
        let covered = cost_covered(skewed);
        assert!((88.0..=94.0).contains(&covered), "{boots} skewed boots: {covered} %");
    }
    let pair = Plan { boots: 2, kind: Boots::Normal, between: 0.002, noise: Noise::Normal };
    let covered = ratio_covered(pair, pair);
    assert!((97.0..=99.0).contains(&covered), "ratio of 2 to 2 boots: {covered} %");
    let covered = ratio_covered(Plan { boots: 20, ..pair }, Plan { boots: 3, ..pair });
    assert!((91.0..=95.0).contains(&covered), "ratio of 20 to 3 boots: {covered} %");
}

/// The interval of a single boot covers the cost of that boot only.
#[test]
fn cost_within_a_single_boot() {
    for noise in [Noise::Normal, Noise::Collections] {
        let plan = Plan { boots: 1, kind: Boots::Alike, between: 0.0, noise };
        let mut random = Random::new(1, "single");
        let cells = 1500;
        let covered = (0..cells)
            .filter(|_| {
                let cost = plan.series(1000.0, &mut random).per_operation(&mut random);
                covers(&cost.expect("a cost"), 1000.0)
            })
            .count() as f64;
        let percent = covered * 100.0 / f64::from(cells);
        assert!((93.0..=98.0).contains(&percent), "{noise:?}: {percent} %");
    }
}

/// Cold samples: one per boot. With six to eight samples, the available percentiles are slightly too wide.
#[test]
fn medians_of_samples() {
    for (count, most) in [(3, 97.0), (5, 97.0), (6, 98.5), (8, 98.5), (10, 97.0), (20, 97.0), (41, 97.0)] {
        for noise in [Noise::Normal, Noise::Collections] {
            let truth = 100_000.0 + noise.median();
            let covered = percent(&format!("{count} {noise:?}"), |random| {
                let samples: Vec<u64> = (0..count).map(|_| (100_000.0 + noise.draw(random)) as u64).collect();
                covers(&median_estimate(&samples, random).expect("a median"), truth)
            });
            assert!((93.0..=most).contains(&covered), "{count} {noise:?}: {covered} %");
        }
    }
}
