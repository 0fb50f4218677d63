//! Every cell's samples: in the order they were taken, and sorted.

mod tile;

use super::{
    Chart, ladder,
    page_layout::{LegendEntry, PageHeader, Swatch},
    tiles,
};
use crate::report::{
    ReportData,
    drawing::{Marker, PageSize, Scene, theme},
    format,
    report_data::measured,
};

/// `charts/distributions`.
pub(super) struct Distributions;

impl Chart for Distributions {
    fn id(&self) -> &'static str {
        "distributions"
    }

    fn draw(&self, data: &ReportData, size: PageSize) -> Vec<Scene> {
        let record = &data.record;
        let groups: Vec<_> = record
            .scenarios
            .iter()
            .filter_map(|scenario| {
                let cells = record.cells.iter().filter(|cell| cell.id.scenario == scenario.id);
                let tiles: Vec<_> = cells
                    .filter_map(|cell| tile::of(scenario, cell, measured(cell)?, data.samples_of(&cell.id)))
                    .collect();
                let heading = format!("{}: {} operations", scenario.id, scenario.operations);
                (!tiles.is_empty()).then_some((heading, tiles))
            })
            .collect();
        if groups.is_empty() {
            return Vec::new();
        }
        let count: usize = groups.iter().map(|(_, tiles)| tiles.len()).sum();
        let cells: Vec<_> = record.cells.iter().filter(|cell| measured(cell).is_some()).collect();
        let mut legend = ladder::runtimes(&cells);
        legend.push(LegendEntry {
            swatch: Swatch::Dot { marker: Marker::dot(theme::MUTED_TEXT), filled: false },
            text: "first after a boot, at the edge if beyond".to_owned(),
        });
        let head = PageHeader {
            title: "Distributions: cycles a sample".to_owned(),
            description: format!(
                "For each of {count} cells the cycles of its samples in the order they were taken, and sorted. \
                 The summary table tells medians, intervals, outliers and warm-up in figures."
            ),
            notes: vec![
                "Each sample takes the operations stated above it. Left of the gap: samples in the order taken, boots \
                 parted by lines. Right of it: the steady ones sorted, from 0 to 100 %. Each has an axis of its own, \
                 from its least to its largest steady sample. Outliers are those of these samples, by Tukey's fences."
                    .to_owned(),
            ],
            legend,
        };
        small_multiples::draw(data, &head, &groups, format::whole, size)
    }
}
