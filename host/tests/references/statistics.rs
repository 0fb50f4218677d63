//! All statistics compared with NumPy, SciPy and ruptures on random data.

use serde_json::{Value, json};
use twinbench::random::Random;
use twinbench::stats::{
    Boot, Estimate, Lengths, Series, SteadyState, Summary, geometric_mean, holm, median_estimate, outliers,
    rank_test, ratio, steady_state, welch_test,
};

use crate::python;

/// Random data sets of each kind.
const ROUNDS: usize = 12;
const OPERATIONS: u32 = 100;

/// A computed statistic with its inputs and tolerance.
struct Case {
    kind: &'static str,
    inputs: Value,
    found: Vec<f64>,
    tolerance: Tolerance,
}

#[derive(Clone, Copy)]
enum Tolerance {
    /// Relative to each value.
    Relative(f64),
    /// Relative to the width of the interval (the last two values), for statistics that are resampled with other random
    /// numbers.
    OfWidth(f64),
}

const EXACT: Tolerance = Tolerance::Relative(1e-9);

#[test]
fn statistics_agree_with_scipy() {
    let mut random = Random::new(1, "references");
    let cases: Vec<Case> = (0..ROUNDS).flat_map(|round| cases(round, &mut random)).collect();
    let input = cases.iter().map(|case| json!([case.kind, case.inputs])).collect();
    let expected = python::run("statistics.py", &input);
    let expected = expected.as_array().expect("a list");
    assert_eq!(expected.len(), cases.len());
    let occurs = |kind: f64| cases.iter().any(|case| case.kind == "steady_state" && case.found[0] == kind);
    assert!([0.0, 1.0, 2.0, 3.0].into_iter().all(occurs), "the data do not contain all kinds of warm-up");
    for (case, expected) in cases.iter().zip(expected) {
        let expected: Vec<f64> = serde_json::from_value(expected.clone()).expect("numbers");
        assert_eq!(expected.len(), case.found.len(), "{}", case.kind);
        for (found, wanted) in case.found.iter().zip(&expected) {
            let allowed = match case.tolerance {
                Tolerance::Relative(share) => share * wanted.abs() + 1e-12,
                Tolerance::OfWidth(share) => share * (expected[2] - expected[1]) + 1e-9,
            };
            let (kind, inputs) = (case.kind, &case.inputs);
            let all = &case.found;
            assert!((found - wanted).abs() <= allowed, "{kind}{inputs}: {all:?}, SciPy {expected:?}");
        }
    }
}

