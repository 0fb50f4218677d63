//! One line for each runtime, over all scenarios.

use super::markdown::Table;
use crate::{report::tables, store::RunRecord};

/// The geometric mean of each runtime's ratios; `None` if there is no ratio.
pub(super) fn render(record: &RunRecord) -> Option<String> {
    let mut table =
        Table::new(&["runtime", "placement", "cells", "× baseline, geometric mean", "geometric deviation"]);
    let rows = tables::runtimes(record);
    for row in &rows {
        table.row(vec![
            row.runtime.to_string(),
            row.placement.to_string(),
            row.cells.to_string(),
            row.mean.clone(),
            row.deviation.clone(),
        ]);
    }
    (!rows.is_empty()).then(|| format!("## All scenarios\n\n{}", table.render()))
}
