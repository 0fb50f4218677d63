//! Holds the samples of cells against the deadlines of their scenarios.

use super::{
    CellOutcome, CellRecord, FirmwareRecord, Sample, ScenarioRecord, VerdictRecord, cell_record::CellLog,
    verdict::Observed,
};
use crate::scenario::CellId;
use std::collections::HashMap;

/// The verdicts on `cells`, which `logs` tell of, in the order of `cells` and of their scenarios' deadlines. Cells that
/// failed get none.
pub(super) fn judge(
    cells: &[CellRecord],
    logs: &[CellLog],
    scenarios: &[ScenarioRecord],
    firmwares: &[FirmwareRecord],
) -> Vec<VerdictRecord> {
    let scenarios: HashMap<&str, &ScenarioRecord> = scenarios.iter().map(|it| (it.id.as_str(), it)).collect();
    let logs: HashMap<&CellId, &CellLog> = logs.iter().map(|it| (&it.id, it)).collect();
    let mut verdicts = Vec::new();
    for cell in cells {
        let CellOutcome::Measured(measured) = &cell.outcome else { continue };
        let Some(scenario) = scenarios.get(cell.id.scenario.as_str()) else { continue };
        for deadline in &scenario.deadlines {
            let observed = match &deadline.quantity {
                Some(id) => measured.quantity(id).map(|it| Observed {
                    range_ns: it.values.map(|values| (values.minimum, values.maximum)),
                    missed: it.missed,
                }),
                None => logs
                    .get(&cell.id)
                    .and_then(|log| time_of_an_operation(&log.samples, &measured.firmware, firmwares)),
            };
            verdicts.extend(observed.map(|it| VerdictRecord::of(cell.id.clone(), deadline, it)));
        }
    }
    verdicts
}

/// The shortest and the longest of all samples, those apart included, over their operations. `None` if the clock is
/// not known.
fn time_of_an_operation(
    samples: &[Sample],
    firmware: &str,
    firmwares: &[FirmwareRecord],
) -> Option<Observed> {
    let clock = firmwares.iter().find(|it| it.name == firmware)?.board.sysclk_hz;
    let times = samples
        .iter()
        .filter(|it| clock > 0 && it.operations > 0)
        .map(|sample| sample.cycles as f64 / sample.operations as f64 * 1e9 / f64::from(clock));
    let range_ns = times.fold(None, |range: Option<(f64, f64)>, time| {
        let (best, worst) = range.unwrap_or((time, time));
        Some((best.min(time), worst.max(time)))
    });
    range_ns.map(|range| Observed { range_ns: Some(range), missed: 0 })
}
