//! `report.html`: the complete report as one file that needs no network.

mod explanations;
mod page;

use super::{ReportData, ReportError, single_file::SingleFile};
use askama::Template as _;

const NAME: &str = "report.html";

/// `report.html`.
pub(super) const PAGE: SingleFile = SingleFile { name: NAME, render: |data| Ok(render(data)?.into_bytes()) };

/// Returns the HTML text.
pub(super) fn render(data: &ReportData) -> Result<String, ReportError> {
    let fail = |error: askama::Error| ReportError::Draw { title: NAME.to_owned(), reason: error.to_string() };
    page::PageTemplate::of(data)?.render().map_err(fail)
}

#[cfg(test)]
mod tests;
