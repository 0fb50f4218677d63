//! What the chart shows, without where.

use super::super::axis::LogAxis;
use crate::{
    report::format,
    scenario::{Placement, Runtime},
    stats::Estimate,
    store::{CellOutcome, CellRecord, RunRecord},
};

/// Rows beyond this many are only counted: an image must stay one that programs can open.
pub(super) const MOST_ROWS: usize = 1000;

/// The rows of one scenario.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Group {
    /// The scenario's id.
    pub id: String,
    /// Its title and scale.
    pub title: String,
    pub rows: Vec<Row>,
}

/// One cell.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Row {
    pub implementation: String,
    pub placement: Placement,
    pub runtime: Runtime,
    pub mark: Mark,
}

/// What stands in a row.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Mark {
    /// A dot with its interval, joined to the baseline it is compared with.
    Dot { cycles: Estimate, baseline: Option<f64>, value: String, ratio: String },
    /// A word in place of a dot.
    Word(&'static str),
}

/// All rows by scenario, up to [`MOST_ROWS`].
pub(super) fn groups(record: &RunRecord) -> Vec<Group> {
    let mut room = MOST_ROWS;
    let mut groups = Vec::new();
    for scenario in &record.scenarios {
        let cells = record.cells.iter().filter(|cell| cell.id.scenario == scenario.id).take(room);
        let rows: Vec<Row> = cells.map(|cell| row(record, cell)).collect();
        room -= rows.len();
        if !rows.is_empty() {
            let title = format!("{}  ({})", scenario.title, scenario.scale);
            groups.push(Group { id: scenario.id.clone(), title, rows });
        }
    }
    groups
}

fn row(record: &RunRecord, cell: &CellRecord) -> Row {
    let mark = match &cell.outcome {
        CellOutcome::Failed { .. } => Mark::Word("failed"),
        CellOutcome::Measured(measured) => {
            let cycles = measured.statistics.per_operation;
            if LogAxis::holds(cycles.value) {
                let baseline = measured.ratio.as_ref().and_then(|ratio| record.measured(&ratio.baseline));
                Mark::Dot {
                    cycles,
                    baseline: baseline.map(|it| it.statistics.per_operation.value),
                    value: format::compact(cycles.value),
                    ratio: measured
                        .ratio
                        .as_ref()
                        .map_or(String::new(), |ratio| format!("{}×", format::compact(ratio.estimate.value))),
                }
            } else {
                Mark::Word("not above 0")
            }
        }
    };
    Row {
        implementation: cell.id.implementation.clone(),
        placement: cell.id.placement,
        runtime: cell.runtime,
        mark,
    }
}
