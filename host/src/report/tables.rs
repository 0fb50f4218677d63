//! The figures of tables, in words: what the summary, the page and the PDF have in common.

use super::{
    format,
    report_data::{measured, time_per_operation},
};
use crate::{
    scenario::{Collector, Placement, Runtime},
    stats::{Estimate, Lengths, Settling, geometric_mean},
    store::{
        CellOutcome, CellRecord, MeasuredCell, PartRecord, RunRecord, ScenarioRecord, Verdict, VerdictRecord,
    },
};

/// How much was measured: `34 cells of 3 scenarios`.
pub(super) fn extent(record: &RunRecord) -> String {
    let (cells, scenarios) = (record.cells.len(), record.scenarios.len());
    format!("{} of {}", format::count(cells, "cell"), format::count(scenarios, "scenario"))
}

/// Where there is no figure.
const NOTHING: &str = "–";

/// A cell's row.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct CellRow<'a> {
    pub cell: &'a CellRecord,
    /// Why there are no figures.
    pub failure: Option<&'a str>,
    pub cycles: String,
    pub certainty: String,
    pub time: String,
    pub ratio: String,
    pub ratio_certainty: String,
    pub instructions: String,
    pub xip_hits: String,
    pub notes: Vec<String>,
    /// Cycles per operation and ratio, to sort by; infinite where there is none.
    pub cycles_key: f64,
    pub ratio_key: f64,
}

