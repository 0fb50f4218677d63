//! `samples.parquet`: one row for each sample.

use super::columns::Columns;
use super::key_columns::{self, KeyReader};
use super::parquet::constant;
use crate::run::{BoardKind, CellKey, Method, Sample};
use crate::summary::CellSamples;
use polars::prelude::*;
use std::collections::BTreeMap;

/// Creates the table of all samples of `cells`, in the order of time.
pub(super) fn frame(
    run: &str,
    board: BoardKind,
    method: Method,
    cells: &[CellSamples],
) -> PolarsResult<DataFrame> {
    let mut rows: Vec<(&CellSamples, &Sample)> =
        cells.iter().flat_map(|cell| cell.samples.iter().map(move |sample| (cell, sample))).collect();
    rows.sort_by_key(|(_, sample)| sample.order);
    let count = rows.len();
    let text = |name: &str, of: fn(&CellSamples) -> &str| {
        StringChunked::from_iter_values(name.into(), rows.iter().map(|(cell, _)| of(cell))).into_column()
    };
    let u32s = |name: &str, of: fn(&Sample) -> u32| {
        UInt32Chunked::from_iter_values(name.into(), rows.iter().map(|(_, sample)| of(sample))).into_column()
    };
    let u64s = |name: &str, of: fn(&Sample) -> u64| {
        UInt64Chunked::from_iter_values(name.into(), rows.iter().map(|(_, sample)| of(sample))).into_column()
    };
    let instructions = rows.iter().map(|(_, sample)| sample.instructions);
    let first = rows.iter().map(|(_, sample)| sample.first);
    let mut columns = vec![
        constant("run", run, count),
        constant("board", board.as_ref(), count),
        constant("method", method.as_ref(), count),
    ];
    columns.extend(key_columns::columns(rows.iter().map(|(cell, _)| &cell.key)));
    columns.extend([
        text("runtime", |cell| cell.runtime.as_ref()),
        text("technique", |cell| &cell.technique),
        text("scale", |cell| cell.scale.as_ref()),
        u32s("boot", |sample| sample.boot),
        u32s("order", |sample| sample.order),
        u32s("length", |sample| sample.length.factor()),
        u64s("operations", |sample| sample.operations),
        u64s("cycles", |sample| sample.cycles),
        UInt64Chunked::from_iter_options("instructions".into(), instructions).into_column(),
        u64s("xip_hits", |sample| sample.xip_hits),
        u64s("xip_accesses", |sample| sample.xip_accesses),
        BooleanChunked::from_iter_values("first".into(), first).into_column(),
    ]);
    DataFrame::new(count, columns)
}

/// Returns the samples of each cell in `frame`, in the order of time.
///
/// # Errors
/// A message about a column that is missing, of another type, or without a value in some row.
pub(super) fn samples(frame: &DataFrame) -> Result<BTreeMap<CellKey, Vec<Sample>>, String> {
    let table = Columns(frame);
    let (boot, order, length) = (table.u32("boot")?, table.u32("order")?, table.u32("length")?);
    let (operations, cycles) = (table.u64("operations")?, table.u64("cycles")?);
    let (xip_hits, xip_accesses) = (table.u64("xip_hits")?, table.u64("xip_accesses")?);
    let instructions = table.optional_u64("instructions")?;
    let first = table.bool("first")?;

    let mut reader = KeyReader::default();
    let mut samples: Vec<Vec<Sample>> = Vec::new();
    for (row, cell) in reader.indices(&table)?.into_iter().enumerate() {
        let u32_at = |column: &UInt32Chunked| column.get(row).unwrap_or_default();
        let u64_at = |column: &UInt64Chunked| column.get(row).unwrap_or_default();
        if cell == samples.len() {
            samples.push(Vec::new());
        }
        if let Some(samples) = samples.get_mut(cell) {
            samples.push(Sample {
                boot: u32_at(boot),
                order: u32_at(order),
                length: u32_at(length).try_into().map_err(|error| format!("row {row}: {error}"))?,
                operations: u64_at(operations),
                cycles: u64_at(cycles),
                instructions: instructions.get(row),
                xip_hits: u64_at(xip_hits),
                xip_accesses: u64_at(xip_accesses),
                first: first.get(row).unwrap_or_default(),
            });
        }
    }
    for of_cell in &mut samples {
        of_cell.sort_by_key(|sample| sample.order);
    }
    Ok(reader.keys().into_iter().zip(samples).collect())
}
