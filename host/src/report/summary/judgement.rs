//! The tables of verdicts and claims.

use super::markdown::Table;
use crate::{
    report::{charts, format},
    store::RunRecord,
};

/// Cells under deadlines; `None` if there are none.
pub(super) fn verdicts(record: &RunRecord) -> Option<String> {
    let mut table = Table::new(&["cell", "deadline", "worst case", "left of the deadline", "verdict"]);
    for it in &record.verdicts {
        table.row(vec![
            format!("`{}`", it.cell),
            it.deadline.clone(),
            format::duration(it.worst_ns),
            format::share(it.margin),
            format!("**{}**", it.verdict),
        ]);
    }
    (!record.verdicts.is_empty()).then(|| format!("## Verdicts\n\n{}", table.render()))
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
            measured.map_or_else(nothing, |it| with_unit(format::number(it.value))),
            measured.map_or_else(nothing, format::certainty),
            format!("**{}**", charts::verdict_words(claim)),
            note.join("; "),
        ]);
    }
    (!record.claims.is_empty()).then(|| format!("## Claims\n\n{}", table.render()))
}
