//! `report.pdf`: the run on paper, A4.

mod document;
mod pages;
mod table;

use super::{Artifact, Material, ReportError, charts::CHARTS, drawing::Shape};
use std::{
    fs,
    path::{Path, PathBuf},
};

const NAME: &str = "report.pdf";

/// `report.pdf`.
pub(super) struct Document;

impl Artifact for Document {
    fn write(&self, material: &Material, folder: &Path) -> Result<Vec<PathBuf>, ReportError> {
        let path = folder.join(NAME);
        fs::write(&path, render(material)?).map_err(|source| ReportError::Write { path, source })?;
        Ok(vec![PathBuf::from(NAME)])
    }

    fn owns(&self, name: &str) -> bool {
        name == NAME
    }
}

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