impl<'a> CellRow<'a> {
    /// The row of `cell`, one of `scenario`'s.
    pub(super) fn of(record: &RunRecord, scenario: &ScenarioRecord, cell: &'a CellRecord) -> Self {
        let nothing = || NOTHING.to_owned();
        let figures = measured(cell);
        let cycles = figures.map(|it| &it.statistics.per_operation);
        let time = figures.and_then(|it| time_per_operation(record, it));
        let ratio = figures.and_then(|it| it.ratio.as_ref()).map(|it| &it.estimate);
        let is_baseline = figures.is_some() && cell.id.implementation == scenario.baseline;
        let (ratio_words, ratio_certainty) = match ratio {
            Some(ratio) => (format::number(ratio.value), certainty_of_ratio(ratio)),
            None if is_baseline => ("1".to_owned(), "baseline".to_owned()),
            None => (nothing(), nothing()),
        };
        Self {
            cell,
            failure: match &cell.outcome {
                CellOutcome::Failed { reason } => Some(reason),
                CellOutcome::Measured(_) => None,
            },
            cycles: cycles.map_or_else(nothing, format::estimate),
            certainty: cycles.map_or_else(nothing, format::certainty),
            time: time.map_or_else(nothing, |it| format::duration(it.value)),
            ratio: ratio_words,
            ratio_certainty,
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

fn certainty_of_ratio(estimate: &Estimate) -> String {
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

/// How its samples were taken.
pub(super) fn conditions(scenario: &ScenarioRecord) -> String {
    let ScenarioRecord { operations, expect, .. } = scenario;
    let mut words = vec![match scenario.lengths {
        Lengths::One => format!("{operations} operations a sample, checksum {expect}, one length only"),
        Lengths::Two => format!(
            "{operations} and {} operations a sample, checksums {expect} and {}",
            u64::from(*operations) * 2,
            scenario.expect_double
        ),
    }];
    if scenario.interrupts {
        words.push("interrupts enabled".to_owned());
    }
    if scenario.collector == Collector::Free {
        words.push("the collector left alone".to_owned());
    }
    words.extend(scenario.fixture.as_ref().map(|it| match it.argument {
        0 => format!("fixture `{}`", it.name),
        argument => format!("fixture `{}` with {argument}", it.name),
    }));
    words.join("; ")
}

/// What is left of a deadline, or how it was missed.
pub(super) fn margin(verdict: &VerdictRecord) -> String {
    let Some(margin) = verdict.margin else {
        return match verdict.missed {
            0 => "nothing happened".to_owned(),
            missed => format!("{missed} missed"),
        };
    };
    // Rounded to the worse side: not quite all is never shown as all.
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

/// A runtime in one placement, over all scenarios.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct RuntimeRow {
    pub runtime: Runtime,
    pub placement: Placement,
    pub cells: u64,
    /// Geometric mean of its ratios, and their geometric deviation.
    pub mean: String,
    pub deviation: String,
}

/// The runtimes that have ratios.
pub(super) fn runtimes(record: &RunRecord) -> Vec<RuntimeRow> {
    let mut rows = Vec::new();
    for &runtime in Runtime::ALL {
        for &placement in Placement::ALL {
            let cells =
                record.cells.iter().filter(|cell| cell.runtime == runtime && cell.id.placement == placement);
            let ratios: Vec<f64> =
                cells.filter_map(|cell| Some(measured(cell)?.ratio.as_ref()?.estimate.value)).collect();
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

/// Where a run's figures come from: names and values.
pub(super) fn provenance(record: &RunRecord) -> Vec<(&'static str, String)> {
    let provenance = &record.provenance;
    let board = &provenance.board;
    let chip = board.chip_id.map(|id| format!(", chip id {id}")).unwrap_or_default();
    let ended = record.ended.map(|it| format!(" to {it}")).unwrap_or_default();
    let revision = provenance.git_revision.as_deref().unwrap_or("unknown");
    let (samples, boots) = (provenance.samples, provenance.boots);
    let mut rows = vec![
        ("board", format!("{}, {}{chip}", board.kind, board.probe)),
        ("run", format!("{}, {}{ended}", record.ending, provenance.started)),
        ("tool", format!("twinbench {}, revision {revision}", provenance.tool_version)),
        ("command", format!("`twinbench {}`", provenance.arguments.join(" "))),
        ("measured", format!("by {}: {boots} boots × 2 lengths × {samples} samples", provenance.method)),
        ("seed", provenance.seed.to_string()),
    ];
    rows.extend(provenance.parts.iter().map(|part| {
        let PartRecord { name, boots_before, provenance, .. } = part;
        let place = format!("{name}, {}, {}", provenance.board.probe, provenance.started);
        ("joined from", format!("{place}, seed {}, boots from {boots_before} on", provenance.seed))
    }));
    rows
}

/// Digits of a hash that tell files apart.
const HASH_DIGITS: usize = 12;

/// Heads of the table of firmwares.
pub(super) const FIRMWARE_HEADS: &[&str] =
    &["firmware", "clock", "QMI timing", "QMI format", "QMI command", "XIP_CTRL", "empty sample", "SHA-256"];

/// The firmwares with what they found on the board, a text for each of [`FIRMWARE_HEADS`].
pub(super) fn firmwares(record: &RunRecord) -> Vec<Vec<String>> {
    let row = |firmware: &crate::store::FirmwareRecord| {
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

/// What has to be said if the firmwares cannot be compared without a thought.
pub(super) fn firmware_warning(record: &RunRecord) -> Option<&'static str> {
    let set_up = |it: &crate::store::FirmwareRecord| {
        let board = it.board;
        (board.sysclk_hz, board.qmi_m0_timing, board.qmi_m0_rfmt, board.qmi_m0_rcmd, board.xip_ctrl)
    };
    let differ = record.firmwares.windows(2).any(|pair| set_up(&pair[0]) != set_up(&pair[1]));
    differ.then_some(
        "The firmwares differ in clock or flash set-up: ratios between them show that difference too.",
    )
}

/// How figures are to be read: what, and how.
pub(super) const READING: &[(&str, &str)] = &[
    (
        "Cycles per operation",
        "are DWT cycles: the slope between samples of n and of 2n operations, so that what a sample costs besides \
         its operations falls out.",
    ),
    (
        "exact, n = …",
        "means that all samples of each length agree. Otherwise the interval is one of 95 % over boots, each with \
         the medians of its samples: Student's, for ratios Fieller's, from 20 boots on the hierarchical bootstrap. Of a \
         single boot it speaks of that boot alone.",
    ),
    (
        "× baseline",
        "is the cell's cycles per operation over those of the scenario's baseline in the same placement; a note says \
         where it is another.",
    ),
    (
        "XIP hits",
        "is the share of accesses to the flash cache that hit; – where code and data lie in RAM altogether.",
    ),
    (
        "cold",
        "is the first sample after each boot, which stands apart. Outliers (Tukey's fences) are counted, never \
         dropped.",
    ),
];
