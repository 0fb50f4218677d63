//! Plot of the samples of one cell.

use super::super::small_multiples::{Mark, Tile};
use crate::report::drawing::theme;
use crate::report::format;
use crate::run::{CellRecord, Collector, MeasuredCell, ScenarioRecord};
use crate::stats::{Length, SteadyState, outliers, quantile};
use crate::store::SampleRow;

/// Maximum number of samples that are drawn as dots. More samples are drawn as ranges.
const MAX_DOTS: usize = 300;
/// Maximum number of first samples that are drawn as dots in addition to ranges.
const MAX_FIRST_DOTS: usize = 50;
/// Maximum number of samples with large dots.
const MAX_LARGE_DOTS: usize = 80;
/// Number of ranges.
const BUCKETS: usize = 150;
/// Right end of the samples in order, as a fraction of the width.
const ORDER_ENDS: f64 = 0.66;
/// Left end of the sorted samples, as a fraction of the width.
const SORTED_BEGINS: f64 = 0.72;
/// Number of segments of the curve of sorted samples.
const CURVE: usize = 100;

/// Returns the tile of `cell`, or `None` if it has no steady-state sample of single length.
pub(super) fn of(
    scenario: &ScenarioRecord,
    cell: &CellRecord,
    measured: &MeasuredCell,
    samples: &[SampleRow],
) -> Option<Tile> {
    let single: Vec<&SampleRow> = samples.iter().filter(|it| it.length == Length::Single).collect();
    let mut sorted: Vec<f64> = single.iter().filter(|it| !it.first).map(|it| it.cycles as f64).collect();
    sorted.sort_unstable_by(f64::total_cmp);
    let (least, most) = (*sorted.first()?, *sorted.last()?);
    // The axis of an exact cell includes the first samples.
    let cold = single.iter().map(|it| it.cycles as f64);
    let (least, most) = match least < most {
        true => (least, most),
        false => cold.fold((least, most), |(least, most), it| (least.min(it), most.max(it))),
    };
    let marker = theme::marker(cell.runtime);
    let color = marker.color;
    let mut marks = boots(&single);
    let few = single.len() <= MAX_DOTS;
    if !few {
        marks.extend(ranges(&single, color));
    }
    let radius = if single.len() <= MAX_LARGE_DOTS { 4 } else { 2 };
    let firsts = single.iter().filter(|it| it.first).count() <= MAX_FIRST_DOTS;
    for (index, sample) in single.iter().enumerate().filter(|(_, it)| few || it.first && firsts) {
        let (x, y) = (sample_x(index, single.len()), sample.cycles as f64);
        let radius = if sample.first { 5 } else { radius };
        marks.push(Mark::Dot { x, y, radius, marker, filled: !sample.first });
    }
    let points = (0..=CURVE).filter_map(|step| {
        let share = step as f64 / CURVE as f64;
        Some((SORTED_BEGINS + (1.0 - SORTED_BEGINS) * share, quantile(&sorted, share)?))
    });
    marks.push(Mark::Path { points: points.collect(), color, opacity: 1.0, width: 3 });
    let (note, warns) = note(scenario, measured, &sorted);
    Some(Tile {
        title: cell.key.implementation.clone(),
        tag: cell.key.placement.to_string(),
        note,
        warns,
        range: (least, most),
        marks,
    })
}

/// Returns the horizontal position of sample `index` of `count`.
fn sample_x(index: usize, count: usize) -> f64 {
    ORDER_ENDS * (index as f64 + 0.5) / count.max(1) as f64
}

/// Maximum number of boots with lines between them; more lines would hide the samples.
const MAX_BOOT_LINES: usize = 30;

/// Returns lines between boots.
fn boots(single: &[&SampleRow]) -> Vec<Mark> {
    let changes = single.windows(2).enumerate().filter(|(_, pair)| pair[0].boot != pair[1].boot);
    let rules: Vec<Mark> = changes
        .map(|(index, _)| Mark::Rule { x: ORDER_ENDS * (index + 1) as f64 / single.len() as f64 })
        .collect();
    if rules.len() > MAX_BOOT_LINES { Vec::new() } else { rules }
}

/// Returns the ranges of neighboring steady-state samples from minimum to maximum, and a line through their medians.
fn ranges(single: &[&SampleRow], color: plotters::style::RGBColor) -> Vec<Mark> {
    let mut extremes = Vec::with_capacity(2 * BUCKETS);
    let mut medians = Vec::with_capacity(BUCKETS);
    for bucket in 0..BUCKETS {
        let (from, to) = (single.len() * bucket / BUCKETS, single.len() * (bucket + 1) / BUCKETS);
        let steady = single[from..to].iter().filter(|it| !it.first);
        let mut cycles: Vec<f64> = steady.map(|it| it.cycles as f64).collect();
        cycles.sort_unstable_by(f64::total_cmp);
        if let (Some(&least), Some(&most), Some(median)) =
            (cycles.first(), cycles.last(), quantile(&cycles, 0.5))
        {
            let x = sample_x(bucket, BUCKETS);
            // The direction alternates, so that one line draws all ranges.
            let ends = [(x, least), (x, most)];
            extremes.extend(if bucket.is_multiple_of(2) { ends } else { [ends[1], ends[0]] });
            medians.push((x, median));
        }
    }
    let mut marks = vec![Mark::Path { points: extremes, color, opacity: 0.4, width: 2 }];
    marks.push(Mark::Path { points: medians, color, opacity: 1.0, width: 2 });
    marks
}

/// Returns the note of a tile and true if it is a warning. `sorted` are the steady-state samples.
fn note(scenario: &ScenarioRecord, measured: &MeasuredCell, sorted: &[f64]) -> (String, bool) {
    let statistics = &measured.statistics;
    let single = &statistics.single;
    let mut parts = vec![if single.is_exact() {
        format!("exact, n = {}", single.samples)
    } else {
        format!("n = {}", single.samples)
    }];
    // The median does not show garbage collections in a few samples, but the mean does.
    if scenario.collector == Collector::Free && !single.is_exact() {
        let mean = sorted.iter().sum::<f64>() / sorted.len().max(1) as f64;
        parts.push(format!("median {}, mean {}", format::compact(single.median), format::compact(mean)));
    }
    let cycles: Vec<u64> = sorted.iter().map(|&cycles| cycles as u64).collect();
    let outliers = outliers(&cycles).total() as usize;
    if outliers > 0 {
        parts.push(format::count(outliers, "outlier"));
    }
    match statistics.steady_state {
        SteadyState::Flat => {}
        SteadyState::WarmUp { from } => parts.push(format!("slower before {from}")),
        SteadyState::SlowDown { from } => parts.push(format!("faster before {from}")),
        SteadyState::NotReached => parts.push("no steady state".to_owned()),
    }
    if let Some(cold) = &statistics.cold {
        parts.push(format!("cold {}", format::whole(cold.value)));
    }
    (parts.join(" · "), statistics.steady_state == SteadyState::NotReached)
}
