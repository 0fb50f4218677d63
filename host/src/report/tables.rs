//! Table contents as text, shared by `summary.md`, the HTML page and the PDF.

use super::format;
use crate::run::{
    CellRecord, Collector, MeasuredCell, PartRecord, Placement, RunRecord, Runtime, Scale, ScenarioRecord,
    Verdict, VerdictRecord,
};
use crate::stats::{Estimate, Lengths, SteadyState, geometric_mean};
use strum::VariantArray;

/// Returns the size of a run: `34 cells of 3 scenarios`.
pub(super) fn extent(record: &RunRecord) -> String {
    let (cells, scenarios) = (record.cells.len(), record.scenarios.len());
    format!("{} of {}", format::count(cells, "cell"), format::count(scenarios, "scenario"))
}

/// Returns the number of failed cells: `none failed`, `2 failed`.
pub(super) fn failures(record: &RunRecord) -> String {
    match record.cells.iter().filter(|cell| cell.failure().is_some()).count() {
        0 => "none failed".to_owned(),
        count => format!("{count} failed"),
    }
}

/// Text of a table cell without a value.
pub(super) const NOTHING: &str = "–";

/// The table row of a cell.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct CellRow<'a> {
    pub cell: &'a CellRecord,
    /// Reason why the cell failed.
    pub failure: Option<&'a str>,
    pub cycles: String,
    pub interval: String,
    pub time: String,
    pub ratio: String,
    pub ratio_interval: String,
    pub instructions: String,
    pub xip_hits: String,
    pub notes: Vec<String>,
    /// Sort keys: cycles per operation and ratio, infinite if there is none.
    pub cycles_key: f64,
    pub ratio_key: f64,
}

impl<'a> CellRow<'a> {
    /// Formats the results of `cell`, a cell of `scenario`.
    pub(super) fn of(record: &RunRecord, scenario: &ScenarioRecord, cell: &'a CellRecord) -> Self {
        let nothing = || NOTHING.to_owned();
        let figures = cell.measured();
        let cycles = figures.map(|it| &it.statistics.per_operation);
        let time = figures.and_then(|it| record.time_per_operation(it));
        let ratio = figures.and_then(|it| it.ratio.as_ref()).map(|it| &it.estimate);
        let is_baseline = figures.is_some() && cell.key.implementation == scenario.baseline;
        let (ratio_text, ratio_interval) = match ratio {
            Some(ratio) => (format::number(ratio.value), ratio_interval_or_exact(ratio)),
            None if is_baseline => ("1".to_owned(), "baseline".to_owned()),
            None => (nothing(), nothing()),
        };
        Self {
            cell,
            failure: cell.failure(),
            cycles: cycles.map_or_else(nothing, format::estimate),
            interval: cycles.map_or_else(nothing, format::interval_or_exact),
            time: time.map_or_else(nothing, |it| format::duration(it.value)),
            ratio: ratio_text,
            ratio_interval,
            instructions: figures
                .and_then(|it| it.instructions_per_operation)
                .map_or_else(nothing, format::number),
            xip_hits: figures.and_then(|it| it.xip_hit_rate).map_or_else(nothing, format::share),
            notes: figures.map_or_else(Vec::new, |it| notes(cell, it)),
            cycles_key: cycles.map_or(f64::INFINITY, |it| it.value),
            ratio_key: ratio.map_or(if is_baseline { 1.0 } else { f64::INFINITY }, |it| it.value),
        }
    }
}

fn ratio_interval_or_exact(estimate: &Estimate) -> String {
    match estimate.interval {
        Some(it) => format::interval(it.lower, it.upper),
        None => "exact".to_owned(),
    }
}

fn notes(cell: &CellRecord, measured: &MeasuredCell) -> Vec<String> {
    let mut notes = Vec::new();
    let statistics = &measured.statistics;
    if let Some(ratio) =
        measured.ratio.as_ref().filter(|ratio| ratio.baseline.placement != cell.key.placement)
    {
        notes.push(format!("ratio to `{}`", ratio.baseline));
    }
    if let Some(cold) = &statistics.cold {
        notes.push(format!(
            "cold {}, warm {} cycles per sample",
            format::number(cold.value),
            format::number(statistics.single.median)
        ));
    }
    match statistics.steady_state {
        SteadyState::Flat => {}
        SteadyState::WarmUp { from } => notes.push(format!("slower before sample {from}")),
        SteadyState::SlowDown { from } => notes.push(format!("faster before sample {from}")),
        SteadyState::NotReached => notes.push("**no steady state**".to_owned()),
    }
    let outliers = statistics.outliers.total();
    if outliers > 0 {
        let samples = statistics.single.samples + statistics.double.map_or(0, |it| it.samples);
        let severe = statistics.outliers.low_severe + statistics.outliers.high_severe;
        let severe = if severe > 0 { format!(", {severe} severe") } else { String::new() };
        notes.push(format!("{outliers} of {samples} samples are outliers{severe}"));
    }
    if let Some(cycles) = measured.compile_cycles {
        notes.push(format!("compiled in {cycles} cycles"));
    }
    notes
}

