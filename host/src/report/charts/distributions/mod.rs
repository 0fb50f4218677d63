//! Distribution chart: the samples of each cell, in the order they were taken and sorted.

mod tile;

use super::{
    Chart, ladder,
    page_layout::{LegendEntry, PageHeader, Swatch},
    small_multiples,
};
use crate::report::{
    ReportData,
    drawing::{Marker, PageSize, Scene, theme},
    format,
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
                let cells = record.cells.iter().filter(|cell| cell.key.scenario == scenario.id);
                let tiles: Vec<_> = cells
                    .filter_map(|cell| tile::of(scenario, cell, cell.measured()?, data.samples_of(&cell.key)))
                    .collect();
                let heading = format!("{}: {} operations", scenario.id, scenario.operations);
                (!tiles.is_empty()).then_some((heading, tiles))
            })
            .collect();
        if groups.is_empty() {
            return Vec::new();
        }
        let count: usize = groups.iter().map(|(_, tiles)| tiles.len()).sum();
        let cells: Vec<_> = record.cells.iter().filter(|cell| cell.measured().is_some()).collect();
        let mut legend = ladder::runtime_legend(&cells);
        legend.push(LegendEntry {
            swatch: Swatch::Dot { marker: Marker::dot(theme::MUTED_TEXT), filled: false },
            text: "first sample after a boot, at the edge if outside".to_owned(),
        });
        let header = PageHeader {
            title: "Distributions: cycles per sample".to_owned(),
            description: format!(
                "The cycles of the samples of {}, in the order they were taken and sorted. The summary table lists \
                 medians, intervals, outliers and warm-up.",
                format::count(count, "cell")
            ),
            notes: vec![
                "The heading states the number of operations per sample. Left part of each plot: samples in the order \
                 they were taken, with lines between boots. Right part: steady-state samples, sorted from 0 to 100 %. \
                 Each plot has its own axis, from the smallest to the largest steady-state sample. Outliers are found \
                 by Tukey's fences."
                    .to_owned(),
            ],
            legend,
        };
        small_multiples::draw(data, &header, &groups, format::whole, size)
    }
}
