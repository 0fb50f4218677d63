//! Writes a run as it goes.

use super::{
    CELLS_FILE, CellOutcome, CellRecord, ClaimRecord, Ending, FirmwareRecord, JOURNAL_FILE, Moment, Outcome,
    Provenance, READINGS_FILE, RUN_FILE, RunRecord, SAMPLES_FILE, Sample, SampleQuantities, ScenarioRecord,
    StoreError, cells_table,
    journal::{Header, Line, RunLog},
    provenance::sha256_hex,
    quantities_table,
    run_record::scenarios_of,
    samples_table, table,
};
use crate::{
    scenario::{Cell, CellId},
    stats::Series,
};
use std::{
    collections::BTreeMap,
    fs::{self, File},
    io::{self, Write as _},
    path::{self, Path, PathBuf},
};

/// A run being written.
///
/// Dropped without [`finish`](Self::finish), it leaves what was recorded in its partial folder; if
/// nothing was, it leaves nothing.
#[derive(Debug)]
pub struct RunWriter {
    folder: PathBuf,
    partial: PathBuf,
    journal: File,
    log: RunLog,
}

impl RunWriter {
    /// Begins a run of `cells`, in that order, whose results shall end up in the folder `out`. Its last
    /// part is the run's name.
    ///
    /// # Errors
    /// [`StoreError::Occupied`] if `out` exists and is not an empty folder, [`StoreError::Leftover`] if
    /// a run of the same name was broken off there, [`StoreError::Nameless`] and [`StoreError::Write`].
    pub fn create(out: &Path, provenance: Provenance, cells: &[Cell]) -> Result<Self, StoreError> {
        let order = cells.iter().map(Cell::id).collect();
        Self::begin(out, provenance, scenarios_of(cells), order)
    }

    /// The same for cells that are known by their names.
    pub(super) fn begin(
        out: &Path,
        provenance: Provenance,
        scenarios: Vec<ScenarioRecord>,
        order: Vec<CellId>,
    ) -> Result<Self, StoreError> {
        let folder =
            path::absolute(out).map_err(|source| StoreError::Write { path: out.to_owned(), source })?;
        let name = match (folder.file_name(), folder.parent()) {
            (Some(name), Some(_)) => name.to_string_lossy().into_owned(),
            _ => return Err(StoreError::Nameless(out.to_owned())),
        };
        if folder.exists() && !is_empty_folder(&folder) {
            return Err(StoreError::Occupied(folder));
        }
        let partial = folder.with_file_name(format!(".{name}.partial"));
        if let Some(parent) = folder.parent() {
            fs::create_dir_all(parent)
                .map_err(|source| StoreError::Write { path: parent.to_owned(), source })?;
        }
        fs::create_dir(&partial).map_err(|source| match source.kind() {
            io::ErrorKind::AlreadyExists => StoreError::Leftover(partial.clone()),
            _ => StoreError::Write { path: partial.clone(), source },
        })?;
        let journal_path = partial.join(JOURNAL_FILE);
        let journal = File::create_new(&journal_path)
            .map_err(|source| StoreError::Write { path: journal_path, source })?;
        let header = Header::new(name, provenance, scenarios, order);
        let mut writer = Self { folder, partial, journal, log: RunLog::new(header.clone()) };
        writer.append(Line::Run(Box::new(header)))?;
        Ok(writer)
    }

    /// Where the run lies until it is finished.
    pub fn partial_folder(&self) -> &Path {
        &self.partial
    }

    /// Records a firmware, before the first cell that ran in it. A name recorded before is ignored.
    ///
    /// # Errors
    /// [`StoreError::Write`].
    pub fn firmware(&mut self, firmware: FirmwareRecord) -> Result<(), StoreError> {
        self.append(Line::Firmware(firmware))
    }

    /// Records what came of `cell`, or of `cell` in one boot: a cell may be recorded many times, and its
    /// samples add up. If one time fails, the cell has failed.
    ///
    /// # Errors
    /// [`StoreError::Write`].
    pub fn record(&mut self, cell: &Cell, outcome: Outcome) -> Result<(), StoreError> {
        self.append(Line::cell(cell, outcome))
    }

    /// Records all that another run has of a cell.
    pub(super) fn adopt(
        &mut self,
        cell: &CellRecord,
        samples: Vec<Sample>,
        quantities: Vec<SampleQuantities>,
    ) -> Result<(), StoreError> {
        let (firmware, compile_cycles, failure) = match &cell.outcome {
            CellOutcome::Measured(it) => (it.firmware.clone(), it.compile_cycles, None),
            CellOutcome::Failed { reason } => (String::new(), None, Some(reason.clone())),
        };
        let taken = (!samples.is_empty()).then_some(Outcome::Measured {
            firmware,
            compile_cycles,
            samples,
            quantities,
        });
        for outcome in taken.into_iter().chain(failure.map(|reason| Outcome::Failed { reason })) {
            let CellRecord { id, runtime, technique, scale, .. } = cell.clone();
            self.append(Line::Cell { id, runtime, technique, scale, outcome })?;
        }
        Ok(())
    }