/// Describes how the samples of a scenario are taken.
pub(super) fn conditions(scenario: &ScenarioRecord) -> String {
    let ScenarioRecord { operations, expect, .. } = scenario;
    let mut words = vec![match scenario.lengths {
        Lengths::One => format!("{operations} operations per sample, checksum {expect}, single length only"),
        Lengths::Two => format!(
            "{operations} and {} operations per sample, checksums {expect} and {}",
            u64::from(*operations) * 2,
            scenario.expect_double
        ),
    }];
    if scenario.interrupts {
        words.push("interrupts enabled".to_owned());
    }
    if scenario.collector == Collector::Free {
        words.push("no forced garbage collection".to_owned());
    }
    words.extend(scenario.fixture.as_ref().map(|it| match it.argument {
        0 => format!("fixture `{}`", it.name),
        argument => format!("fixture `{}` with argument {argument}", it.name),
    }));
    words.join("; ")
}

/// Returns the name of a time scale: `nanoseconds`.
pub(super) fn scale_name(scale: Scale) -> &'static str {
    match scale {
        Scale::Nanoseconds => "nanoseconds",
        Scale::Microseconds => "microseconds",
        Scale::Milliseconds => "milliseconds",
        Scale::Seconds => "seconds",
    }
}

/// Returns the remaining part of a deadline, or how the deadline was missed.
pub(super) fn margin(verdict: &VerdictRecord) -> String {
    let Some(margin) = verdict.margin else {
        return match verdict.missed {
            0 => "no event".to_owned(),
            missed => format!("{missed} missed"),
        };
    };
    // Rounds down, so that less than 100 % is never shown as 100 %.
    let percent = (margin * 100.0).floor();
    match verdict.missed {
        0 if percent < 0.0 => format!("late by {} %", format::whole(-percent)),
        0 if verdict.verdict == Verdict::No => {
            format!("too early: {}", verdict.best_ns.map_or(NOTHING.to_owned(), format::duration))
        }
        0 => format!("{} % left", format::whole(percent)),
        missed => format!("{missed} missed"),
    }
}

/// Returns a note on the sources of claims if one of them is the primer.
pub(super) fn claims_note(record: &RunRecord) -> Option<&'static str> {
    let of_primer = record.claims.iter().any(|claim| claim.source.starts_with("primer"));
    of_primer.then_some("The source “primer” is the text “Why MicroPython is Slow”.")
}

/// The table row of a runtime in one placement, over all scenarios.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct RuntimeRow {
    pub runtime: Runtime,
    pub placement: Placement,
    pub cells: u64,
    /// Geometric mean of the ratios.
    pub mean: String,
    /// Geometric standard deviation of the ratios.
    pub deviation: String,
}

/// Returns a row for each runtime and placement with ratios.
pub(super) fn runtimes(record: &RunRecord) -> Vec<RuntimeRow> {
    let mut rows = Vec::new();
    for &runtime in Runtime::VARIANTS {
        for &placement in Placement::VARIANTS {
            let cells =
                record.cells.iter().filter(|cell| cell.runtime == runtime && cell.key.placement == placement);
            let ratios: Vec<f64> =
                cells.filter_map(|cell| Some(cell.measured()?.ratio.as_ref()?.estimate.value)).collect();
            if let Some(mean) = geometric_mean(&ratios) {
                let deviation = match mean.ratios {
                    1 => NOTHING.to_owned(),
                    _ => format!("×÷ {}", format::number(mean.deviation)),
                };
                let (cells, mean) = (mean.ratios, format::number(mean.mean));
                rows.push(RuntimeRow { runtime, placement, cells, mean, deviation });
            }
        }
    }
    rows
}

