//! Holds the samples of cells against the deadlines of their scenarios.

use super::{
    CellOutcome, CellRecord, FirmwareRecord, ScenarioRecord, VerdictRecord, cell_record::CellLog,
    verdict::Observed,
};

/// The verdicts on `cells`, which `logs` tell of, in the order of `cells` and of their scenarios' deadlines. Cells that
/// failed get none.
pub(super) fn judge(
    cells: &[CellRecord],
    logs: &[CellLog],
    scenarios: &[ScenarioRecord],
    firmwares: &[FirmwareRecord],
) -> Vec<VerdictRecord> {
    let mut verdicts = Vec::new();
    for cell in cells {
        let CellOutcome::Measured(measured) = &cell.outcome else { continue };
        let Some(scenario) = scenarios.iter().find(|it| it.id == cell.id.scenario) else { continue };
        for deadline in &scenario.deadlines {
            let observed = match &deadline.quantity {
                Some(id) => measured.quantity(id).map(|it| Observed {
                    range_ns: it.values.map(|values| (values.minimum, values.maximum)),
                    missed: it.missed,
                }),
                None => time_of_an_operation(cell, logs, &measured.firmware, firmwares),
            };
            verdicts.extend(observed.map(|it| VerdictRecord::of(cell.id.clone(), deadline, it)));
        }
    }
    verdicts
}

/// The shortest and the longest of all samples, those apart included, over their operations. `None` if the clock is
/// not known.
fn time_of_an_operation(
    cell: &CellRecord,
    logs: &[CellLog],
    firmware: &str,
    firmwares: &[FirmwareRecord],
) -> Option<Observed> {
    let clock = firmwares.iter().find(|it| it.name == firmware)?.board.sysclk_hz;
    let samples = &logs.iter().find(|log| log.id == cell.id)?.samples;
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
