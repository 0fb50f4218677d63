//! `report.pdf`: the run on paper, A4.

mod document;
mod pages;
mod table;

use super::{Material, ReportError, charts::CHARTS, drawing::Shape, single_file::SingleFile};

/// `report.pdf`.
pub(super) const DOCUMENT: SingleFile = SingleFile { name: "report.pdf", render };

/// The bytes of the document: provenance and overview, charts, every cell.
pub(super) fn render(material: &Material) -> Result<Vec<u8>, ReportError> {
    let mut scenes = pages::front(material);
    let charted = material.charted();
    scenes.extend(CHARTS.iter().flat_map(|chart| chart.draw(&charted, Shape::PAPER)));
    scenes.extend(pages::cells(material));
    document::assemble(&material.record.name, scenes)
}

#[cfg(test)]
mod tests;
