//! Tests with generated cells and noise of known size.

use super::*;
use crate::stats::{Boot, Lengths};

const CELLS: usize = 20;
const BOOTS: usize = 5;
/// Samples of each length in a boot.
const SAMPLES: usize = 20;
const OPERATIONS: u32 = 1000;

/// Returns an approximately standard normal deviate: the scaled sum of six uniform deviates.
fn normal(random: &mut Random) -> f64 {
    let sum = (0..6).map(|_| random.below(1 << 30) as f64 / f64::from(1 << 30)).sum::<f64>();
    (sum - 3.0) * 2.0_f64.sqrt()
}

/// Returns samples as an interpreter yields them: standard deviations of 0.3 % between boots and 1 % between samples,
/// and in one sample of ten a garbage collection that takes 20 % more.
fn noisy(cost: f64, random: &mut Random) -> Series {
    let boots = (0..BOOTS).map(|_| {
        let boot = 1.0 + 0.003 * normal(random);
        let mut take = |length: f64| {
            let collection = if random.below(10) == 0 { 1.2 } else { 1.0 };
            let sample = boot * (1.0 + 0.01 * normal(random)) * collection;
            (cost * length * f64::from(OPERATIONS) * sample) as u64
        };
        let mut boot = Boot::default();
        for _ in 0..SAMPLES {
            boot.single.push(take(1.0));
            boot.double.push(take(2.0));
        }
        boot
    });
    Series::new(OPERATIONS, Lengths::Two, boots.collect())
}

fn exact(cost: u64) -> Series {
    let boot = Boot { single: vec![cost * 10; 5], double: vec![cost * 20; 5] };
    Series::new(10, Lengths::Two, vec![boot])
}

fn noisy_cells(slowed: Option<usize>, random: &mut Random) -> Vec<SharedCell> {
    let cell = |cell: usize| {
        let cost = 50.0 * (cell + 1) as f64;
        let slower = if slowed == Some(cell) { 1.03 } else { 1.0 };
        SharedCell {
            name: format!("cell {cell}"),
            base: noisy(cost, random),
            new: noisy(cost * slower, random),
        }
    };
    (0..CELLS).map(cell).collect()
}

fn changed(cells: &[SharedCell]) -> Vec<usize> {
    let decisions = decide_with(cells, Rule::DEFAULT, false);
    (0..cells.len()).filter(|&cell| decisions[cell].is_some_and(|it| it.change.is_some())).collect()
}

/// With a rate of [`FAMILY_WISE_RATE`], 10 of 200 comparisons of unchanged runs report a change. More than 16 would
/// occur with a probability of 2 % (binomial, n = 200).
#[test]
fn unchanged_runs_raise_few_false_alarms() {
    let mut random = Random::new(11, "no change");
    let alarms = (0..200).filter(|_| !changed(&noisy_cells(None, &mut random)).is_empty()).count();
    assert!(alarms <= 10, "{alarms} false alarms in 200");
}

#[test]
fn change_of_three_percent_in_one_cell_is_the_only_one_found() {
    let mut random = Random::new(12, "3 %");
    let mut right = 0;
    for round in 0..50 {
        let slowed = round % CELLS;
        right += usize::from(changed(&noisy_cells(Some(slowed), &mut random)) == [slowed]);
    }
    assert!(right >= 47, "right in {right} of 50");
}

#[test]
fn only_the_threshold_counts_for_exact_cells() {
    let decision = |base, new, threshold| {
        let cell = SharedCell { name: "exact".into(), base: exact(base), new: exact(new) };
        decide(&[cell], Rule { threshold })[0].unwrap()
    };
    let slower = decision(1000, 1010, 0.01);
    assert_eq!(slower.change, Some(Change::Slower));
    assert!(slower.p.is_none() && slower.interval_known && slower.ratio.interval.is_none());
    assert_eq!(decision(1000, 1009, 0.01).change, None);
    assert_eq!(decision(1000, 900, 0.01).change, Some(Change::Faster));
    assert_eq!(decision(1000, 1000, 0.0).change, None);
    assert_eq!(decision(1000, 1001, 0.0).change, Some(Change::Slower));
}

#[test]
fn cell_without_cost_has_no_decision() {
    let nothing = Series::new(10, Lengths::Two, vec![Boot { single: vec![5; 3], double: vec![5; 3] }]);
    let cell = SharedCell { name: "free".into(), base: nothing, new: exact(1) };
    assert_eq!(decide(&[cell], Rule::DEFAULT), [None]);
}
