//! Timing error by layer: the table "Layer / speed" of the primer's part 10.

use super::{DeadlineTable, PRIMER_NOTE, TimingSource};
use crate::report::format;
use crate::run::{CellRecord, RunRecord, VerdictRecord};

/// A layer of the primer, with its stated speed.
struct Layer {
    name: &'static str,
    done_by: &'static str,
    stated: &'static str,
    has: fn(&CellRecord) -> bool,
}

const LAYERS: [Layer; 3] = [
    Layer {
        name: "application logic",
        done_by: "Python",
        stated: "about 1 ms",
        has: |cell| matches!(TimingSource::of(cell), TimingSource::Code(runtime) if runtime.is_python()),
    },
    Layer {
        name: "hardware drivers",
        done_by: "C, Rust",
        stated: "about 1 µs",
        has: |cell| matches!(TimingSource::of(cell), TimingSource::Code(runtime) if !runtime.is_python()),
    },
    Layer {
        name: "hardware peripherals",
        done_by: "PIO, PWM, DMA",
        stated: "about 100 ns",
        has: |cell| super::HARDWARE.contains(&cell.technique.as_str()),
    },
];

/// Returns the table, or `None` if no cell has a deadline on events.
pub(super) fn table(record: &RunRecord) -> Option<DeadlineTable> {
    let rows: Vec<Vec<String>> = LAYERS.iter().filter_map(|layer| row(record, layer)).collect();
    let heads = ["layer", "done by", "primer", "best", "median", "worst", "worst cell", "cells"];
    (!rows.is_empty()).then(|| DeadlineTable {
        id: "layers",
        title: "Timing error by layer",
        note: format!(
            "The worst case of each cell with a deadline on events (bits, edges, responses, transitions): how late, or \
             how far off, its events are. The columns give the best, the median and the worst cell of each layer. Cells \
             that missed an event are left out. {PRIMER_NOTE}"
        ),
        heads: heads.to_vec(),
        rows,
    })
}

fn row(record: &RunRecord, layer: &Layer) -> Option<Vec<String>> {
    let on_events = |verdict: &&VerdictRecord| {
        record.scenario(&verdict.cell.scenario).is_some_and(|scenario| {
            scenario.deadlines.iter().any(|it| it.name == verdict.deadline && it.quantity.is_some())
        })
    };
    let of_layer = |verdict: &&VerdictRecord| {
        record.cells.iter().find(|it| it.key == verdict.cell).is_some_and(|cell| (layer.has)(cell))
    };
    let mut worst: Vec<(f64, &VerdictRecord)> = record
        .verdicts
        .iter()
        .filter(|it| it.missed == 0)
        .filter(on_events)
        .filter(of_layer)
        .filter_map(|it| Some((it.worst_ns?, it)))
        .collect();
    worst.sort_by(|one, other| one.0.total_cmp(&other.0));
    let (least, most) = (worst.first()?, worst.last()?);
    let median = worst.get((worst.len() - 1) / 2)?;
    let text = |it: &(f64, &VerdictRecord)| format::duration(it.0);
    Some(vec![
        layer.name.to_owned(),
        layer.done_by.to_owned(),
        layer.stated.to_owned(),
        text(least),
        text(median),
        text(most),
        most.1.cell.to_string(),
        worst.len().to_string(),
    ])
}
