//! What changed between two runs.
//!
//! [`compare`] joins the cells of both by name and decides, cell by cell, by the rule of [`decision`]; a file under
//! `render/` with a line in [`FORMATS`] makes another output of it.

mod cells;
mod deadlines;
mod decision;
mod error;
mod provenance;
mod render;

pub use cells::{CellComparison, Status};
pub use deadlines::{DeadlineResult, VerdictComparison};
pub use decision::{Change, Decision, FAMILY_WISE_RATE, Rule};
pub use error::CompareError;
pub use provenance::Difference;
pub use render::{FORMATS, Format, format_named};

use crate::scenario::CellId;
use crate::store::Run;
use serde::Serialize;
use std::collections::HashSet;

/// Differences between runs that make their figures incomparable, and that the user accepts all the same.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Accepted {
    /// A simulated and a hardware board.
    pub boards: bool,
    /// Different system clocks.
    pub clocks: bool,
}

/// Two runs side by side.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Comparison {
    /// The run that is compared with.
    pub base: ComparedRun,
    /// The run that is judged.
    pub new: ComparedRun,
    /// By which rule.
    pub rule: Rule,
    /// What else differs between the runs.
    pub differences: Vec<Difference>,
    /// Every cell of either run: by scale, scenario and the order of the base run.
    pub cells: Vec<CellComparison>,
    /// Every deadline that both runs judged.
    pub verdicts: Vec<VerdictComparison>,
}

/// One of the runs.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ComparedRun {
    /// Its name.
    pub run: String,
    /// `simulated` or `hardware`.
    pub board: String,
    /// When it began, UTC.
    pub started: String,
}

impl ComparedRun {
    fn of(run: &Run) -> Self {
        let provenance = &run.record.provenance;
        Self {
            run: run.record.name.clone(),
            board: provenance.board.kind.to_string(),
            started: provenance.started.to_string(),
        }
    }
}

impl Comparison {
    /// How many cells have a status.
    pub fn count(&self, status: Status) -> usize {
        self.cells.iter().filter(|cell| cell.status == status).count()
    }

    /// The cells of a status.
    pub fn of_status(&self, status: Status) -> impl Iterator<Item = &CellComparison> {
        self.cells.iter().filter(move |cell| cell.status == status)
    }

    /// Whether a gate that lets no regression pass must close: a cell takes longer, fails, is not there any more, or
    /// misses a deadline that it kept.
    pub fn has_regression(&self) -> bool {
        self.cells.iter().any(|cell| cell.status.is_regression())
            || self.verdicts.iter().any(|it| it.regression)
    }

    /// Whether anything at all differs between the figures.
    pub fn has_change(&self) -> bool {
        self.cells.iter().any(|cell| !matches!(cell.status, Status::Unchanged | Status::StillFailing))
            || self.verdicts.iter().any(VerdictComparison::is_change)
    }
}

/// Compares `new` with `base`.
///
/// # Errors
/// [`CompareError`] when the figures of one mean something else than those of the other: a simulated board against
/// hardware, or another clock, unless `accepted`; no cell in common.
pub fn compare(base: &Run, new: &Run, rule: Rule, accepted: Accepted) -> Result<Comparison, CompareError> {
    provenance::check(&base.record, &new.record, accepted)?;
    let cells = cells::compare_cells(base, new, rule);
    if !cells.iter().any(|cell| cell.in_both()) {
        let example = |run: &Run| run.record.cells.first().map(|it| it.id.to_string()).unwrap_or_default();
        return Err(CompareError::NothingInCommon {
            base: base.record.name.clone(),
            base_has: example(base),
            new: new.record.name.clone(),
            new_has: example(new),
        });
    }
    let same_work = cells.iter().filter(|cell| cell.in_both() && cell.status != Status::DifferentWork);
    let same_work: HashSet<&CellId> = same_work.map(|cell| &cell.id).collect();
    let verdicts = deadlines::compare_verdicts(&base.record, &new.record, &same_work, rule);
    Ok(Comparison {
        base: ComparedRun::of(base),
        new: ComparedRun::of(new),
        rule,
        differences: provenance::differences(&base.record, &new.record),
        verdicts,
        cells,
    })
}

#[cfg(test)]
mod tests;