/// Returns the provenance of a run as names and values.
pub(super) fn provenance(record: &RunRecord) -> Vec<(&'static str, String)> {
    let provenance = &record.provenance;
    let board = &provenance.board;
    let chip = board.chip_id.map(|id| format!(", chip id {id}")).unwrap_or_default();
    let ended = record.ended.map(|it| format!(" to {it}")).unwrap_or_default();
    let revision = provenance.git_revision.as_deref().unwrap_or("unknown");
    let (samples, boots) = (provenance.samples, provenance.boots);
    let mut rows = vec![
        ("board", format!("{}, {}{chip}", board.kind, board.probe)),
        ("run", format!("{}, {}{ended}", record.status, provenance.started)),
        ("tool", format!("twinbench {}, revision {revision}", provenance.tool_version)),
        ("command", format!("`twinbench {}`", provenance.arguments.join(" "))),
        ("samples", format!("{boots} boots × 2 lengths × {samples} samples per cell")),
        ("method", provenance.method.to_string()),
        ("seed", provenance.seed.to_string()),
    ];
    rows.extend(provenance.parts.iter().map(|part| {
        let PartRecord { name, boots_before, provenance, .. } = part;
        let origin = format!("{name}, {}, {}", provenance.board.probe, provenance.started);
        ("joined from", format!("{origin}, seed {}, boots from {boots_before} on", provenance.seed))
    }));
    rows
}

/// Number of hash digits shown.
const HASH_DIGITS: usize = 12;

/// Column heads of the table of firmware images. The QMI columns are the registers of RP2350 §12.14.
pub(super) const FIRMWARE_HEADS: &[&str] =
    &["firmware", "clock", "M0_TIMING", "M0_RFMT", "M0_RCMD", "XIP_CTRL", "empty sample", "SHA-256"];

/// Returns a row for each firmware image: its name, and the board state that it read, in the order of
/// [`FIRMWARE_HEADS`].
pub(super) fn firmwares(record: &RunRecord) -> Vec<Vec<String>> {
    let row = |firmware: &crate::run::FirmwareRecord| {
        let board = &firmware.board;
        vec![
            firmware.name.clone(),
            format::frequency(board.sysclk_hz),
            board.qmi_m0_timing.to_string(),
            board.qmi_m0_rfmt.to_string(),
            board.qmi_m0_rcmd.to_string(),
            board.xip_ctrl.to_string(),
            format!("{} cycles", board.empty_sample_cycles),
            format!("{}…", firmware.sha256.chars().take(HASH_DIGITS).collect::<String>()),
        ]
    };
    record.firmwares.iter().map(row).collect()
}

/// Returns a warning if the clock or flash configuration differs between firmware images.
pub(super) fn firmware_warning(record: &RunRecord) -> Option<&'static str> {
    let set_up = |it: &crate::run::FirmwareRecord| {
        let board = it.board;
        (board.sysclk_hz, board.qmi_m0_timing, board.qmi_m0_rfmt, board.qmi_m0_rcmd, board.xip_ctrl)
    };
    let differ = record.firmwares.windows(2).any(|pair| set_up(&pair[0]) != set_up(&pair[1]));
    differ.then_some(
        "The firmware images ran with different clock or flash settings: ratios between them include this difference.",
    )
}

/// Explanations of the reported values: terms and their meaning, each a sentence in two parts.
pub(super) const HOW_TO_READ: &[(&str, &str)] = &[
    (
        "Cycles per operation",
        "are counted by the cycle counter of the core (DWT_CYCCNT). They are the slope between samples of n and of \
         2n operations, so the fixed overhead of a sample cancels out.",
    ),
    (
        "exact, n = …",
        "means that all n samples took the same number of cycles at each length. Otherwise a 95 % interval over boots \
         is given, from the medians of each boot: Student's t for costs, Fieller's interval for ratios, and the \
         hierarchical bootstrap from 20 boots on. With a single boot the interval applies to that boot only.",
    ),
    (
        "× baseline",
        "is the ratio of the cell's cycles per operation to those of the scenario's baseline in the same placement. \
         A note names the baseline if its placement differs.",
    ),
    (
        "XIP hits",
        "is the hit rate of the flash cache (XIP cache), or – if code and data are entirely in RAM.",
    ),
    (
        "cold",
        "is the first sample after each boot. It is reported separately. Outliers (by Tukey's fences) are counted, \
         but never removed.",
    ),
];
