//! Charts, one file or folder per chart. To add a chart, implement [`Chart`] and list it in [`CHARTS`].

mod chart_files;
mod claims;
mod distributions;
mod dot_plot;
mod history;
mod instructions;
mod ladder;
mod page_layout;
mod ratios;
mod small_multiples;
mod verdicts;
mod worst_cases;

pub(super) use chart_files::{ChartFiles, FOLDER};
pub(super) use claims::{claim_counts, interval_text, stated_text, status_text};
pub(super) use page_layout::{PageHeader, PageLayout};
pub(super) use verdicts::verdict_counts;

use super::{
    ReportData,
    drawing::{PageSize, Scene},
};

/// A chart.
pub(super) trait Chart: Sync {
    /// Name of the chart in file names and links: lower case, with hyphens.
    fn id(&self) -> &'static str;

    /// Draws the chart on pages of the given size. Returns no page if the run has no data for the chart.
    fn draw(&self, data: &ReportData, size: PageSize) -> Vec<Scene>;
}

/// All charts, in the order of reports.
pub(super) const CHARTS: &[&dyn Chart] = &[
    &verdicts::Verdicts,
    &ladder::Ladder,
    &worst_cases::WorstCases,
    &ratios::Ratios,
    &claims::Claims,
    &instructions::Instructions,
    &distributions::Distributions,
    &history::HistoryChart,
];

#[cfg(test)]
mod tests;
