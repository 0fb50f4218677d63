//! The tables that are exported, in the columns of the Parquet files.

use crate::scenario::words;
use crate::store::{CellOutcome, Run};
use serde_json::{Map, Value, json};

words! {
    /// Which table.
    Table, "table";
    /// One row a cell.
    Cells = "cells",
    /// One row a sample.
    Samples = "samples",
}

/// One row: values by the name of the column, in the order of columns.
pub(super) type Row = Map<String, Value>;

/// Names of a table's columns, in order.
pub(super) fn columns(table: Table) -> &'static [&'static str] {
    match table {
        Table::Cells => &CELL_COLUMNS,
        Table::Samples => &SAMPLE_COLUMNS,
    }
}

const CELL_COLUMNS: [&str; 24] = [
    "run",
    "board",
    "method",
    "scenario",
    "implementation",
    "runtime",
    "technique",
    "placement",
    "scale",
    "failure",
    "firmware",
    "sysclk_hz",
    "boots",
    "samples",
    "cycles_per_operation",
    "cycles_lower",
    "cycles_upper",
    "exact",
    "intercept",
    "ratio_baseline",
    "ratio",
    "ratio_lower",
    "ratio_upper",
    "instructions_per_operation",
];

const SAMPLE_COLUMNS: [&str; 18] = [
    "run",
    "board",
    "method",
    "scenario",
    "implementation",
    "runtime",
    "technique",
    "placement",
    "scale",
    "boot",
    "order",
    "length",
    "operations",
    "cycles",
    "instructions",
    "xip_hits",
    "xip_accesses",
    "first",
];

/// Calls `each` with every row of a table, values in the order of [`columns`].
pub(super) fn for_each_row<E>(
    run: &Run,
    table: Table,
    each: impl FnMut(Vec<Value>) -> Result<(), E>,
) -> Result<(), E> {
    match table {
        Table::Cells => cells(run).into_iter().try_for_each(each),
        Table::Samples => samples(run).try_for_each(each),
    }
}

fn common(run: &Run) -> [Value; 3] {
    let provenance = &run.record.provenance;
    [json!(run.record.name), json!(provenance.board.kind.to_string()), json!(provenance.method.to_string())]
}

fn cells(run: &Run) -> Vec<Vec<Value>> {
    let common = common(run);
    let row = |cell: &crate::store::CellRecord| {
        let mut row = common.to_vec();
        row.extend([
            json!(cell.id.scenario),
            json!(cell.id.implementation),
            json!(cell.runtime.to_string()),
            json!(cell.technique),
            json!(cell.id.placement.to_string()),
            json!(cell.scale.to_string()),
        ]);
        match &cell.outcome {
            CellOutcome::Failed { reason } => {
                row.push(json!(reason));
                row.resize(CELL_COLUMNS.len(), Value::Null);
            }
            CellOutcome::Measured(cell) => {
                let clock = run.record.firmware(&cell.firmware).map(|it| it.board.sysclk_hz);
                let cost = &cell.statistics.per_operation;
                let ratio = cell.ratio.as_ref();
                row.extend([
                    Value::Null,
                    json!(cell.firmware),
                    json!(clock),
                    json!(cell.statistics.boots),
                    json!(cost.samples),
                    json!(cost.value),
                    json!(cost.lower()),
                    json!(cost.upper()),
                    json!(cost.is_exact()),
                    json!(cell.statistics.intercept),
                    json!(ratio.map(|it| it.baseline.to_string())),
                    json!(ratio.map(|it| it.estimate.value)),
                    json!(ratio.map(|it| it.estimate.lower())),
                    json!(ratio.map(|it| it.estimate.upper())),
                    json!(cell.instructions_per_operation),
                ]);
            }
        }
        row
    };
    run.record.cells.iter().map(row).collect()
}

fn samples(run: &Run) -> impl Iterator<Item = Vec<Value>> {
    let common = common(run);
    let cells: std::collections::HashMap<_, _> =
        run.record.cells.iter().map(|cell| (&cell.id, cell)).collect();
    let mut taken: Vec<_> =
        run.samples.iter().flat_map(|(id, samples)| samples.iter().map(move |sample| (id, sample))).collect();
    taken.sort_by_key(|(_, sample)| sample.order);
    taken.into_iter().map(move |(id, sample)| {
        let cell = cells.get(id);
        let mut row = common.to_vec();
        row.extend([
            json!(id.scenario),
            json!(id.implementation),
            json!(cell.map(|it| it.runtime.to_string())),
            json!(cell.map(|it| &it.technique)),
            json!(id.placement.to_string()),
            json!(cell.map(|it| it.scale.to_string())),
            json!(sample.boot),
            json!(sample.order),
            json!(sample.length),
            json!(sample.operations),
            json!(sample.cycles),
            json!(sample.instructions),
            json!(sample.xip_hits),
            json!(sample.xip_accesses),
            json!(sample.first),
        ]);
        row
    })
}
