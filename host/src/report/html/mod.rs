//! `report.html`: the whole report as one file, without a network.

mod page;

use super::{Artifact, Material, ReportError};
use askama::Template as _;
use std::{
    fs,
    path::{Path, PathBuf},
};

const NAME: &str = "report.html";

/// `report.html`.
pub(super) struct Page;

impl Artifact for Page {
    fn write(&self, material: &Material, folder: &Path) -> Result<Vec<PathBuf>, ReportError> {
        let path = folder.join(NAME);
        fs::write(&path, render(material)?).map_err(|source| ReportError::Write { path, source })?;
        Ok(vec![PathBuf::from(NAME)])
    }

    fn owns(&self, name: &str) -> bool {
        name == NAME
    }
}

/// The page's text.
pub(super) fn render(material: &Material) -> Result<String, ReportError> {
    let fail =
        |error: askama::Error| ReportError::Draw { picture: NAME.to_owned(), reason: error.to_string() };
    page::PageTemplate::of(material)?.render().map_err(fail)
}

#[cfg(test)]
mod tests;
