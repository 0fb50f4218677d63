//! "Time scale / Python?", the table of the primer's part 9.

use super::{DeadlineTable, Timing};
use crate::{
    scenario::{Runtime, Scale},
    store::{CellRecord, RunRecord, Verdict, VerdictRecord},
};

/// What the primer says to Python at each scale.
fn stated(scale: Scale) -> &'static str {
    match scale {
        Scale::Nanoseconds => "no",
        Scale::Microseconds => "marginal",
        Scale::Milliseconds | Scale::Seconds => "yes",
    }
}

/// A column: who does the timing.
struct Column {
    head: &'static str,
    has: fn(Timing) -> bool,
}

const COLUMNS: [Column; 5] = [
    Column {
        head: "C, Rust",
        has: |it| matches!(it, Timing::Code(Runtime::C | Runtime::Rust) | Timing::HardwareFromNative),
    },
    Column { head: "Python", has: |it| it == Timing::Code(Runtime::MicroPython) },
    Column { head: "@native", has: |it| it == Timing::Code(Runtime::MicroPythonNative) },
    Column { head: "@viper", has: |it| it == Timing::Code(Runtime::MicroPythonViper) },
    Column { head: "Python + C or PIO", has: |it| it == Timing::LeftByPython },
];

/// The table; `None` if no cell was under a deadline.
pub(super) fn table(record: &RunRecord) -> Option<DeadlineTable> {
    let judged: Vec<(&CellRecord, &VerdictRecord)> = record
        .verdicts
        .iter()
        .filter_map(|verdict| Some((record.cells.iter().find(|it| it.id == verdict.cell)?, verdict)))
        .collect();
    let columns: Vec<&Column> =
        COLUMNS.iter().filter(|column| judged.iter().any(|it| (column.has)(Timing::of(it.0)))).collect();
    let (mut rows, mut deadlines) = (Vec::new(), Vec::new());
    for &scale in Scale::ALL {
        let of_scale: Vec<_> = judged.iter().filter(|it| it.0.scale == scale).copied().collect();
        if of_scale.is_empty() {
            continue;
        }
        let mut row = vec![name(scale).to_owned(), stated(scale).to_owned()];
        row.extend(columns.iter().map(|column| {
            let of_column = of_scale.iter().filter(|it| (column.has)(Timing::of(it.0))).map(|it| it.1);
            words(&of_column.collect::<Vec<_>>())
        }));
        deadlines.push(format!("{}: {}", name(scale), scenarios(&of_scale)));
        rows.push(row);
    }
    let mut heads = vec!["time scale", "the primer: Python?"];
    heads.extend(columns.iter().map(|it| it.head));
    (!rows.is_empty()).then(|| DeadlineTable {
        id: "time-scales",
        title: "Time scale: Python?",
        note: format!(
            "Each deadline by the best implementation and placement of its column; the verdict is the worst of the \
             scale's deadlines, with how many were kept. In the last column Python leaves the timing to code in C or to \
             PIO. Deadlines of {}.",
            deadlines.join("; ")
        ),
        heads,
        rows,
    })
}

/// The worst of the deadlines, each by its best implementation.
fn words(verdicts: &[&VerdictRecord]) -> String {
    let mut best: Vec<&VerdictRecord> = Vec::new();
    for verdict in verdicts {
        let same = best
            .iter_mut()
            .find(|it| it.deadline == verdict.deadline && it.cell.scenario == verdict.cell.scenario);
        match same {
            Some(other) if verdict.better(other).is_lt() => *other = verdict,
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

fn scenarios(judged: &[(&CellRecord, &VerdictRecord)]) -> String {
    let mut ids: Vec<&str> = judged.iter().map(|it| it.0.id.scenario.as_str()).collect();
    ids.dedup();
    ids.join(", ")
}

fn name(scale: Scale) -> &'static str {
    match scale {
        Scale::Nanoseconds => "nanoseconds",
        Scale::Microseconds => "microseconds",
        Scale::Milliseconds => "milliseconds",
        Scale::Seconds => "seconds",
    }
}
