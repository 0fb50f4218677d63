//! The table of one scenario.

use super::markdown::{Table, escape};
use crate::{
    report::format,
    scenario::CellId,
    stats::Settling,
    store::{CellOutcome, CellRecord, MeasuredCell, RunRecord, ScenarioRecord},
};

pub(super) fn render(record: &RunRecord, scenario: &ScenarioRecord) -> String {
    let mut table = Table::new(&[
        "implementation",
        "technique",
        "placement",
        "cycles/operation",
        "95 % interval",
        "time/operation",
        "× baseline",
        "interval of ×",
        "instructions/operation",
        "XIP hits",
        "notes",
    ]);
    let mut failures = Vec::new();
    for cell in record.cells.iter().filter(|cell| cell.id.scenario == scenario.id) {
        match &cell.outcome {
            CellOutcome::Measured(measured) => table.row(measured_row(record, scenario, cell, measured)),
            CellOutcome::Failed { reason } => {
                table.row(vec![
                    cell.id.implementation.clone(),
                    cell.technique.clone(),
                    cell.id.placement.to_string(),
                    "**failed**".to_owned(),
                ]);
                failures.push(failure(&cell.id, reason));
            }
        }
    }
    let mut text = format!("## {}: {}\n\n", scenario.id, escape(&scenario.title));
    text += &format!(
        "Scale {}; {} and {} operations a sample, checksums {} and {}; baseline `{}`.\n\n",
        scenario.scale,
        scenario.operations,
        u64::from(scenario.operations) * 2,
        scenario.expect,
        scenario.expect_double,
        scenario.baseline,
    );
    text += &table.render();
    for failure in failures {
        text += "\n";
        text += &failure;
    }
    text
}

fn measured_row(
    record: &RunRecord,
    scenario: &ScenarioRecord,
    cell: &CellRecord,
    measured: &MeasuredCell,
) -> Vec<String> {
    let nothing = || "–".to_owned();
    let cycles = &measured.statistics.per_operation;
    let time = record
        .firmware(&measured.firmware)
        .filter(|it| it.board.sysclk_hz > 0)
        .map(|firmware| format::duration(cycles.value * 1e9 / f64::from(firmware.board.sysclk_hz)));
    let (ratio, ratio_interval) = match &measured.ratio {
        Some(ratio) => (format::number(ratio.estimate.value), ratio_certainty(&ratio.estimate)),
        None if cell.id.implementation == scenario.baseline => ("1".to_owned(), "baseline".to_owned()),
        None => (nothing(), nothing()),
    };
    vec![
        cell.id.implementation.clone(),
        cell.technique.clone(),
        cell.id.placement.to_string(),
        format::estimate(cycles),
        format::certainty(cycles),
        time.unwrap_or_else(nothing),
        ratio,
        ratio_interval,
        measured.instructions_per_operation.map_or_else(nothing, format::number),
        measured.xip_hit_rate.map_or_else(nothing, format::share),
        notes(cell, measured).join("; "),
    ]
}

fn ratio_certainty(estimate: &crate::stats::Estimate) -> String {
    match estimate.interval {
        Some(it) => format::interval(it.lower, it.upper),
        None => "exact".to_owned(),
    }
}

fn notes(cell: &CellRecord, measured: &MeasuredCell) -> Vec<String> {
    let mut notes = Vec::new();
    let statistics = &measured.statistics;
    if let Some(ratio) = measured.ratio.as_ref().filter(|ratio| ratio.baseline.placement != cell.id.placement)
    {
        notes.push(format!("ratio to `{}`", ratio.baseline));
    }
    if let Some(cold) = &statistics.cold {
        notes.push(format!(
            "cold {}, warm {} cycles a sample",
            format::number(cold.value),
            format::number(statistics.single.median)
        ));
    }
    match statistics.settling {
        Settling::Flat => {}
        Settling::WarmUp { from } => notes.push(format!("slower before sample {from}")),
        Settling::SlowDown { from } => notes.push(format!("faster before sample {from}")),
        Settling::Unsettled => notes.push("**never settles**".to_owned()),
    }
    let outliers = statistics.outliers.total();
    if outliers > 0 {
        let samples = statistics.single.samples + statistics.double.samples;
        notes.push(format!("{outliers} of {samples} samples are outliers"));
    }
    if let Some(cycles) = measured.compile_cycles {
        notes.push(format!("compiled in {cycles} cycles"));
    }
    notes
}

/// Why a cell failed; of more than one line as a block.
fn failure(id: &CellId, reason: &str) -> String {
    let reason = reason.trim();
    if reason.lines().count() <= 1 {
        return format!("**Failed** `{id}`: {reason}\n");
    }
    // A fence longer than any in the reason cannot be closed by it.
    let longest = reason.split(|it| it != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest.max(2) + 1);
    format!("**Failed** `{id}`:\n\n{fence}text\n{reason}\n{fence}\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reasons_of_several_lines_are_fenced() {
        let id: CellId = "a/b/ram".parse().unwrap();
        assert_eq!(failure(&id, "no answer\n"), "**Failed** `a/b/ram`: no answer\n");
        assert_eq!(
            failure(&id, "Traceback:\n```\nEnd"),
            "**Failed** `a/b/ram`:\n\n````text\nTraceback:\n```\nEnd\n````\n"
        );
    }
}
