//! `report.html`: the whole report as one file, without a network.

mod explanations;
mod page;

use super::{ReportData, ReportError, single_file::SingleFile};
use askama::Template as _;

const NAME: &str = "report.html";

/// `report.html`.
pub(super) const PAGE: SingleFile = SingleFile { name: NAME, render: |data| Ok(render(data)?.into_bytes()) };

/// The page's text.
pub(super) fn render(data: &ReportData) -> Result<String, ReportError> {
    let fail =
        |error: askama::Error| ReportError::Draw { picture: NAME.to_owned(), reason: error.to_string() };
    page::PageTemplate::of(data)?.render().map_err(fail)
}

#[cfg(test)]
mod tests;
