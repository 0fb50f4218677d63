//! One line for each runtime, over all scenarios.

use super::markdown::Table;
use crate::{
    report::format,
    scenario::{Placement, Runtime},
    stats::geometric_mean,
    store::{CellOutcome, RunRecord},
};

/// The geometric mean of each runtime's ratios; `None` if there is no ratio.
pub(super) fn render(record: &RunRecord) -> Option<String> {
    let mut table =
        Table::new(&["runtime", "placement", "cells", "× baseline, geometric mean", "geometric deviation"]);
    let mut any = false;
    for &runtime in Runtime::ALL {
        for &placement in Placement::ALL {
            let cells =
                record.cells.iter().filter(|cell| cell.runtime == runtime && cell.id.placement == placement);
            let ratios: Vec<f64> = cells
                .filter_map(|cell| match &cell.outcome {
                    CellOutcome::Measured(measured) => Some(measured.ratio.as_ref()?.estimate.value),
                    CellOutcome::Failed { .. } => None,
                })
                .collect();
            if let Some(mean) = geometric_mean(&ratios) {
                any = true;
                let deviation = if mean.ratios > 1 {
                    format!("×÷ {}", format::number(mean.deviation))
                } else {
                    "–".into()
                };
                table.row(vec![
                    runtime.to_string(),
                    placement.to_string(),
                    mean.ratios.to_string(),
                    format::number(mean.mean),
                    deviation,
                ]);
            }
        }
    }
    any.then(|| format!("## All scenarios\n\n{}", table.render()))
}
