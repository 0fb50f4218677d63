//! The table of one scenario.

use super::markdown::{Table, escape};
use crate::{
    report::tables::{self, CellRow},
    scenario::CellId,
    store::{RunRecord, ScenarioRecord},
};

/// The scenario with its first `most` cells, and how many there were.
pub(super) fn render(record: &RunRecord, scenario: &ScenarioRecord, most: usize) -> (String, usize) {
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
    let cells: Vec<_> = record.cells.iter().filter(|cell| cell.id.scenario == scenario.id).collect();
    for &cell in cells.iter().take(most) {
        let row = CellRow::of(record, scenario, cell);
        let mut texts =
            vec![cell.id.implementation.clone(), cell.technique.clone(), cell.id.placement.to_string()];
        if let Some(reason) = row.failure {
            texts.push("**failed**".to_owned());
            failures.push(failure(&cell.id, reason));
        } else {
            let notes = row.notes.join("; ");
            texts.extend([row.cycles, row.certainty, row.time, row.ratio, row.ratio_certainty]);
            texts.extend([row.instructions, row.xip_hits, notes]);
        }
        table.row(texts);
    }
    let mut text = format!("## {}: {}\n\n", scenario.id, escape(&scenario.title));
    text += &format!(
        "Scale {}; {}; baseline `{}`.\n\n",
        scenario.scale,
        tables::conditions(scenario),
        scenario.baseline
    );
    if most > 0 {
        text += &table.render();
    }
    if cells.len() > most {
        text += &format!("\n{} more cells are in `cells.parquet`.\n", cells.len() - most);
    }
    for failure in failures {
        text += "\n";
        text += &failure;
    }
    (text, cells.len())
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
