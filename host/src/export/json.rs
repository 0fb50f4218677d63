//! JSON: a list with an object per row. The keys are the column names; unknown values are null.

use super::table::{Row, Rows};
use super::{ExportError, Table};
use crate::store::Run;

pub(super) fn render(run: &Run, table: Table) -> Result<String, ExportError> {
    let rows = Rows::of(run, table)?;
    let columns = rows.columns();
    let mut out = String::from("[");
    rows.for_each(|row| {
        let record: Row = columns.iter().cloned().zip(row).collect();
        out.push_str(if out.len() == 1 { "\n" } else { ",\n" });
        let text = serde_json::to_string(&record)
            .map_err(|error| ExportError::Format { format: "JSON", reason: error.to_string() })?;
        out.push_str(&text);
        Ok(())
    })?;
    out.push_str("\n]\n");
    Ok(out)
}
