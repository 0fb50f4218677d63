//! What a run appends to while it goes on, one line of JSON a step.

use super::{
    ClaimRecord, Ending, FORMAT, FirmwareRecord, Moment, Outcome, Provenance, RunRecord, SCHEMA,
    ScenarioRecord, StoreError,
    cell_record::{CellLog, summarise},
    deadlines,
    read::Version,
};
use crate::scenario::{Cell, CellId, Runtime, Scale};
use serde::{Deserialize, Serialize};
use std::{
    collections::{BTreeMap, HashMap},
    fs,
    path::Path,
};

/// One step of a run.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "line")]
pub(super) enum Line {
    /// The first line.
    Run(Box<Header>),
    /// A firmware came into use.
    Firmware(FirmwareRecord),
    /// A cell had its turn, or its turn in one boot.
    Cell { id: CellId, runtime: Runtime, technique: String, scale: Scale, outcome: Outcome },
}

/// What is known before anything is measured.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct Header {
    pub format: String,
    pub schema: u64,
    pub name: String,
    pub provenance: Provenance,
    pub scenarios: Vec<ScenarioRecord>,
    pub order: Vec<CellId>,
}

impl Header {
    pub(super) fn new(
        name: String,
        provenance: Provenance,
        scenarios: Vec<ScenarioRecord>,
        order: Vec<CellId>,
    ) -> Self {
        Self { format: FORMAT.to_owned(), schema: SCHEMA, name, provenance, scenarios, order }
    }
}

impl Line {
    pub(super) fn cell(cell: &Cell, outcome: Outcome) -> Self {
        let CellLog { id, runtime, technique, scale, .. } = CellLog::of(cell);
        Self::Cell { id, runtime, technique, scale, outcome }
    }
}

/// All steps so far, put together.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct RunLog {
    pub header: Header,
    pub firmwares: Vec<FirmwareRecord>,
    pub cells: Vec<CellLog>,
    /// What the run says of claims; not in the journal, as it follows from all the rest.
    pub claims: Vec<ClaimRecord>,
    /// Where in `cells` each is.
    places: HashMap<CellId, usize>,
}

impl RunLog {
    pub(super) fn new(header: Header) -> Self {
        Self { header, firmwares: Vec::new(), cells: Vec::new(), claims: Vec::new(), places: HashMap::new() }
    }

    /// Takes a step. A second header says nothing new.
    pub(super) fn apply(&mut self, line: Line) {
        match line {
            Line::Run(_) => {}
            Line::Firmware(firmware) => {
                if !self.firmwares.iter().any(|known| known.name == firmware.name) {
                    self.firmwares.push(firmware);
                }
            }
            Line::Cell { id, runtime, technique, scale, outcome } => {
                let place = *self.places.entry(id).or_insert_with_key(|id| {
                    self.cells.push(CellLog::new(id.clone(), runtime, technique, scale));
                    self.cells.len() - 1
                });
                self.cells[place].append(outcome);
            }
        }
    }

    /// The run as it stands in `run.json`.
    pub(super) fn record(
        &self,
        ending: Ending,
        ended: Option<Moment>,
        files: BTreeMap<String, String>,
    ) -> RunRecord {
        let header = &self.header;
        let cells = summarise(&self.cells, &header.scenarios, header.provenance.seed);
        RunRecord {
            format: FORMAT.to_owned(),
            schema: SCHEMA,
            name: header.name.clone(),
            ending,
            ended,
            provenance: header.provenance.clone(),
            firmwares: self.firmwares.clone(),
            verdicts: deadlines::judge(&cells, &self.cells, &header.scenarios, &self.firmwares),
            cells,
            scenarios: header.scenarios.clone(),
            order: header.order.clone(),
            claims: self.claims.clone(),
            files,
        }
    }
}

impl CellLog {
    /// Adds what one turn brought. A cell that fails once has failed, for the first reason given; what
    /// was measured of it stays among the samples.
    fn append(&mut self, outcome: Outcome) {
        match outcome {
            Outcome::Measured { firmware, compile_cycles, mut samples, mut quantities } => {
                self.firmware.get_or_insert(firmware);
                self.compile_cycles = self.compile_cycles.or(compile_cycles);
                self.samples.append(&mut samples);
                self.quantities.append(&mut quantities);
            }
            Outcome::Failed { reason } => {
                self.failure.get_or_insert(reason);
            }
        }
    }
}

/// Reads the journal at `path`. A last line that was being written when the run was broken off is left
/// out.
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
