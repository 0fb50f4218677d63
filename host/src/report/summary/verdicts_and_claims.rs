//! The tables of verdicts and claims.

use super::MAX_VERDICTS;
use crate::report::deadline_tables::{self, DeadlineTable};
use crate::report::markdown::Table;
use crate::report::{charts, format, tables};
use crate::run::{RunRecord, VERDICT_RULE};

/// Returns the sections with the tables by time scale and by layer.
pub(super) fn deadline_tables(record: &RunRecord) -> Vec<String> {
    let section = |table: DeadlineTable| {
        let mut text = Table::new(&table.heads);
        for row in table.rows {
            text.row(row);
        }
        format!("## {}\n\n{}\n\n{}", table.title, table.note, text.render())
    };
    deadline_tables::tables(record).into_iter().map(section).collect()
}

/// Returns the section with the verdicts of all cells, or `None` if no cell has a deadline.
pub(super) fn verdicts(record: &RunRecord) -> Option<String> {
    let mut table = Table::new(&["cell", "deadline", "worst case", "margin", "verdict"]);
    for it in record.verdicts.iter().take(MAX_VERDICTS) {
        table.row(vec![
            format!("`{}`", it.cell),
            format::with_micro_sign(&it.deadline),
            it.worst_ns.map_or(tables::NOTHING.to_owned(), format::duration),
            tables::margin(it),
            format!("**{}**", it.verdict),
        ]);
    }
    let more = match record.verdicts.len().saturating_sub(MAX_VERDICTS) {
        0 => String::new(),
        more => format!("\n{}: see `run.json`.\n", format::count(more, "more verdict")),
    };
    (!record.verdicts.is_empty())
        .then(|| format!("## Verdicts\n\n{VERDICT_RULE}\n\n{}{more}", table.render()))
}

/// Returns the section with the claims, or `None` if there are none.
pub(super) fn claims(record: &RunRecord) -> Option<String> {
    let mut table = Table::new(&["claim", "source", "stated", "measured", "interval", "status", "note"]);
    for claim in &record.claims {
        let with_unit = |value: String| format::with_unit(&value, &claim.unit);
        let measured = claim.measured.as_ref();
        let notes: Vec<&str> =
            [claim.tested_by.as_deref(), claim.note.as_deref()].into_iter().flatten().collect();
        table.row(vec![
            claim.statement.clone(),
            claim.source.clone(),
            with_unit(charts::stated_text(claim)),
            measured.map_or(tables::NOTHING.to_owned(), |it| with_unit(format::estimate(it))),
            charts::interval_text(claim),
            format!("**{}**", charts::status_text(claim)),
            notes.join("; "),
        ]);
    }
    let note = tables::claims_note(record).map_or(String::new(), |note| format!("{note}\n\n"));
    (!record.claims.is_empty()).then(|| format!("## Claims\n\n{note}{}", table.render()))
}
