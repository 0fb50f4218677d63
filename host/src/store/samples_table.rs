//! `samples.parquet`: one row a sample.

use super::{BoardKind, Method, Sample, cell_record::CellLog, places::Places, table::constant};
use crate::scenario::CellId;
use polars::prelude::*;
use std::collections::BTreeMap;

/// The samples of `logs`, in the order they were taken.
pub(super) fn frame(
    run: &str,
    board: BoardKind,
    method: Method,
    logs: &[CellLog],
) -> PolarsResult<DataFrame> {
    let mut rows: Vec<(&CellLog, &Sample)> =
        logs.iter().flat_map(|log| log.samples.iter().map(move |sample| (log, sample))).collect();
    rows.sort_by_key(|(_, sample)| sample.order);
    let count = rows.len();
    let text = |name: &str, of: fn(&CellLog) -> &str| {
        StringChunked::from_iter_values(name.into(), rows.iter().map(|(log, _)| of(log))).into_column()
    };
    let narrow = |name: &str, of: fn(&Sample) -> u32| {
        UInt32Chunked::from_iter_values(name.into(), rows.iter().map(|(_, sample)| of(sample))).into_column()
    };
    let wide = |name: &str, of: fn(&Sample) -> u64| {
        UInt64Chunked::from_iter_values(name.into(), rows.iter().map(|(_, sample)| of(sample))).into_column()
    };
    let instructions = rows.iter().map(|(_, sample)| sample.instructions);
    let first = rows.iter().map(|(_, sample)| sample.first);
    let columns = vec![
        constant("run", run, count),
        constant("board", board.as_str(), count),
        constant("method", method.as_str(), count),
        text("scenario", |log| &log.id.scenario),
        text("implementation", |log| &log.id.implementation),
        text("runtime", |log| log.runtime.as_str()),
        text("technique", |log| &log.technique),
        text("placement", |log| log.id.placement.as_str()),
        text("scale", |log| log.scale.as_str()),
        narrow("boot", |sample| sample.boot),
        narrow("order", |sample| sample.order),
        narrow("length", |sample| sample.length),
        wide("operations", |sample| sample.operations),
        wide("cycles", |sample| sample.cycles),
        UInt64Chunked::from_iter_options("instructions".into(), instructions).into_column(),
        wide("xip_hits", |sample| sample.xip_hits),
        wide("xip_accesses", |sample| sample.xip_accesses),
        BooleanChunked::from_iter_values("first".into(), first).into_column(),
    ];
    DataFrame::new(count, columns)
}

/// The samples of each cell in `frame`, in the order they were taken.
///
/// # Errors
/// A column that is missing, of another type, or has no value in some row, as text.
pub(super) fn samples(frame: &DataFrame) -> Result<BTreeMap<CellId, Vec<Sample>>, String> {
    let table = Reader(frame);
    let scenario = table.text("scenario")?;
    let implementation = table.text("implementation")?;
    let placement = table.text("placement")?;
    let (boot, order, length) = (table.narrow("boot")?, table.narrow("order")?, table.narrow("length")?);
    let (operations, cycles) = (table.wide("operations")?, table.wide("cycles")?);
    let (xip_hits, xip_accesses) = (table.wide("xip_hits")?, table.wide("xip_accesses")?);
    let instructions = table.column("instructions", DataType::UInt64)?.u64().map_err(text_of)?;
    let first = table.flag("first")?;

    let (mut places, mut samples) = (Places::default(), Vec::<Vec<Sample>>::new());
    for row in 0..frame.height() {
        let narrow = |column: &UInt32Chunked| column.get(row).unwrap_or_default();
        let wide = |column: &UInt64Chunked| column.get(row).unwrap_or_default();
        let place = places
            .of(
                scenario.get(row).unwrap_or_default(),
                implementation.get(row).unwrap_or_default(),
                placement.get(row).unwrap_or_default(),
            )
            .map_err(|error| format!("row {row}: {error}"))?;
        if place == samples.len() {
            samples.push(Vec::new());
        }
        if let Some(samples) = samples.get_mut(place) {
            samples.push(Sample {
                boot: narrow(boot),
                order: narrow(order),
                length: narrow(length),
                operations: wide(operations),
                cycles: wide(cycles),
                instructions: instructions.get(row),
                xip_hits: wide(xip_hits),
                xip_accesses: wide(xip_accesses),
                first: first.get(row).unwrap_or_default(),
            });
        }
    }
    for of_cell in &mut samples {
        of_cell.sort_by_key(|sample| sample.order);
    }
    Ok(places.cells().into_iter().zip(samples).collect())
}

/// Looks columns up and checks them.
pub(super) struct Reader<'a>(pub &'a DataFrame);

impl<'a> Reader<'a> {
    fn column(&self, name: &str, expected: DataType) -> Result<&'a Column, String> {
        let column = self.0.column(name).map_err(|_| format!("it has no column `{name}`"))?;
        if *column.dtype() == expected {
            Ok(column)
        } else {
            Err(format!("column `{name}` is of type {}, expected {expected}", column.dtype()))
        }
    }

    /// A column with a value in every row.
    fn full(&self, name: &str, expected: DataType) -> Result<&'a Column, String> {
        let column = self.column(name, expected)?;
        if column.null_count() == 0 {
            Ok(column)
        } else {
            Err(format!("column `{name}` has rows without a value"))
        }
    }

    pub(super) fn text(&self, name: &str) -> Result<&'a StringChunked, String> {
        self.full(name, DataType::String)?.str().map_err(text_of)
    }

    pub(super) fn narrow(&self, name: &str) -> Result<&'a UInt32Chunked, String> {
        self.full(name, DataType::UInt32)?.u32().map_err(text_of)
    }

    pub(super) fn wide(&self, name: &str) -> Result<&'a UInt64Chunked, String> {
        self.full(name, DataType::UInt64)?.u64().map_err(text_of)
    }

    /// A column of real numbers, some of which may be absent.
    pub(super) fn real(&self, name: &str) -> Result<&'a Float64Chunked, String> {
        self.column(name, DataType::Float64)?.f64().map_err(text_of)
    }

    pub(super) fn flag(&self, name: &str) -> Result<&'a BooleanChunked, String> {
        self.full(name, DataType::Boolean)?.bool().map_err(text_of)
    }
}

fn text_of(error: PolarsError) -> String {
    error.to_string()
}
