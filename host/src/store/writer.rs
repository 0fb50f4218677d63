//! Writes a run in progress.

use super::journal::{Header, Line, RunLog};
use super::{
    CELLS_FILE, JOURNAL_FILE, QUANTITIES_FILE, RUN_FILE, SAMPLES_FILE, StoreError, cells_table, parquet,
    quantities_table, samples_table,
};
use crate::digest::sha256_hex;
use crate::run::{
    CellKey, CellOutcome, CellRecord, ClaimRecord, FirmwareRecord, Measurement, Provenance, RunRecord,
    RunStatus, Sample, SampleQuantities, ScenarioRecord, Timestamp,
};
use crate::scenario::{Cell, scenario_records};
use crate::stats::Series;
use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::{self, Path, PathBuf};

/// Writer of a run in progress.
///
/// Dropping it without [`finish`](Self::finish) leaves the partial folder with the recorded cells; without recorded cells
/// the folder is removed.
#[derive(Debug)]
pub struct RunWriter {
    folder: PathBuf,
    partial: PathBuf,
    journal: File,
    log: RunLog,
}

impl RunWriter {
    /// Creates the partial folder of a run of `cells`, in that order. [`finish`](Self::finish) renames it to `out`, whose
    /// last component is the name of the run.
    ///
    /// # Errors
    /// [`StoreError::Occupied`] if `out` exists and is not an empty folder, [`StoreError::Leftover`] if an unfinished run
    /// of the same name exists, [`StoreError::Nameless`] and [`StoreError::Write`].
    pub fn create(out: &Path, provenance: Provenance, cells: &[Cell]) -> Result<Self, StoreError> {
        let order = cells.iter().map(Cell::key).collect();
        Self::create_from_records(out, provenance, scenario_records(cells), order)
    }

    /// Creates the partial folder of a run of the cells with the keys `order`, like [`create`](Self::create).
    ///
    /// # Errors
    /// As [`create`](Self::create).
    pub(crate) fn create_from_records(
        out: &Path,
        provenance: Provenance,
        scenarios: Vec<ScenarioRecord>,
        order: Vec<CellKey>,
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

    /// Returns the folder that holds the run until it is finished.
    pub fn partial_folder(&self) -> &Path {
        &self.partial
    }

    /// Records a firmware before the first cell that ran in it. A firmware of a name that is already recorded is ignored.
    ///
    /// # Errors
    /// [`StoreError::Write`].
    pub fn firmware(&mut self, firmware: FirmwareRecord) -> Result<(), StoreError> {
        self.append(Line::Firmware(firmware))
    }

    /// Records a measurement of `cell`. The samples of several measurements are joined; if one failed, the cell has failed.
    ///
    /// # Errors
    /// [`StoreError::Write`].
    pub fn record(&mut self, cell: &Cell, measurement: Measurement) -> Result<(), StoreError> {
        self.append(Line::cell(cell, measurement))
    }

    /// Records a cell of another run.
    ///
    /// # Errors
    /// [`StoreError::Write`].
    pub(crate) fn record_merged(
        &mut self,
        cell: &CellRecord,
        samples: Vec<Sample>,
        quantities: Vec<SampleQuantities>,
    ) -> Result<(), StoreError> {
        let (firmware, compile_cycles, failure) = match &cell.outcome {
            CellOutcome::Measured(it) => (it.firmware.clone(), it.compile_cycles, None),
            CellOutcome::Failed { reason } => (String::new(), None, Some(reason.clone())),
        };
        let taken = (!samples.is_empty()).then_some(Measurement::Measured {
            firmware,
            compile_cycles,
            samples,
            quantities,
        });
        for measurement in taken.into_iter().chain(failure.map(|reason| Measurement::Failed { reason })) {
            let CellRecord { key, runtime, technique, scale, .. } = cell.clone();
            self.append(Line::Cell { key, runtime, technique, scale, measurement })?;
        }
        Ok(())
    }

    /// Returns the record of the run so far.
    pub fn summary(&self) -> RunRecord {
        self.log.record(RunStatus::Unfinished, None, BTreeMap::new())
    }

    /// Returns the samples of a cell in the steady state; `None` if it was not recorded.
    pub fn series(&self, key: &CellKey) -> Option<Series> {
        let samples = self.log.cells.iter().find(|it| it.key == *key)?;
        let scenario = self.log.header.scenarios.iter().find(|it| it.id == key.scenario)?;
        Some(samples.series(scenario))
    }

    /// Sets the claims of the run's record.
    pub fn set_claims(&mut self, claims: Vec<ClaimRecord>) {
        self.log.claims = claims;
    }

    /// Writes the files of the run, renames the folder and returns its path.
    ///
    /// # Errors
    /// [`StoreError::Write`] and [`StoreError::Table`]; the journal stays in the partial folder.
    pub fn finish(self, status: RunStatus, ended: Timestamp) -> Result<PathBuf, StoreError> {
        let header = &self.log.header;
        let (board, method) = (header.provenance.board.kind, header.provenance.method);
        let mut files = BTreeMap::new();

        let path = self.new_file(SAMPLES_FILE)?;
        let table_error = |source| StoreError::Table { path: path.clone(), source };
        let mut samples =
            samples_table::frame(&header.name, board, method, &self.log.cells).map_err(table_error)?;
        parquet::write(&path, &mut samples)?;
        files.insert(SAMPLES_FILE.to_owned(), hash(&path)?);

        let path = self.new_file(QUANTITIES_FILE)?;
        let table_error = |source| StoreError::Table { path: path.clone(), source };
        if let Some(mut quantities) =
            quantities_table::frame(&self.log, board, method).map_err(table_error)?
        {
            parquet::write(&path, &mut quantities)?;
            files.insert(QUANTITIES_FILE.to_owned(), hash(&path)?);
        }

        let mut record = self.log.record(status, Some(ended), BTreeMap::new());
        let path = self.new_file(CELLS_FILE)?;
        let table_error = |source| StoreError::Table { path: path.clone(), source };
        parquet::write(&path, &mut cells_table::frame(&record).map_err(table_error)?)?;
        files.insert(CELLS_FILE.to_owned(), hash(&path)?);
        record.files = files;

        let path = self.new_file(RUN_FILE)?;
        let write_error = |source| StoreError::Write { path: path.clone(), source };
        let mut json = serde_json::to_vec_pretty(&record).map_err(|error| write_error(error.into()))?;
        json.push(b'\n');
        parquet::write_bytes(&path, &json).map_err(write_error)?;

        // The journal marks an unfinished folder, so it is removed last.
        let write_error = |source| StoreError::Write { path: self.folder.clone(), source };
        fs::remove_file(self.partial.join(JOURNAL_FILE)).map_err(write_error)?;
        if self.folder.exists() {
            fs::remove_dir(&self.folder).map_err(write_error)?;
        }
        fs::rename(&self.partial, &self.folder).map_err(write_error)?;
        Ok(self.folder.clone())
    }

    /// Returns the path of the file `name` in the partial folder, after removing the file of a failed attempt.
    fn new_file(&self, name: &str) -> Result<PathBuf, StoreError> {
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
            // An error is ignored: the next run of the same name reports the leftover folder.
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
