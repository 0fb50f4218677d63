//! Documents that consist of one file with a fixed name.

use super::{Artifact, ReportData, ReportError};
use std::{
    fs,
    path::{Path, PathBuf},
};

/// A document in one file.
pub(super) struct SingleFile {
    /// File name in the run folder.
    pub name: &'static str,
    /// Returns the content of the file.
    pub render: fn(&ReportData) -> Result<Vec<u8>, ReportError>,
}

impl Artifact for SingleFile {
    fn write(&self, data: &ReportData, folder: &Path) -> Result<Vec<PathBuf>, ReportError> {
        let path = folder.join(self.name);
        let content = (self.render)(data)?;
        fs::write(&path, content).map_err(|source| ReportError::Write { path, source })?;
        Ok(vec![PathBuf::from(self.name)])
    }

    fn owns(&self, name: &str) -> bool {
        name == self.name
    }
}
