//! Journal of a run in progress: one line of JSON for each step.

use super::StoreError;
use super::schema::Version;
use crate::run::{
    CellKey, ClaimRecord, FORMAT, FirmwareRecord, Measurement, Provenance, RunRecord, RunStatus, Runtime,
    SCHEMA, Scale, ScenarioRecord, Timestamp,
};
use crate::scenario::Cell;
use crate::summary::{self, CellSamples};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, HashMap};
use std::fs;
use std::path::Path;

/// Line of the journal: one step of a run.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "line")]
pub(super) enum Line {
    /// First line: facts known before measuring.
    Run(Box<Header>),
    /// Firmware that the following cells run in.
    Firmware(FirmwareRecord),
    /// Measurement of a cell.
    Cell {
        #[serde(alias = "id")]
        key: CellKey,
        runtime: Runtime,
        technique: String,
        scale: Scale,
        #[serde(alias = "outcome")]
        measurement: Measurement,
    },
}

/// Facts known before measuring.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct Header {
    pub format: String,
    pub schema: u64,
    pub name: String,
    pub provenance: Provenance,
    pub scenarios: Vec<ScenarioRecord>,
    pub order: Vec<CellKey>,
}

impl Header {
    pub(super) fn new(
        name: String,
        provenance: Provenance,
        scenarios: Vec<ScenarioRecord>,
        order: Vec<CellKey>,
    ) -> Self {
        Self { format: FORMAT.to_owned(), schema: SCHEMA, name, provenance, scenarios, order }
    }
}

impl Line {
    pub(super) fn cell(cell: &Cell, measurement: Measurement) -> Self {
        let implementation = cell.implementation();
        Self::Cell {
            key: cell.key(),
            runtime: implementation.runtime,
            technique: implementation.technique.clone(),
            scale: cell.scenario().scale,
            measurement,
        }
    }
}

/// All steps of a run so far.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct RunLog {
    pub header: Header,
    pub firmwares: Vec<FirmwareRecord>,
    pub cells: Vec<CellSamples>,
    /// Claims. They are not in the journal because they are computed from the cells.
    pub claims: Vec<ClaimRecord>,
    /// Index of each cell in `cells`.
    indices: HashMap<CellKey, usize>,
}

impl RunLog {
    pub(super) fn new(header: Header) -> Self {
        Self { header, firmwares: Vec::new(), cells: Vec::new(), claims: Vec::new(), indices: HashMap::new() }
    }

    /// Applies a step. A further header is ignored.
    pub(super) fn apply(&mut self, line: Line) {
        match line {
            Line::Run(_) => {}
            Line::Firmware(firmware) => {
                if !self.firmwares.iter().any(|known| known.name == firmware.name) {
                    self.firmwares.push(firmware);
                }
            }
            Line::Cell { key, runtime, technique, scale, measurement } => {
                let index = *self.indices.entry(key).or_insert_with_key(|key| {
                    self.cells.push(CellSamples::new(key.clone(), runtime, technique, scale));
                    self.cells.len() - 1
                });
                self.cells[index].append(measurement);
            }
        }
    }

    /// Returns the content of `run.json`.
    pub(super) fn record(
        &self,
        status: RunStatus,
        ended: Option<Timestamp>,
        files: BTreeMap<String, String>,
    ) -> RunRecord {
        let header = &self.header;
        let cells = summary::summarise(&self.cells, &header.scenarios, header.provenance.seed);
        RunRecord {
            format: FORMAT.to_owned(),
            schema: SCHEMA,
            name: header.name.clone(),
            status,
            ended,
            provenance: header.provenance.clone(),
            firmwares: self.firmwares.clone(),
            verdicts: summary::judge(&cells, &self.cells, &header.scenarios, &self.firmwares),
            cells,
            scenarios: header.scenarios.clone(),
            order: header.order.clone(),
            claims: self.claims.clone(),
            files,
        }
    }
}

/// Reads the journal at `path`. An incomplete last line is ignored.
///
/// # Errors
/// [`StoreError`] for a journal that cannot be read, or is empty, truncated, foreign, newer or damaged.
pub(super) fn read(path: &Path) -> Result<RunLog, StoreError> {
    let bytes = fs::read(path).map_err(|source| StoreError::Read { path: path.to_owned(), source })?;
    let mut lines = bytes.split_inclusive(|&byte| byte == b'\n').filter(|line| line.ends_with(b"\n"));
    let Some(first) = lines.next() else {
        return Err(if bytes.is_empty() {
            StoreError::Empty(path.to_owned())
        } else {
            StoreError::Truncated(path.to_owned())
        });
    };
    let foreign = |reason: String| StoreError::Foreign { path: path.to_owned(), reason };
    let version: Version = serde_json::from_slice(first).map_err(|error| foreign(error.to_string()))?;
    version.check(path)?;
    let Ok(Line::Run(header)) = serde_json::from_slice(first) else {
        return Err(foreign("its first line does not describe a run".to_owned()));
    };
    let mut log = RunLog::new(*header);
    for (index, line) in lines.enumerate() {
        log.apply(serde_json::from_slice(line).map_err(|error| StoreError::Damaged {
            path: path.to_owned(),
            reason: format!("line {}: {error}", index + 2),
        })?);
    }
    Ok(log)
}
