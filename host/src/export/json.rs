//! A list of records, one a row, with the columns' names as keys. What is not known is null.

use super::table::{Row, columns, for_each_row};
use super::{ExportError, Table};
use crate::store::Run;

pub(super) fn render(run: &Run, table: Table) -> Result<String, ExportError> {
    let mut out = String::from("[");
    for_each_row(run, table, |row| {
        let record: Row = columns(table).iter().map(|&name| name.to_owned()).zip(row).collect();
        out.push_str(if out.len() == 1 { "\n" } else { ",\n" });
        out.push_str(&serde_json::to_string(&record)?);
        Ok(())
    })
    .map_err(|error: serde_json::Error| ExportError::Format { format: "JSON", reason: error.to_string() })?;
    out.push_str("\n]\n");
    Ok(out)
}
