//! `readings.parquet`: one row a value of a quantity. An event that was missed is a row without a value.

use super::{
    BoardKind, Method, RunRecord, SampleQuantities, journal::RunLog, samples_table::Reader, table::constant,
};
use crate::{
    evaluation::{Description, Quantity},
    scenario::CellId,
};
use polars::prelude::*;
use std::collections::BTreeMap;

/// The quantities of each cell, in the order of its samples.
pub(super) type Quantities = BTreeMap<CellId, Vec<SampleQuantities>>;

/// Rows of an event that was missed, at most, for one quantity of one sample: enough to count, and no journal can ask
/// for the memory of four billion rows.
const MOST_MISSED: u64 = 1 << 20;

/// Columns as they grow.
#[derive(Default)]
struct Columns<'a> {
    ids: Vec<&'a CellId>,
    runtimes: Vec<&'static str>,
    techniques: Vec<&'a str>,
    scales: Vec<&'static str>,
    boots: Vec<u32>,
    orders: Vec<u32>,
    quantities: Vec<&'a str>,
    units: Vec<&'a str>,
    values: Vec<Option<f64>>,
}

/// The quantities of all cells of `log`; `None` if no scenario has any.
pub(super) fn frame(log: &RunLog, board: BoardKind, method: Method) -> PolarsResult<Option<DataFrame>> {
    if log.cells.iter().all(|cell| cell.quantities.is_empty()) {
        return Ok(None);
    }
    let mut columns = Columns::default();
    for cell in &log.cells {
        let scenario = log.header.scenarios.iter().find(|it| it.id == cell.id.scenario);
        let descriptions: &[Description] = scenario.map_or(&[], |it| &it.quantities);
        for of_sample in &cell.quantities {
            for (description, quantity) in descriptions.iter().zip(&of_sample.quantities) {
                let missed = (0..quantity.missed.min(MOST_MISSED)).map(|_| None);
                for value in quantity.values.iter().copied().map(Some).chain(missed) {
                    columns.ids.push(&cell.id);
                    columns.runtimes.push(cell.runtime.as_str());
                    columns.techniques.push(&cell.technique);
                    columns.scales.push(cell.scale.as_str());
                    columns.boots.push(of_sample.boot);
                    columns.orders.push(of_sample.order);
                    columns.quantities.push(&description.id);
                    columns.units.push(&description.unit);
                    columns.values.push(value);
                }
            }
        }
    }
    let rows = columns.values.len();
    let text = |name: &str, values: &mut dyn Iterator<Item = &str>| {
        StringChunked::from_iter_values(name.into(), values).into_column()
    };
    let of_id =
        |name: &str, part: fn(&CellId) -> &str| text(name, &mut columns.ids.iter().map(|id| part(id)));
    DataFrame::new(
        rows,
        vec![
            constant("run", &log.header.name, rows),
            constant("board", board.as_str(), rows),
            constant("method", method.as_str(), rows),
            of_id("scenario", |id| &id.scenario),
            of_id("implementation", |id| &id.implementation),
            text("runtime", &mut columns.runtimes.iter().copied()),
            text("technique", &mut columns.techniques.iter().copied()),
            of_id("placement", |id| id.placement.as_str()),
            text("scale", &mut columns.scales.iter().copied()),
            UInt32Chunked::from_vec("boot".into(), columns.boots).into_column(),
            UInt32Chunked::from_vec("order".into(), columns.orders).into_column(),
            text("quantity", &mut columns.quantities.iter().copied()),
            text("unit", &mut columns.units.iter().copied()),
            Float64Chunked::from_iter_options("value".into(), columns.values.into_iter()).into_column(),
        ],
    )
    .map(Some)
}

/// The quantities in `frame`, of the scenarios of `record`.
///
/// # Errors
/// A column that is missing or of another type, a row of no cell or no quantity, as text.
pub(super) fn quantities(frame: &DataFrame, record: &RunRecord) -> Result<Quantities, String> {
    let table = Reader(frame);
    let scenario = table.text("scenario")?;
    let implementation = table.text("implementation")?;
    let (placement, quantity) = (table.text("placement")?, table.text("quantity")?);
    let (boot, order, value) = (table.narrow("boot")?, table.narrow("order")?, table.real("value")?);
    let mut cells: BTreeMap<CellId, BTreeMap<(u32, u32), Vec<Quantity>>> = BTreeMap::new();
    for row in 0..frame.height() {
        let text = |column: &StringChunked| column.get(row).unwrap_or_default().to_owned();
        let id = format!("{}/{}/{}", text(scenario), text(implementation), text(placement));
        let id: CellId = id.parse().map_err(|error| format!("row {row}: {error}"))?;
        let descriptions = record.scenario(&id.scenario).map_or(&[][..], |it| &it.quantities);
        let name = text(quantity);
        let index = descriptions
            .iter()
            .position(|it| it.id == name)
            .ok_or_else(|| format!("row {row}: `{name}` is no quantity of scenario `{}`", id.scenario))?;
        let place = (order.get(row).unwrap_or_default(), boot.get(row).unwrap_or_default());
        let of_sample = cells.entry(id).or_default().entry(place).or_default();
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
    Ok(cells.into_iter().map(|(id, samples)| (id, of_cell(samples))).collect())
}
