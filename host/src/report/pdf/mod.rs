//! `report.pdf`: the report for printing on A4.

mod document;
mod pages;
mod table;

use super::{ReportData, ReportError, charts::CHARTS, drawing::PageSize, single_file::SingleFile};

/// `report.pdf`.
pub(super) const DOCUMENT: SingleFile = SingleFile { name: "report.pdf", render };

/// Returns the PDF file: provenance and overview, charts, and the table of all cells.
pub(super) fn render(data: &ReportData) -> Result<Vec<u8>, ReportError> {
    let mut scenes = pages::front(data);
    let charted = data.charted();
    scenes.extend(CHARTS.iter().flat_map(|chart| chart.draw(&charted, PageSize::A4)));
    scenes.extend(pages::cells(data));
    document::assemble(&data.record.name, scenes)
}

#[cfg(test)]
mod tests;
