//! Comma-separated values (RFC 4180) with a header line. Unknown values are empty fields.

use super::table::Rows;
use super::{ExportError, Table};
use crate::store::Run;
use serde_json::Value;

pub(super) fn render(run: &Run, table: Table) -> Result<String, ExportError> {
    let error = |reason: String| ExportError::Format { format: "CSV", reason };
    let rows = Rows::of(run, table)?;
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(rows.columns()).map_err(|it| error(it.to_string()))?;
    rows.for_each(|row| writer.write_record(row.iter().map(field)).map_err(|it| error(it.to_string())))?;
    let bytes = writer.into_inner().map_err(|it| error(it.to_string()))?;
    String::from_utf8(bytes).map_err(|it| error(it.to_string()))
}

fn field(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        value => value.to_string(),
    }
}
