//! `cells.parquet`: one row for each cell, measured or failed.

use super::key_columns;
use super::parquet::constant;
use crate::run::{CellRecord, FirmwareRecord, RunRecord};
use crate::stats::SteadyState;
use polars::prelude::*;

/// Creates the table of the cells of `record`, in its order.
pub(super) fn frame(record: &RunRecord) -> PolarsResult<DataFrame> {
    let table = Cells(record);
    let rows = record.cells.len();
    let mut columns = vec![
        constant("run", &record.name, rows),
        constant("board", record.provenance.board.kind.as_ref(), rows),
        constant("method", record.provenance.method.as_ref(), rows),
    ];
    columns.extend(key_columns::columns(record.cells.iter().map(|cell| &cell.key)));
    columns.extend([
        table.text("runtime", |cell| Some(cell.runtime.to_string())),
        table.text("technique", |cell| Some(cell.technique.clone())),
        table.text("scale", |cell| Some(cell.scale.to_string())),
        table.text("failure", |cell| cell.failure().map(str::to_owned)),
        table.text("firmware", |cell| Some(cell.measured()?.firmware.clone())),
        table.whole("sysclk_hz", |cell| Some(u64::from(table.firmware(cell)?.board.sysclk_hz))),
        table.whole("boots", |cell| Some(cell.measured()?.statistics.boots)),
        table.whole("samples", |cell| Some(cell.measured()?.statistics.per_operation.samples)),
        table.real("cycles_per_operation", |cell| Some(cell.measured()?.statistics.per_operation.value)),
        table.real("cycles_lower", |cell| Some(cell.measured()?.statistics.per_operation.lower())),
        table.real("cycles_upper", |cell| Some(cell.measured()?.statistics.per_operation.upper())),
        table.flag("exact", |cell| Some(cell.measured()?.statistics.per_operation.is_exact())),
        table.real("intercept", |cell| cell.measured()?.statistics.intercept),
        table.whole("single_minimum", |cell| Some(cell.measured()?.statistics.single.minimum)),
        table.real("single_median", |cell| Some(cell.measured()?.statistics.single.median)),
        table.whole("single_maximum", |cell| Some(cell.measured()?.statistics.single.maximum)),
        table.whole("double_minimum", |cell| Some(cell.measured()?.statistics.double?.minimum)),
        table.real("double_median", |cell| Some(cell.measured()?.statistics.double?.median)),
        table.whole("double_maximum", |cell| Some(cell.measured()?.statistics.double?.maximum)),
        table.real("cold_median", |cell| Some(cell.measured()?.statistics.cold?.value)),
        table.whole("outliers", |cell| Some(cell.measured()?.statistics.outliers.total())),
        table.text("steady_state", |cell| {
            Some(steady_state_word(cell.measured()?.statistics.steady_state).to_owned())
        }),
        table.text("ratio_baseline", |cell| Some(cell.measured()?.ratio.as_ref()?.baseline.to_string())),
        table.real("ratio", |cell| Some(cell.measured()?.ratio.as_ref()?.estimate.value)),
        table.real("ratio_lower", |cell| Some(cell.measured()?.ratio.as_ref()?.estimate.lower())),
        table.real("ratio_upper", |cell| Some(cell.measured()?.ratio.as_ref()?.estimate.upper())),
        table.real("instructions_per_operation", |cell| cell.measured()?.instructions_per_operation),
        table.real("xip_hit_rate", |cell| cell.measured()?.xip_hit_rate),
        table.real("xip_accesses_per_operation", |cell| Some(cell.measured()?.xip_accesses_per_operation)),
        table.whole("compile_cycles", |cell| cell.measured()?.compile_cycles),
    ]);
    DataFrame::new(rows, columns)
}

fn steady_state_word(steady_state: SteadyState) -> &'static str {
    match steady_state {
        SteadyState::Flat => "flat",
        SteadyState::WarmUp { .. } => "warm-up",
        SteadyState::SlowDown { .. } => "slow-down",
        SteadyState::NotReached => "not-reached",
    }
}

/// Creates columns of the cells of a record.
struct Cells<'a>(&'a RunRecord);

impl<'a> Cells<'a> {
    fn firmware(&self, cell: &CellRecord) -> Option<&'a FirmwareRecord> {
        self.0.firmware(&cell.measured()?.firmware)
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
