//! What a report is made of.

use super::History;
use crate::{
    explain::{ExplainDocument, Explanation},
    scenario::CellId,
    stats::Estimate,
    store::{
        BoardKind, CellOutcome, CellRecord, MeasuredCell, Reading, Readings, RunFolder, RunRecord, StoreError,
    },
};
use std::{borrow::Cow, path::Path};

/// A run with what its report shows beside it.
#[derive(Debug, Clone)]
pub struct ReportData {
    /// Provenance and figures.
    pub record: RunRecord,
    /// The samples of each cell.
    pub readings: Readings,
    /// The runs before it.
    pub history: History,
    /// What `twinbench explain` has left in the run's folder.
    pub explanations: Option<ExplainDocument>,
    /// Cells that charts leave to the tables.
    pub uncharted: usize,
}

/// Cells that charts show at most: some hundred pages of paper.
const MOST_CHARTED: usize = 1000;

impl ReportData {
    /// Reads the run in `folder`.
    ///
    /// # Errors
    /// [`StoreError`] if a file of it cannot be read.
    pub fn read(folder: &Path) -> Result<Self, StoreError> {
        let run = RunFolder::open(folder)?;
        let readings = run.readings()?;
        Ok(Self {
            record: run.record,
            readings,
            history: History::default(),
            explanations: None,
            uncharted: 0,
        })
    }

    /// What the board is called in reports, to be read before any figure: a word and a sentence.
    pub(super) fn board_statement(&self) -> (&'static str, String) {
        let board = &self.record.provenance.board;
        match board.kind {
            BoardKind::Simulated => (
                "SIMULATED",
                "made on the simulated Pico 2, a model: no figure here is a measurement of hardware"
                    .to_owned(),
            ),
            BoardKind::Hardware => ("HARDWARE", format!("measured on a Pico 2 behind {}", board.probe)),
        }
    }

    /// What charts show: all of it, or its first cells.
    pub(super) fn charted(&self) -> Cow<'_, Self> {
        let uncharted = self.record.cells.len().saturating_sub(MOST_CHARTED);
        if uncharted == 0 {
            return Cow::Borrowed(self);
        }
        let mut record = self.record.clone();
        record.cells.truncate(MOST_CHARTED);
        let readings = record.cells.iter().filter_map(|cell| self.readings.get_key_value(&cell.id));
        let readings = readings.map(|(id, readings)| (id.clone(), readings.clone())).collect();
        Cow::Owned(Self {
            record,
            readings,
            history: self.history.clone(),
            explanations: self.explanations.clone(),
            uncharted,
        })
    }

    /// Explanations that were made on a board of the run's kind: the others must not stand under its stamp.
    pub(super) fn explanations_of_this_board(&self) -> impl Iterator<Item = &Explanation> {
        let kind = self.record.provenance.board.kind;
        let of_this_board = self.explanations.as_ref().filter(|document| document.board.kind == kind);
        of_this_board.into_iter().flat_map(|document| &document.explanations)
    }

    /// The readings of a cell.
    pub(super) fn samples_of(&self, id: &CellId) -> &[Reading] {
        self.readings.get(id).map_or(&[], Vec::as_slice)
    }
}

/// The figures of a cell that was measured.
pub(super) fn measured(cell: &CellRecord) -> Option<&MeasuredCell> {
    match &cell.outcome {
        CellOutcome::Measured(measured) => Some(measured),
        CellOutcome::Failed { .. } => None,
    }
}

/// Nanoseconds per operation, at the clock that the cell's firmware ran at.
pub(super) fn time_per_operation(record: &RunRecord, cell: &MeasuredCell) -> Option<Estimate> {
    record.time_per_operation(cell)
}
