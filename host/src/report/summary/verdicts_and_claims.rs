//! The tables of verdicts and claims, and what the primer says of time scales and layers.

use super::{MOST_VERDICTS, markdown::Table};
use crate::{
    report::{
        charts,
        deadline_tables::{self, DeadlineTable},
        format, tables,
    },
    store::{RunRecord, VERDICT_RULE},
};

/// The primer's tables.
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

/// Cells under deadlines; `None` if there are none.
pub(super) fn verdicts(record: &RunRecord) -> Option<String> {
    let mut table = Table::new(&["cell", "deadline", "worst case", "left of the deadline", "verdict"]);
    for it in record.verdicts.iter().take(MOST_VERDICTS) {
        table.row(vec![
            format!("`{}`", it.cell),
            it.deadline.clone(),
            it.worst_ns.map_or("–".to_owned(), format::duration),
            tables::margin(it),
            format!("**{}**", it.verdict),
        ]);
    }
    let more = match record.verdicts.len().saturating_sub(MOST_VERDICTS) {
        0 => String::new(),
        more => format!("\n{more} more verdicts are in `run.json`.\n"),
    };
    (!record.verdicts.is_empty())
        .then(|| format!("## Verdicts\n\n{VERDICT_RULE}\n\n{}{more}", table.render()))
}

/// Stated numbers beside measured ones; `None` if there are none.
pub(super) fn claims(record: &RunRecord) -> Option<String> {
    let mut table = Table::new(&["claim", "where", "stated", "measured", "interval", "verdict", "note"]);
    for claim in &record.claims {
        let with_unit = |figure: String| format!("{figure} {}", claim.unit);
        let nothing = || "–".to_owned();
        let measured = claim.measured.as_ref();
        let note: Vec<&str> =
            [claim.tested_by.as_deref(), claim.note.as_deref()].into_iter().flatten().collect();
        table.row(vec![
            claim.statement.clone(),
            claim.source.clone(),
            with_unit(charts::stated_words(claim)),
            measured.map_or_else(nothing, |it| with_unit(format::estimate(it))),
            charts::certainty_words(claim),
            format!("**{}**", charts::verdict_words(claim)),
            note.join("; "),
        ]);
    }
    (!record.claims.is_empty()).then(|| format!("## Claims\n\n{}", table.render()))
}
