//! The exported tables: rows of the Parquet files as JSON values.

use super::ExportError;
use crate::store::Run;
use polars::prelude::{AnyValue, Column, DataFrame};
use serde_json::{Map, Value, json};
use strum::Display;

/// Table of a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Display, clap::ValueEnum)]
#[strum(serialize_all = "kebab-case")]
pub(crate) enum Table {
    /// One row for each cell.
    Cells,
    /// One row for each sample.
    Samples,
}

/// A row: values by column name, in the order of the columns.
pub(super) type Row = Map<String, Value>;

/// The rows of a table of a run.
pub(super) struct Rows(DataFrame);

impl Rows {
    pub(super) fn of(run: &Run, table: Table) -> Result<Self, ExportError> {
        let frame = match table {
            Table::Cells => run.cells_frame(),
            Table::Samples => run.samples_frame(),
        };
        frame.map(Self).map_err(|error| ExportError::Table(error.to_string()))
    }

    /// Returns the column names.
    pub(super) fn columns(&self) -> Vec<String> {
        self.0.get_column_names().into_iter().map(ToString::to_string).collect()
    }

    /// Calls `f` with each row, until it returns an error.
    pub(super) fn for_each(
        &self,
        mut f: impl FnMut(Vec<Value>) -> Result<(), ExportError>,
    ) -> Result<(), ExportError> {
        (0..self.0.height()).try_for_each(|row| {
            let values: Result<_, ExportError> = self.0.columns().iter().map(|it| value(it, row)).collect();
            f(values?)
        })
    }
}

fn value(column: &Column, row: usize) -> Result<Value, ExportError> {
    let value = column.get(row).map_err(|error| ExportError::Table(error.to_string()))?;
    Ok(match value {
        AnyValue::Null => Value::Null,
        AnyValue::Boolean(flag) => json!(flag),
        AnyValue::String(text) => json!(text),
        AnyValue::StringOwned(text) => json!(text.as_str()),
        AnyValue::UInt32(number) => json!(number),
        AnyValue::UInt64(number) => json!(number),
        AnyValue::Float64(number) => json!(number),
        other => {
            let kind = other.dtype();
            return Err(ExportError::Table(format!(
                "column {} has the unexpected type {kind}",
                column.name()
            )));
        }
    })
}
