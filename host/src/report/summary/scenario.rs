//! The table of one scenario.

use crate::report::format;
use crate::report::markdown::{Table, table_cell};
use crate::report::tables::{self, CellRow};
use crate::run::{CellKey, RunRecord, ScenarioRecord};

/// Returns the section of `scenario` with its first `max_cells` cells, and the number of all its cells.
pub(super) fn render(record: &RunRecord, scenario: &ScenarioRecord, max_cells: usize) -> (String, usize) {
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
    let cells: Vec<_> = record.cells.iter().filter(|cell| cell.key.scenario == scenario.id).collect();
    for &cell in cells.iter().take(max_cells) {
        let row = CellRow::of(record, scenario, cell);
        let mut texts =
            vec![cell.key.implementation.clone(), cell.technique.clone(), cell.key.placement.to_string()];
        if let Some(reason) = row.failure {
            texts.push("**failed**".to_owned());
            failures.push(failure(&cell.key, reason));
        } else {
            let notes = row.notes.join("; ");
            texts.extend([row.cycles, row.interval, row.time, row.ratio, row.ratio_interval]);
            texts.extend([row.instructions, row.xip_hits, notes]);
        }
        table.row(texts);
    }
    let mut text = format!("## {}: {}\n\n", scenario.id, table_cell(&scenario.title));
    text += &format!(
        "Time scale: {}; {}; baseline `{}`.\n\n",
        tables::scale_name(scenario.scale),
        tables::conditions(scenario),
        scenario.baseline
    );
    if max_cells > 0 {
        text += &table.render();
    }
    if cells.len() > max_cells {
        text += &format!("\n{}: see `cells.parquet`.\n", format::count(cells.len() - max_cells, "more cell"));
    }
    for failure in failures {
        text += "\n";
        text += &failure;
    }
    (text, cells.len())
}

/// Formats the reason for a failure. A reason of several lines becomes a code block.
fn failure(id: &CellKey, reason: &str) -> String {
    let reason = reason.trim();
    if reason.lines().count() <= 1 {
        return format!("**Failed** `{id}`: {reason}\n");
    }
    // The fence is longer than any run of backticks in the reason, so the reason cannot close it.
    let longest = reason.split(|it| it != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest.max(2) + 1);
    format!("**Failed** `{id}`:\n\n{fence}text\n{reason}\n{fence}\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reasons_of_several_lines_become_code_blocks() {
        let id: CellKey = "a/b/ram".parse().unwrap();
        assert_eq!(failure(&id, "no answer\n"), "**Failed** `a/b/ram`: no answer\n");
        assert_eq!(
            failure(&id, "Traceback:\n```\nEnd"),
            "**Failed** `a/b/ram`:\n\n````text\nTraceback:\n```\nEnd\n````\n"
        );
    }
}
