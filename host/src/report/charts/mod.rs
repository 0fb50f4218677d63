//! Charts, one file or folder each. To add one, write a [`Chart`] and its line in [`CHARTS`].

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
pub(super) use claims::{certainty_words, stated_words, verdict_words};
pub(super) use page_layout::{PageHeader, PageLayout};

use super::{
    ReportData,
    drawing::{PageSize, Scene},
};

/// One chart.
pub(super) trait Chart: Sync {
    /// Its name in paths and links: lower case, with hyphens.
    fn id(&self) -> &'static str;

    /// Its pages for a given room; none if the run has nothing for it to show.
    fn draw(&self, data: &ReportData, size: PageSize) -> Vec<Scene>;
}

/// Every chart, in the order of reports.
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
