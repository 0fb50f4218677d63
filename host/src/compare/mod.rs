//! Comparison of two runs.
//!
//! [`compare`] joins the cells of both runs by name and decides for each cell whether it changed, see [`decision`]. To add
//! an output format, add a file to `render/` and list it in [`FORMATS`].

mod cells;
mod deadlines;
mod decision;
mod error;
mod provenance;
mod render;

pub use cells::{CellComparison, Status};
pub use deadlines::{DeadlineResult, VerdictComparison};
use decision::FAMILY_WISE_RATE;
pub use decision::{Change, Decision, Rule};
pub use error::CompareError;
pub use provenance::Difference;
pub use render::{FORMATS, Format, format_named};

use crate::run::CellKey;
use crate::store::Run;
use serde::Serialize;
use std::collections::HashSet;

/// Differences between the runs that `compare` refuses unless they are accepted.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Accepted {
    /// Accept a simulated and a hardware board.
    pub boards: bool,
    /// Accept different system clocks.
    pub clocks: bool,
}

/// The comparison of two runs.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Comparison {
    /// The baseline run.
    pub base: ComparedRun,
    /// The run that is compared with the baseline run.
    pub new: ComparedRun,
    /// The rule for changes.
    pub rule: Rule,
    /// Differences in provenance.
    pub differences: Vec<Difference>,
    /// All cells of both runs, sorted by scale, scenario and the order of the baseline run.
    pub cells: Vec<CellComparison>,
    /// All deadlines with a verdict in both runs.
    pub verdicts: Vec<VerdictComparison>,
}

/// Name and origin of a compared run.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ComparedRun {
    /// Name of the run.
    pub run: String,
    /// Kind of board: `simulated` or `hardware`.
    pub board: String,
    /// Start time, UTC.
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
    /// Returns the number of cells with a status.
    pub fn count(&self, status: Status) -> usize {
        self.cells.iter().filter(|cell| cell.status == status).count()
    }

    /// Returns the cells with a status.
    pub(crate) fn of_status(&self, status: Status) -> impl Iterator<Item = &CellComparison> {
        self.cells.iter().filter(move |cell| cell.status == status)
    }

    /// Returns true if a cell is slower, fails, is missing, or misses a deadline that it met in the baseline run.
    pub fn has_regression(&self) -> bool {
        self.cells.iter().any(|cell| cell.status.is_regression())
            || self.verdicts.iter().any(|it| it.regression)
    }

    /// Returns true if any result differs between the runs.
    pub fn has_change(&self) -> bool {
        self.cells.iter().any(|cell| !matches!(cell.status, Status::Unchanged | Status::StillFailing))
            || self.verdicts.iter().any(VerdictComparison::is_change)
    }
}

/// Compares `new` with `base`.
///
/// # Errors
/// [`CompareError`] if the results are not comparable: the kinds of board or the clocks differ and this is not
/// `accepted`, or the runs have no cell in common.
pub fn compare(base: &Run, new: &Run, rule: Rule, accepted: Accepted) -> Result<Comparison, CompareError> {
    provenance::check(&base.record, &new.record, accepted)?;
    let cells = cells::compare_cells(base, new, rule);
    if !cells.iter().any(|cell| cell.in_both()) {
        let example = |run: &Run| run.record.cells.first().map(|it| it.key.to_string()).unwrap_or_default();
        return Err(CompareError::NothingInCommon {
            base: base.record.name.clone(),
            base_has: example(base),
            new: new.record.name.clone(),
            new_has: example(new),
        });
    }
    let same_work = cells.iter().filter(|cell| cell.in_both() && cell.status != Status::DifferentWork);
    let same_work: HashSet<&CellKey> = same_work.map(|cell| &cell.id).collect();
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
