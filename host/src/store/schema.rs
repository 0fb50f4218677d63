//! Format and schema version of a run's JSON, and names that differ between schema versions.

use super::{QUANTITIES_FILE, StoreError};
use crate::run::{FORMAT, RunRecord, SCHEMA};
use serde::Deserialize;
use serde_json::Value;
use std::path::Path;

/// Name of [`QUANTITIES_FILE`] in schema 1.
const QUANTITIES_FILE_OF_SCHEMA_1: &str = "readings.parquet";

/// Returns the name of the quantities file that `record` lists; `None` for a run without quantities.
pub(super) fn quantities_file(record: &RunRecord) -> Option<&'static str> {
    [QUANTITIES_FILE, QUANTITIES_FILE_OF_SCHEMA_1].into_iter().find(|&name| record.files.contains_key(name))
}

/// Fields that identify the JSON of a run and its schema version.
#[derive(Debug, Deserialize)]
pub(super) struct Version {
    #[serde(default)]
    format: Value,
    #[serde(default)]
    schema: Value,
}

impl Version {
    /// Checks that the JSON at `path` is a run of a schema version that can be read.
    ///
    /// # Errors
    /// [`StoreError::Foreign`] and [`StoreError::Newer`].
    pub(super) fn check(&self, path: &Path) -> Result<(), StoreError> {
        let foreign =
            |reason: &str| Err(StoreError::Foreign { path: path.to_owned(), reason: reason.to_owned() });
        if self.format.as_str() != Some(FORMAT) {
            return foreign("its `format` is not `twinbench-run`");
        }
        match self.schema.as_u64() {
            None | Some(0) => foreign("it has no `schema` version"),
            Some(found) if found > SCHEMA => {
                Err(StoreError::Newer { path: path.to_owned(), found, supported: SCHEMA })
            }
            Some(_) => Ok(()),
        }
    }
}
