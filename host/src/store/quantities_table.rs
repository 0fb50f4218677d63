//! `quantities.parquet`: one row for each value of a quantity. A missed event is a row without a value.

use super::columns::Columns;
use super::journal::RunLog;
use super::key_columns::{self, KeyReader};
use super::parquet::constant;
use crate::run::{BoardKind, CellKey, Method, Quantity, QuantityDescription, RunRecord, SampleQuantities};
use crate::summary::CellSamples;
use polars::prelude::*;
use std::collections::BTreeMap;

/// Quantities of each cell, in the order of its samples.
pub(super) type Quantities = BTreeMap<CellKey, Vec<SampleQuantities>>;

/// Maximum number of rows of missed events for one quantity of one sample. Limits the memory that a damaged journal can
/// make this program allocate.
const MAX_MISSED_ROWS: u64 = 1 << 20;

/// Value of a quantity, or a missed event.
struct QuantityRow<'a> {
    cell: &'a CellSamples,
    sample: &'a SampleQuantities,
    quantity: &'a QuantityDescription,
    value: Option<f64>,
}

/// Creates the table of the quantities of all cells of `log`; `None` if no scenario has any.
pub(super) fn frame(log: &RunLog, board: BoardKind, method: Method) -> PolarsResult<Option<DataFrame>> {
    if log.cells.iter().all(|cell| cell.quantities.is_empty()) {
        return Ok(None);
    }
    let rows: Vec<QuantityRow<'_>> = log.cells.iter().flat_map(|cell| rows_of(cell, log)).collect();
    let count = rows.len();
    let text = |name: &str, of: for<'r> fn(&'r QuantityRow<'_>) -> &'r str| {
        StringChunked::from_iter_values(name.into(), rows.iter().map(of)).into_column()
    };
    let u32s = |name: &str, of: fn(&QuantityRow<'_>) -> u32| {
        UInt32Chunked::from_iter_values(name.into(), rows.iter().map(of)).into_column()
    };
    let mut columns = vec![
        constant("run", &log.header.name, count),
        constant("board", board.as_ref(), count),
        constant("method", method.as_ref(), count),
    ];
    columns.extend(key_columns::columns(rows.iter().map(|row| &row.cell.key)));
    columns.extend([
        text("runtime", |row| row.cell.runtime.as_ref()),
        text("technique", |row| &row.cell.technique),
        text("scale", |row| row.cell.scale.as_ref()),
        u32s("boot", |row| row.sample.boot),
        u32s("order", |row| row.sample.order),
        text("quantity", |row| &row.quantity.id),
        text("unit", |row| &row.quantity.unit),
        Float64Chunked::from_iter_options("value".into(), rows.iter().map(|row| row.value)).into_column(),
    ]);
    DataFrame::new(count, columns).map(Some)
}

/// Yields the rows of a cell: for each sample and quantity its values, then its missed events.
fn rows_of<'a>(cell: &'a CellSamples, log: &'a RunLog) -> impl Iterator<Item = QuantityRow<'a>> {
    let scenario = log.header.scenarios.iter().find(|it| it.id == cell.key.scenario);
    let descriptions: &[QuantityDescription] = scenario.map_or(&[], |it| &it.quantities);
    cell.quantities.iter().flat_map(move |sample| {
        descriptions.iter().zip(&sample.quantities).flat_map(move |(description, quantity)| {
            let missed = (0..quantity.missed.min(MAX_MISSED_ROWS)).map(|_| None);
            let values = quantity.values.iter().copied().map(Some).chain(missed);
            values.map(move |value| QuantityRow { cell, sample, quantity: description, value })
        })
    })
}

/// Returns the quantities in `frame`, of the scenarios of `record`.
///
/// # Errors
/// A message about a column that is missing or of another type, or a row whose cell or quantity is not part of the run.
pub(super) fn quantities(frame: &DataFrame, record: &RunRecord) -> Result<Quantities, String> {
    let table = Columns(frame);
    let (quantity, value) = (table.text("quantity")?, table.optional_f64("value")?);
    let (boot, order) = (table.u32("boot")?, table.u32("order")?);
    let mut reader = KeyReader::default();
    let cells = reader.indices(&table)?;
    let keys = reader.keys();
    let mut samples: Vec<BTreeMap<(u32, u32), Vec<Quantity>>> =
        keys.iter().map(|_| BTreeMap::new()).collect();
    for (row, cell) in cells.into_iter().enumerate() {
        let (Some(key), Some(of_cell)) = (keys.get(cell), samples.get_mut(cell)) else { continue };
        let descriptions = record.scenario(&key.scenario).map_or(&[][..], |it| &it.quantities);
        let name = quantity.get(row).unwrap_or_default();
        let index = descriptions
            .iter()
            .position(|it| it.id == name)
            .ok_or_else(|| format!("row {row}: `{name}` is not a quantity of scenario `{}`", key.scenario))?;
        let sample = (order.get(row).unwrap_or_default(), boot.get(row).unwrap_or_default());
        let of_sample = of_cell.entry(sample).or_default();
        of_sample.resize_with(descriptions.len(), Quantity::default);
        if let Some(quantity) = of_sample.get_mut(index) {
            match value.get(row) {
                Some(value) => quantity.values.push(value),
                None => quantity.missed += 1,
            }
        }
    }
    let of_cell = |samples: BTreeMap<(u32, u32), Vec<Quantity>>| {
        let sample = |((order, boot), quantities)| SampleQuantities { boot, order, quantities };
        samples.into_iter().map(sample).collect()
    };
    Ok(keys.into_iter().zip(samples.into_iter().map(of_cell)).collect())
}
