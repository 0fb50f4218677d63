//! Report data: the run with everything that its report shows.

use super::History;
use crate::explain::{ExplainDocument, Explanation};
use crate::run::{BoardKind, CellKey, RunRecord};
use crate::store::{RunFolder, SampleRow, SampleRows, StoreError};
use std::{borrow::Cow, path::Path};

/// A run, its samples, earlier runs and explanations.
#[derive(Debug, Clone)]
pub(super) struct ReportData {
    /// Provenance and results.
    pub record: RunRecord,
    /// Samples by cell.
    pub samples: SampleRows,
    /// Earlier runs.
    pub history: History,
    /// Explanations that `twinbench explain` wrote into the run folder.
    pub(crate) explanations: Option<ExplainDocument>,
    /// Number of cells that the tables list but the charts omit.
    pub omitted_from_charts: usize,
}

/// Maximum number of cells in charts: about a hundred printed pages.
const MAX_CHARTED_CELLS: usize = 1000;

impl ReportData {
    /// Reads the run in `folder`.
    ///
    /// # Errors
    /// [`StoreError`] if a file of the run cannot be read.
    pub(super) fn read(folder: &Path) -> Result<Self, StoreError> {
        let run = RunFolder::open(folder)?;
        let samples = run.sample_rows()?;
        Ok(Self {
            record: run.record,
            samples,
            history: History::default(),
            explanations: None,
            omitted_from_charts: 0,
        })
    }

    /// Returns the label of the board kind and a sentence about it. Every page and chart begins with them.
    pub(super) fn board_statement(&self) -> (&'static str, String) {
        let board = &self.record.provenance.board;
        match board.kind {
            BoardKind::Simulated => (
                "SIMULATED",
                "made on the simulated Pico 2: the figures come from a timing model, not from hardware"
                    .to_owned(),
            ),
            BoardKind::Hardware => {
                ("HARDWARE", format!("measured on a Pico 2 through the debug probe {}", board.probe))
            }
        }
    }

    /// Returns the data with at most [`MAX_CHARTED_CELLS`] cells.
    pub(super) fn charted(&self) -> Cow<'_, Self> {
        let omitted_from_charts = self.record.cells.len().saturating_sub(MAX_CHARTED_CELLS);
        if omitted_from_charts == 0 {
            return Cow::Borrowed(self);
        }
        let mut record = self.record.clone();
        record.cells.truncate(MAX_CHARTED_CELLS);
        let samples = record.cells.iter().filter_map(|cell| self.samples.get_key_value(&cell.key));
        let samples = samples.map(|(id, samples)| (id.clone(), samples.clone())).collect();
        Cow::Owned(Self {
            record,
            samples,
            history: self.history.clone(),
            explanations: self.explanations.clone(),
            omitted_from_charts,
        })
    }

    /// Returns the explanations made on a board of the run's kind. Others must not appear under its board label.
    pub(super) fn explanations_of_this_board(&self) -> impl Iterator<Item = &Explanation> {
        let kind = self.record.provenance.board.kind;
        let of_this_board = self.explanations.as_ref().filter(|document| document.board.kind == kind);
        of_this_board.into_iter().flat_map(|document| &document.explanations)
    }

    /// Returns the samples of a cell.
    pub(super) fn samples_of(&self, id: &CellKey) -> &[SampleRow] {
        self.samples.get(id).map_or(&[], Vec::as_slice)
    }
}