    /// The run's summary so far.
    pub fn summary(&self) -> RunRecord {
        self.log.record(Ending::Unfinished, None, BTreeMap::new())
    }

    /// The samples of a cell that are not set apart; `None` if it has none.
    pub fn series(&self, id: &CellId) -> Option<Series> {
        let log = self.log.cells.iter().find(|it| it.id == *id)?;
        let scenario = self.log.header.scenarios.iter().find(|it| it.id == id.scenario)?;
        Some(log.series(scenario))
    }

    /// Keeps what the run says of claims, for its record.
    pub fn judged(&mut self, claims: Vec<ClaimRecord>) {
        self.log.claims = claims;
    }

    /// Makes the run's files and puts the folder in its place, which it returns.
    ///
    /// # Errors
    /// [`StoreError::Write`] and [`StoreError::Table`]; what was measured stays in the partial folder.
    pub fn finish(self, ending: Ending, ended: Moment) -> Result<PathBuf, StoreError> {
        let header = &self.log.header;
        let (board, method) = (header.provenance.board.kind, header.provenance.method);
        let mut files = BTreeMap::new();

        let path = self.fresh(SAMPLES_FILE)?;
        let table_error = |source| StoreError::Table { path: path.clone(), source };
        let mut samples =
            samples_table::frame(&header.name, board, method, &self.log.cells).map_err(table_error)?;
        table::write(&path, &mut samples)?;
        files.insert(SAMPLES_FILE.to_owned(), hash(&path)?);

        let path = self.fresh(READINGS_FILE)?;
        let table_error = |source| StoreError::Table { path: path.clone(), source };
        if let Some(mut readings) = quantities_table::frame(&self.log, board, method).map_err(table_error)? {
            table::write(&path, &mut readings)?;
            files.insert(READINGS_FILE.to_owned(), hash(&path)?);
        }

        let mut record = self.log.record(ending, Some(ended), BTreeMap::new());
        let path = self.fresh(CELLS_FILE)?;
        let table_error = |source| StoreError::Table { path: path.clone(), source };
        table::write(&path, &mut cells_table::frame(&record).map_err(table_error)?)?;
        files.insert(CELLS_FILE.to_owned(), hash(&path)?);
        record.files = files;

        let path = self.fresh(RUN_FILE)?;
        let write_error = |source| StoreError::Write { path: path.clone(), source };
        let mut json = serde_json::to_vec_pretty(&record).map_err(|error| write_error(error.into()))?;
        json.push(b'\n');
        table::write_bytes(&path, &json).map_err(write_error)?;

        // The journal tells a reader that the folder is not finished, so it goes last.
        let place = |source| StoreError::Write { path: self.folder.clone(), source };
        fs::remove_file(self.partial.join(JOURNAL_FILE)).map_err(place)?;
        if self.folder.exists() {
            fs::remove_dir(&self.folder).map_err(place)?;
        }
        fs::rename(&self.partial, &self.folder).map_err(place)?;
        Ok(self.folder.clone())
    }

    /// The path of a file of that name in the partial folder, without what a failed attempt left there.
    fn fresh(&self, name: &str) -> Result<PathBuf, StoreError> {
        let path = self.partial.join(name);
        match fs::remove_file(&path) {
            Err(source) if source.kind() != io::ErrorKind::NotFound => {
                Err(StoreError::Write { path, source })
            }
            _ => Ok(path),
        }
    }

    fn append(&mut self, line: Line) -> Result<(), StoreError> {
        let error = |source| StoreError::Write { path: self.partial.join(JOURNAL_FILE), source };
        let mut text = serde_json::to_vec(&line).map_err(|source| error(source.into()))?;
        text.push(b'\n');
        self.journal.write_all(&text).and_then(|()| self.journal.sync_data()).map_err(error)?;
        self.log.apply(line);
        Ok(())
    }
}

impl Drop for RunWriter {
    fn drop(&mut self) {
        if self.log.cells.is_empty() {
            // Nothing is lost, and there is nobody to tell if it fails: the next run of the name says so.
            let _ = fs::remove_dir_all(&self.partial);
        }
    }
}

fn is_empty_folder(folder: &Path) -> bool {
    fs::read_dir(folder).is_ok_and(|mut entries| entries.next().is_none())
}

fn hash(path: &Path) -> Result<String, StoreError> {
    let bytes = fs::read(path).map_err(|source| StoreError::Read { path: path.to_owned(), source })?;
    Ok(sha256_hex(&bytes))
}
