//! Verdicts by time scale: the table "Time scale / Python?" of the primer's part 9.

use super::{DeadlineTable, PRIMER_NOTE, TimingSource};
use crate::report::tables;
use crate::run::{CellRecord, RunRecord, Runtime, Scale, Verdict, VerdictRecord};
use strum::VariantArray;

/// Returns the primer's answer to "Python?" at each time scale.
fn stated(scale: Scale) -> &'static str {
    match scale {
        Scale::Nanoseconds => "no",
        Scale::Microseconds => "marginal",
        Scale::Milliseconds | Scale::Seconds => "yes",
    }
}

/// A column of the table.
struct Column {
    head: &'static str,
    has: fn(TimingSource) -> bool,
}

const COLUMNS: [Column; 5] = [
    Column {
        head: "C, Rust",
        has: |it| {
            matches!(it, TimingSource::Code(Runtime::C | Runtime::Rust) | TimingSource::HardwareFromNative)
        },
    },
    Column { head: "Python", has: |it| it == TimingSource::Code(Runtime::MicroPython) },
    Column { head: "@native", has: |it| it == TimingSource::Code(Runtime::MicroPythonNative) },
    Column { head: "@viper", has: |it| it == TimingSource::Code(Runtime::MicroPythonViper) },
    Column { head: "Python + C or PIO", has: |it| it == TimingSource::DelegatedByPython },
];

/// Returns the table, or `None` if no cell has a deadline.
pub(super) fn table(record: &RunRecord) -> Option<DeadlineTable> {
    let cells: Vec<(&CellRecord, &VerdictRecord)> = record
        .verdicts
        .iter()
        .filter_map(|verdict| Some((record.cells.iter().find(|it| it.key == verdict.cell)?, verdict)))
        .collect();
    let columns: Vec<&Column> =
        COLUMNS.iter().filter(|column| cells.iter().any(|it| (column.has)(TimingSource::of(it.0)))).collect();
    let (mut rows, mut scenarios) = (Vec::new(), Vec::new());
    for &scale in Scale::VARIANTS {
        let of_scale: Vec<_> = cells.iter().filter(|it| it.0.scale == scale).copied().collect();
        if of_scale.is_empty() {
            continue;
        }
        let mut row = vec![tables::scale_name(scale).to_owned(), stated(scale).to_owned()];
        row.extend(columns.iter().map(|column| {
            let of_column = of_scale.iter().filter(|it| (column.has)(TimingSource::of(it.0))).map(|it| it.1);
            verdict_text(&of_column.collect::<Vec<_>>())
        }));
        scenarios.push(format!("{} ({})", tables::scale_name(scale), scenario_ids(&of_scale)));
        rows.push(row);
    }
    let mut heads = vec!["time scale", "primer: Python?"];
    heads.extend(columns.iter().map(|it| it.head));
    (!rows.is_empty()).then(|| DeadlineTable {
        id: "time-scales",
        title: "Does Python meet the deadlines?",
        note: format!(
            "For each deadline the best implementation and placement of the column counts. The verdict is the worst over \
             the deadlines of the time scale, with the number of deadlines met. In the column “Python + C or PIO”, \
             Python leaves the timing to C code or to hardware. {PRIMER_NOTE} Scenarios with deadlines: {}.",
            scenarios.join("; ")
        ),
        heads,
        rows,
    })
}

/// Returns the worst verdict over the deadlines, each with its best implementation, and the number of deadlines met.
fn verdict_text(verdicts: &[&VerdictRecord]) -> String {
    let mut best: Vec<&VerdictRecord> = Vec::new();
    for verdict in verdicts {
        let same = best
            .iter_mut()
            .find(|it| it.deadline == verdict.deadline && it.cell.scenario == verdict.cell.scenario);
        match same {
            Some(other) if verdict.compare(other).is_lt() => *other = verdict,
            Some(_) => {}
            None => best.push(verdict),
        }
    }
    let kept = best.iter().filter(|it| it.verdict != Verdict::No).count();
    match best.iter().map(|it| it.verdict).max() {
        Some(worst) => format!("{worst} ({kept} of {})", best.len()),
        None => "–".to_owned(),
    }
}

fn scenario_ids(cells: &[(&CellRecord, &VerdictRecord)]) -> String {
    let mut ids: Vec<&str> = cells.iter().map(|it| it.0.key.scenario.as_str()).collect();
    ids.dedup();
    ids.join(", ")
}
