//! A document that is one file of a fixed name.

use super::{Artifact, Material, ReportError};
use std::{
    fs,
    path::{Path, PathBuf},
};

/// The file and how its content is made.
pub(super) struct SingleFile {
    pub name: &'static str,
    pub render: fn(&Material) -> Result<Vec<u8>, ReportError>,
}

impl Artifact for SingleFile {
    fn write(&self, material: &Material, folder: &Path) -> Result<Vec<PathBuf>, ReportError> {
        let path = folder.join(self.name);
        let content = (self.render)(material)?;
        fs::write(&path, content).map_err(|source| ReportError::Write { path, source })?;
        Ok(vec![PathBuf::from(self.name)])
    }

    fn owns(&self, name: &str) -> bool {
        name == self.name
    }
}