fn cases(round: usize, random: &mut Random) -> Vec<Case> {
    let case = |kind, inputs, found, tolerance| Case { kind, inputs, found, tolerance };
    let samples = integers(5 + round * 7, 60, random);
    let summary = Summary::of(&samples).expect("samples");
    let Summary { minimum, lower_quartile, median, upper_quartile, maximum, .. } = summary;
    let quartiles = vec![minimum as f64, lower_quartile, median, upper_quartile, maximum as f64];
    let mut with_outliers = samples.clone();
    with_outliers.extend([10, 900, 1100, 1150, 5000]);
    let counts = outliers(&with_outliers);
    let counts = [counts.low_severe, counts.low_mild, counts.high_mild, counts.high_severe];
    let ratios: Vec<f64> = (0..round + 2).map(|_| 0.5 + random.below(1000) as f64 / 7.0).collect();
    let mean = geometric_mean(&ratios).expect("a mean");
    let probabilities: Vec<f64> = (0..round + 1).map(|_| random.below(1000) as f64 / 9000.0).collect();

    let mut cases = vec![
        case("summary", json!([samples]), quartiles, EXACT),
        case("outliers", json!([with_outliers]), counts.map(|it| it as f64).to_vec(), EXACT),
        case("geometric", json!([ratios]), vec![mean.mean, mean.deviation], EXACT),
        case("holm", json!([probabilities]), holm(&probabilities), EXACT),
    ];
    // Without ties, with ties, and too many for the exact distribution.
    let apart = |from: u64| -> Vec<u64> { (0..6).map(|it| 1000 + from + it * (5 + round as u64)).collect() };
    let few = [(apart(0), apart(3)), (integers(5, 6, random), integers(5, 7, random))];
    let many = [(integers(30, 40, random), integers(25, 50, random))];
    for (base, new) in few.into_iter().chain(many) {
        let found = rank_test(&base, &new).expect("a test");
        cases.push(case("rank", json!([base, new]), vec![found.p, found.effect], EXACT));
        let real = |values: &[u64]| values.iter().map(|&it| it as f64).collect::<Vec<f64>>();
        let p = welch_test(&real(&base), &real(&new)).expect("a test");
        cases.push(case("welch", json!([base, new]), vec![p], Tolerance::Relative(1e-7)));
    }
    let boots = 2 + round % 5;
    let (cell, baseline) = (series(1000, boots, random), series(100, 2 + round % 3, random));
    let cost = cell.per_operation(random).expect("a cost");
    cases.push(case("cost", json!([inputs(&cell)]), values(&cost), Tolerance::Relative(1e-7)));
    let found = ratio(&cell, &baseline, random).expect("a ratio");
    let both = json!([inputs(&cell), inputs(&baseline)]);
    cases.push(case("ratio", both, values(&found), Tolerance::Relative(1e-6)));

    let samples = integers(20 + round, 300, random);
    let found = median_estimate(&samples, random).expect("a median");
    cases.push(case("median", json!([samples]), values(&found), Tolerance::OfWidth(0.2)));
    let (cell, baseline) = (series(1000, 20 + round, random), series(100, 25, random));
    let found = ratio(&cell, &baseline, random).expect("a ratio");
    let both = json!([inputs(&cell), inputs(&baseline)]);
    cases.push(case("many_boots", both, values(&found), Tolerance::OfWidth(0.1)));

    let samples = [1, 2].map(|length| integers(20 + 3 * round, 200 * length, random));
    let [single, double] = samples.map(|samples| samples.into_iter().map(|it| 9 * it).collect::<Vec<u64>>());
    let double = double.into_iter().map(|it| it + 900 * u64::from(OPERATIONS)).collect();
    let boot = Series::new(OPERATIONS, Lengths::Two, vec![Boot { single, double }]);
    let found = boot.per_operation(random).expect("a cost");
    cases.push(case("single_boot", json!([inputs(&boot)]), values(&found), Tolerance::OfWidth(0.15)));

    for samples in levels(round, random) {
        let (kind, from) = match steady_state(&samples) {
            SteadyState::Flat => (0, 0),
            SteadyState::WarmUp { from } => (1, from),
            SteadyState::SlowDown { from } => (2, from),
            SteadyState::NotReached => (3, 0),
        };
        cases.push(case("steady_state", json!([samples]), vec![f64::from(kind), from as f64], EXACT));
    }
    cases
}

/// Returns series that warm up, slow down, return to a level, reach no steady state, step by about their noise, and step
/// by less than 1 %.
fn levels(round: usize, random: &mut Random) -> Vec<Vec<u64>> {
    let steps: [&[(usize, u64)]; 7] = [
        &[(6 + round, 1400), (40, 1000)],
        &[(3 + round, 1000), (30, 1300)],
        &[(8, 1000), (4 + round, 1500), (30, 1000)],
        &[(20, 1000), (9 + round, 1200), (7, 1600)],
        &[(12, 1060), (40 + round, 1000)],
        &[(25, 1004), (25 + round, 1000)],
        &[(40 + round, 1000)],
    ];
    let series = |parts: &[(usize, u64)], spread: usize, random: &mut Random| {
        let level = |&(count, level): &(usize, u64)| vec![level; count];
        let noise = |level: u64| 10 * level + random.below(spread) as u64;
        parts.iter().flat_map(level).map(noise).collect()
    };
    let mut all: Vec<Vec<u64>> = steps
        .into_iter()
        .flat_map(|parts| [1, 300, 1500].map(|spread| series(parts, spread, random)))
        .collect();
    // Long series with occasional garbage collections.
    for parts in [&[(120 + round, 1000)][..], &[(6 + round, 1500), (100, 1000)]] {
        let mut paused = series(parts, 300, random);
        paused.iter_mut().skip(round % 7).step_by(23).for_each(|it| *it += 6000);
        all.push(paused);
    }
    all
}

fn values(estimate: &Estimate) -> Vec<f64> {
    vec![estimate.value, estimate.lower(), estimate.upper()]
}

fn integers(count: usize, spread: usize, random: &mut Random) -> Vec<u64> {
    (0..count).map(|_| 1000 + random.below(spread) as u64).collect()
}

fn series(cost: u64, boots: usize, random: &mut Random) -> Series {
    let boots = (0..boots).map(|_| {
        let cost = cost * 100 + random.below(cost as usize * 4) as u64;
        let mut samples =
            |length: u64| (0..9).map(|_| 700 + cost * length + random.below(80) as u64).collect();
        Boot { single: samples(1), double: samples(2) }
    });
    Series::new(OPERATIONS, Lengths::Two, boots.collect())
}

fn inputs(series: &Series) -> Value {
    let boots: Vec<Value> = series.boots().iter().map(|boot| json!([boot.single, boot.double])).collect();
    json!([OPERATIONS, boots])
}
