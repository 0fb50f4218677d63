//! How often the 95 % intervals contain the true value, over thousands of made-up cells.
//!
//! | boots | distribution of boots | covered |
//! |---|---|---|
//! | 2 to 30 | normal, from nothing to many times the samples' own noise | 93 to 97 % |
//! | 2 to 5 | uniform within sharp bounds, larger than the samples' noise | 91 to 95 % |
//! | 2 to 20 | far to one side (exponential), larger than the samples' noise | 88 to 94 % |
//! | 2 on both sides of a ratio | normal | 97 to 99 %: Satterthwaite's degrees of freedom are cautious |
//! | 20 against 3 | normal | 91 to 95 %: and here they are bold |
//!
//! Each test draws from its own fixed seed: it passes always or never.

mod cells;

use cells::{Boots, Noise, Plan};
use twinbench::random::Random;
use twinbench::stats::{Estimate, median_estimate, ratio};

/// Made-up cells of each kind: what is covered is known to half a percent.
const CELLS: usize = 2000;

/// What an interval of 95 % must cover, in percent.
const HONEST: std::ops::RangeInclusive<f64> = 93.0..=97.0;

fn covers(estimate: &Estimate, truth: f64) -> bool {
    (estimate.lower()..=estimate.upper()).contains(&truth)
}

/// In how many of a hundred cases `covered` holds.
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

/// Every plan of normally distributed boots with `boots` boots.
fn normal_plans(boots: usize) -> impl Iterator<Item = Plan> {
    let kinds = [(Boots::Alike, 0.0), (Boots::Normal, 0.0005), (Boots::Normal, 0.002), (Boots::Normal, 0.02)];
    kinds.into_iter().flat_map(move |(kind, between)| {
        [Noise::Normal, Noise::Collections].map(|noise| Plan { boots, kind, between, noise })
    })
}

fn all_honest(covered: &[(String, f64)]) {
    let wrong: Vec<_> = covered.iter().filter(|(_, percent)| !HONEST.contains(percent)).collect();
    assert!(wrong.is_empty(), "{wrong:?} of {covered:?}");
}

#[test]
fn cost_of_few_boots() {
    let covered = [2, 3, 5].into_iter().flat_map(normal_plans);
    all_honest(&covered.map(|plan| (format!("{plan:?}"), cost_covered(plan))).collect::<Vec<_>>());
}

#[test]
fn cost_of_many_boots() {
    let plans = [20, 30].into_iter().flat_map(|boots| normal_plans(boots).step_by(3));
    all_honest(&plans.map(|plan| (format!("{plan:?}"), cost_covered(plan))).collect::<Vec<_>>());
}

#[test]
fn ratio_of_few_boots() {
    let covered = [3, 5].into_iter().flat_map(normal_plans).map(|plan| {
        // A baseline that is native code: a fifth of the variance between boots, no collections.
        let baseline = Plan { between: plan.between / 5.0, noise: Noise::Normal, ..plan };
        (format!("{plan:?}"), ratio_covered(plan, baseline))
    });
    all_honest(&covered.collect::<Vec<_>>());
}

#[test]
fn ratio_to_an_exact_baseline() {
    let exact = Plan { boots: 3, kind: Boots::Alike, between: 0.0, noise: Noise::None };
    let covered = [2, 3, 5].into_iter().flat_map(normal_plans);
    all_honest(&covered.map(|plan| (format!("{plan:?}"), ratio_covered(plan, exact))).collect::<Vec<_>>());
}

#[test]
fn ratio_of_many_boots() {
    let plan = |boots| Plan { boots, kind: Boots::Normal, between: 0.005, noise: Noise::Normal };
    let covered = [(20, 20), (30, 25)].map(|(cell, baseline)| {
        (format!("{cell} and {baseline} boots"), ratio_covered(plan(cell), plan(baseline)))
    });
    all_honest(&covered);
}

/// Where it is not 95 %, and by how much.
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
    assert!((97.0..=99.0).contains(&covered), "two boots on both sides: {covered} %");
    let covered = ratio_covered(Plan { boots: 20, ..pair }, Plan { boots: 3, ..pair });
    assert!((91.0..=95.0).contains(&covered), "20 boots against 3: {covered} %");
}

/// One boot says nothing of others; of that boot its samples tell.
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

/// Cold starts: one sample a boot. From six to eight samples the percentiles that there are lie a little far out.
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
