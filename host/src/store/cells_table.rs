//! `cells.parquet`: one row a cell, measured or failed.

use super::{CellOutcome, CellRecord, FirmwareRecord, MeasuredCell, RunRecord, table::constant};
use crate::stats::Settling;
use polars::prelude::*;

/// The cells of `record`, in the order of its tables.
pub(super) fn frame(record: &RunRecord) -> PolarsResult<DataFrame> {
    let table = Cells(record);
    let rows = record.cells.len();
    let columns = vec![
        constant("run", &record.name, rows),
        constant("board", record.provenance.board.kind.as_str(), rows),
        constant("method", record.provenance.method.as_str(), rows),
        table.text("scenario", |cell| Some(cell.id.scenario.clone())),
        table.text("implementation", |cell| Some(cell.id.implementation.clone())),
        table.text("runtime", |cell| Some(cell.runtime.to_string())),
        table.text("technique", |cell| Some(cell.technique.clone())),
        table.text("placement", |cell| Some(cell.id.placement.to_string())),
        table.text("scale", |cell| Some(cell.scale.to_string())),
        table.text("failure", failure),
        table.text("firmware", |cell| Some(measured(cell)?.firmware.clone())),
        table.whole("sysclk_hz", |cell| Some(u64::from(table.firmware(cell)?.board.sysclk_hz))),
        table.whole("boots", |cell| Some(measured(cell)?.statistics.boots)),
        table.whole("samples", |cell| Some(measured(cell)?.statistics.per_operation.samples)),
        table.real("cycles_per_operation", |cell| Some(measured(cell)?.statistics.per_operation.value)),
        table.real("cycles_lower", |cell| Some(measured(cell)?.statistics.per_operation.lower())),
        table.real("cycles_upper", |cell| Some(measured(cell)?.statistics.per_operation.upper())),
        table.flag("exact", |cell| Some(measured(cell)?.statistics.per_operation.is_exact())),
        table.real("intercept", |cell| measured(cell)?.statistics.intercept),
        table.whole("single_minimum", |cell| Some(measured(cell)?.statistics.single.minimum)),
        table.real("single_median", |cell| Some(measured(cell)?.statistics.single.median)),
        table.whole("single_maximum", |cell| Some(measured(cell)?.statistics.single.maximum)),
        table.whole("double_minimum", |cell| Some(measured(cell)?.statistics.double?.minimum)),
        table.real("double_median", |cell| Some(measured(cell)?.statistics.double?.median)),
        table.whole("double_maximum", |cell| Some(measured(cell)?.statistics.double?.maximum)),
        table.real("cold_median", |cell| Some(measured(cell)?.statistics.cold?.value)),
        table.whole("outliers", |cell| Some(measured(cell)?.statistics.outliers.total())),
        table.text("settling", |cell| Some(settling_word(measured(cell)?.statistics.settling).to_owned())),
        table.text("ratio_baseline", |cell| Some(measured(cell)?.ratio.as_ref()?.baseline.to_string())),
        table.real("ratio", |cell| Some(measured(cell)?.ratio.as_ref()?.estimate.value)),
        table.real("ratio_lower", |cell| Some(measured(cell)?.ratio.as_ref()?.estimate.lower())),
        table.real("ratio_upper", |cell| Some(measured(cell)?.ratio.as_ref()?.estimate.upper())),
        table.real("instructions_per_operation", |cell| measured(cell)?.instructions_per_operation),
        table.real("xip_hit_rate", |cell| measured(cell)?.xip_hit_rate),
        table.real("xip_accesses_per_operation", |cell| Some(measured(cell)?.xip_accesses_per_operation)),
        table.whole("compile_cycles", |cell| measured(cell)?.compile_cycles),
    ];
    DataFrame::new(rows, columns)
}

fn measured(cell: &CellRecord) -> Option<&MeasuredCell> {
    match &cell.outcome {
        CellOutcome::Measured(measured) => Some(measured),
        CellOutcome::Failed { .. } => None,
    }
}

fn failure(cell: &CellRecord) -> Option<String> {
    match &cell.outcome {
        CellOutcome::Measured(_) => None,
        CellOutcome::Failed { reason } => Some(reason.clone()),
    }
}

fn settling_word(settling: Settling) -> &'static str {
    match settling {
        Settling::Flat => "flat",
        Settling::WarmUp { .. } => "warm-up",
        Settling::SlowDown { .. } => "slow-down",
        Settling::Unsettled => "unsettled",
    }
}

/// Makes columns of a record's cells.
struct Cells<'a>(&'a RunRecord);

impl<'a> Cells<'a> {
    fn firmware(&self, cell: &CellRecord) -> Option<&'a FirmwareRecord> {
        self.0.firmware(&measured(cell)?.firmware)
    }

    fn text(&self, name: &str, value: impl Fn(&CellRecord) -> Option<String>) -> Column {
        StringChunked::from_iter_options(name.into(), self.0.cells.iter().map(value)).into_column()
    }

    fn whole(&self, name: &str, value: impl Fn(&CellRecord) -> Option<u64>) -> Column {
        UInt64Chunked::from_iter_options(name.into(), self.0.cells.iter().map(value)).into_column()
    }

    fn real(&self, name: &str, value: impl Fn(&CellRecord) -> Option<f64>) -> Column {
        Float64Chunked::from_iter_options(name.into(), self.0.cells.iter().map(value)).into_column()
    }

    fn flag(&self, name: &str, value: impl Fn(&CellRecord) -> Option<bool>) -> Column {
        BooleanChunked::from_iter_options(name.into(), self.0.cells.iter().map(value)).into_column()
    }
}
