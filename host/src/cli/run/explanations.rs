//! Instruction counts for claims, recorded on the board of the run after its cells are measured.

use std::collections::BTreeMap;
use std::sync::Arc;

use tokio_util::sync::CancellationToken;

use crate::board::{AttachedBoard, SessionLimits};
use crate::claims::{Claim, ExplainedFigures, Test};
use crate::cli::board_explainer::{BoardExplainer, BootedFirmwares, Programs};
use crate::explain::{
    ExplainDocument, ExplainError, ExplainedWorkload, RetiredInstructions, SingleStepper, TraceSource,
    claim_figures,
};
use crate::measure::{ImageKind, Images};
use crate::run::{CellKey, Measure, Timestamp};
use crate::scenario::Cell;
use crate::stats::Estimate;

/// Largest number of instructions in a sample. One block of a hundred operations has about ten thousand.
const LIMIT: usize = 5_000_000;

/// Explanations of a run's cells.
#[derive(Default)]
pub(super) struct Explanations {
    /// Contents of `explain.json`; `None` if nothing was explained.
    pub document: Option<ExplainDocument>,
    figures: BTreeMap<CellKey, BTreeMap<String, f64>>,
    failures: BTreeMap<CellKey, String>,
}

impl Explanations {
    /// Explains the cells whose instruction counts `claims` test. The claims of a cell that cannot be explained stay
    /// unmeasured. An interruption skips the remaining cells.
    pub(super) fn of(
        claims: &[Claim],
        cells: &[Cell],
        board: &mut AttachedBoard,
        images: Arc<Images>,
        limits: SessionLimits,
        cancel: CancellationToken,
    ) -> Self {
        let wanted = |cell: &&Cell| {
            claims.iter().any(|claim| {
                matches!(&claim.test, Test::Measure(Measure::Explain { cell: id, .. }) if *id == cell.key())
            })
        };
        let mut found = Self::default();
        let mut wanted: Vec<&Cell> = cells.iter().filter(wanted).collect();
        wanted.sort_by_key(|cell| (ImageKind::of(cell.runtime(), cell.placement), cell.key()));
        if wanted.is_empty() {
            return found;
        }
        let kinds: Vec<ImageKind> =
            wanted.iter().map(|cell| ImageKind::of(cell.runtime(), cell.placement)).collect();
        let programs = match Programs::read(images, &kinds) {
            Ok(programs) => programs,
            Err(error) => {
                found.failures.extend(wanted.iter().map(|cell| (cell.key(), error.to_string())));
                return found;
            }
        };
        let mut source: Box<dyn TraceSource> = match RetiredInstructions::of(board) {
            Some(retired) => Box::new(retired),
            None => Box::new(SingleStepper),
        };
        let explained = Timestamp::now();
        let mut session = BoardExplainer {
            board,
            programs: &programs,
            source: &mut *source,
            limit: LIMIT,
            limits,
            cancel,
            booted: BootedFirmwares::default(),
        };
        let mut explanations = Vec::new();
        for cell in wanted {
            match session.explain(&ExplainedWorkload::cell(cell.clone(), None)) {
                Ok(explanation) => {
                    found.figures.insert(cell.key(), claim_figures(&explanation));
                    explanations.push(explanation);
                }
                Err(ExplainError::Board(error)) if error.is_interruption() => break,
                Err(error) => {
                    found.failures.insert(cell.key(), format!("cannot be explained: {error}"));
                }
            }
        }
        if !explanations.is_empty() {
            found.document = Some(session.document(explained, explanations));
        }
        found
    }
}

impl ExplainedFigures for Explanations {
    fn figure(&self, cell: &CellKey, name: &str) -> Result<Estimate, String> {
        if let Some(why) = self.failures.get(cell) {
            return Err(why.clone());
        }
        let Some(figures) = self.figures.get(cell) else {
            return Err(format!("cell {cell} was not part of the run, or not explained"));
        };
        match figures.get(name) {
            Some(&value) => Ok(Estimate { value, samples: 1, interval: None }),
            None => Err(format!("an explanation of {cell} has no figure `{name}` on this board")),
        }
    }
}
