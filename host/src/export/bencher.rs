//! Bencher Metric Format: measures of each cell, with value and interval.

use super::{ExportError, Table};
use crate::run::CellOutcome;
use crate::stats::Estimate;
use crate::store::Run;
use serde_json::{Map, Value, json};

pub(super) fn render(run: &Run, table: Table) -> Result<String, ExportError> {
    if table != Table::Cells {
        return Err(ExportError::CellsOnly("bencher"));
    }
    let mut benchmarks = Map::new();
    for cell in &run.record.cells {
        if let CellOutcome::Measured(measured) = &cell.outcome {
            let mut measures = Map::new();
            measures.insert("cycles-per-operation".into(), metric(&measured.statistics.per_operation));
            if let Some(ratio) = &measured.ratio {
                measures.insert("ratio-to-baseline".into(), metric(&ratio.estimate));
            }
            // The name includes the kind of board, so that simulated and hardware results never share a chart.
            let name = format!("{}: {}", run.record.provenance.board.kind, cell.key);
            benchmarks.insert(name, Value::Object(measures));
        }
    }
    serde_json::to_string_pretty(&benchmarks)
        .map(|text| text + "\n")
        .map_err(|error| ExportError::Format { format: "JSON", reason: error.to_string() })
}

fn metric(estimate: &Estimate) -> Value {
    json!({ "value": estimate.value, "lower_value": estimate.lower(), "upper_value": estimate.upper() })
}
