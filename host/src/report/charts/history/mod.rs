//! History chart: each cell over the earlier runs, with its noise band.

mod noise_band;

use super::{
    Chart, ladder,
    page_layout::{LegendEntry, PageHeader, Swatch},
    small_multiples::{self, Mark, Tile},
};
use crate::report::drawing::{PageSize, Scene, theme};
use crate::report::{ReportData, format};
use crate::run::{CellRecord, RunRecord};
use noise_band::NoiseBand;

/// `charts/history`.
pub(super) struct HistoryChart;

impl Chart for HistoryChart {
    fn id(&self) -> &'static str {
        "history"
    }

    fn draw(&self, data: &ReportData, size: PageSize) -> Vec<Scene> {
        let record = &data.record;
        let runs = &data.history.runs;
        let groups: Vec<(String, Vec<Tile>)> = record
            .scenarios
            .iter()
            .filter_map(|scenario| {
                let cells = record.cells.iter().filter(|cell| cell.key.scenario == scenario.id);
                let tiles: Vec<Tile> = cells.filter_map(|cell| tile(cell, runs)).collect();
                (!tiles.is_empty()).then(|| (scenario.id.clone(), tiles))
            })
            .collect();
        if groups.is_empty() {
            return Vec::new();
        }
        let outside = groups.iter().flat_map(|(_, tiles)| tiles).filter(|tile| tile.warns).count();
        let count: usize = groups.iter().map(|(_, tiles)| tiles.len()).sum();
        let mut notes = vec![format!(
            "The last dot is this run. The other dots are {}, oldest first. {}",
            format::count(runs.len(), "earlier run"),
            noise_band::RULE
        )];
        notes.extend(data.history.left_out.iter().map(|it| format!("Left out: {it}.")));
        let shown: Vec<&CellRecord> = record.cells.iter().filter(|it| tile(it, runs).is_some()).collect();
        let mut legend = ladder::runtime_legend(&shown);
        legend.push(LegendEntry {
            swatch: Swatch::Band { color: theme::STATED, opacity: 0.3 },
            text: "noise band".to_owned(),
        });
        let header = PageHeader {
            title: "History: cycles per operation over runs".to_owned(),
            description: format!(
                "{} over {}. Cells now outside their noise band: {outside}.",
                format::count(count, "cell"),
                format::count(runs.len(), "earlier run")
            ),
            notes,
            legend,
        };
        small_multiples::draw(data, &header, &groups, format::number, size)
    }
}

fn value(record: &RunRecord, cell: &CellRecord) -> Option<f64> {
    Some(record.measured(&cell.key)?.statistics.per_operation.value)
}

/// Returns the tile of a cell, or `None` if no earlier run measured the cell.
fn tile(cell: &CellRecord, runs: &[RunRecord]) -> Option<Tile> {
    let now = cell.measured()?.statistics.per_operation.value;
    let before: Vec<(usize, f64)> =
        runs.iter().enumerate().filter_map(|(index, run)| Some((index, value(run, cell)?))).collect();
    let noise = NoiseBand::of(before.iter().map(|it| it.1))?;
    let marker = theme::marker(cell.runtime);
    let x = |index: usize| index as f64 / runs.len().max(1) as f64;
    let mut points: Vec<(f64, f64)> = before.iter().map(|&(index, value)| (x(index), value)).collect();
    points.push((1.0, now));
    let mut marks =
        vec![Mark::Band { from: noise.lower, to: noise.upper, color: theme::STATED, opacity: 0.22 }];
    let radius = if points.len() > 60 { 2 } else { 4 };
    marks.extend(points.iter().map(|&(x, y)| Mark::Dot { x, y, radius, marker, filled: true }));
    let ends = points.iter().map(|it| it.1).chain([noise.lower, noise.upper]);
    let (least, most) = ends
        .fold((f64::INFINITY, f64::NEG_INFINITY), |(least, most), value| (least.min(value), most.max(value)));
    marks.push(Mark::Path { points, color: marker.color, opacity: 0.6, width: 2 });
    marks.push(Mark::Dot { x: 1.0, y: now, radius: 7, marker, filled: true });
    let warns = !noise.contains(now);
    let change = format::percent_change(now / noise.median);
    let note = if warns {
        format!("{change}: outside the noise band")
    } else {
        format!("{change}: within the noise band")
    };
    Some(Tile {
        title: cell.key.implementation.clone(),
        tag: cell.key.placement.to_string(),
        note,
        warns,
        range: (least, most),
        marks,
    })
}
