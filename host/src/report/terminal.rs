//! Text for the terminal: the verdicts and claims that a run prints at its end.

use crate::report::deadline_tables::{self, PRIMER_NOTE};
use crate::report::markdown::Table;
use crate::report::{charts, format};
use crate::run::RunRecord;

/// Returns the verdicts by time scale and layer and the measured claims, or an empty text if the run has neither. The
/// complete tables are in `summary.md`.
pub(crate) fn verdicts_and_claims(record: &RunRecord) -> String {
    let mut parts = Vec::new();
    for table in deadline_tables::tables(record) {
        let mut text = Table::new(&table.heads);
        for row in table.rows {
            text.row(row);
        }
        parts.push(format!("{}\n\n{}", table.title, text.render()));
    }
    if !parts.is_empty() {
        parts.push(format!("{PRIMER_NOTE}\n"));
    }
    if !record.verdicts.is_empty() {
        parts.push(charts::verdict_counts(record) + "\n");
    }
    parts.extend(claims(record));
    parts.join("\n")
}

fn claims(record: &RunRecord) -> Option<String> {
    if record.claims.is_empty() {
        return None;
    }
    let mut table = Table::new(&["claim", "stated", "measured", "interval", "status"]);
    let measured = || record.claims.iter().filter_map(|claim| Some((claim, claim.measured.as_ref()?)));
    for (claim, found) in measured() {
        table.row(vec![
            claim.statement.clone(),
            format::with_unit(&charts::stated_text(claim), &claim.unit),
            format::with_unit(&format::estimate(found), &claim.unit),
            charts::interval_text(claim),
            charts::status_text(claim),
        ]);
    }

    let totals = charts::claim_counts(record) + "\n";
    Some(if measured().next().is_some() { format!("{}\n{totals}", table.render()) } else { totals })
}
