//! Overview: a row for each runtime and placement, over all scenarios.

use crate::report::markdown::Table;
use crate::report::tables;
use crate::run::RunRecord;

/// Returns the section with the geometric mean ratios, or `None` if there are no ratios.
pub(super) fn render(record: &RunRecord) -> Option<String> {
    let mut table = Table::new(&[
        "runtime",
        "placement",
        "cells",
        "× baseline, geometric mean",
        "geometric standard deviation",
    ]);
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
