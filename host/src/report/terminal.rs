//! What a run prints at its end.

use crate::{
    report::{charts, deadline_tables, format, summary::Table},
    store::{ClaimVerdict, RunRecord, Verdict},
};

/// Verdicts by time scale and the claims that were measured, as text; empty if nothing was judged. The whole tables are
/// in `summary.md`.
pub(crate) fn verdicts_and_claims(record: &RunRecord) -> String {
    let mut parts = Vec::new();
    for table in deadline_tables::tables(record) {
        let mut text = Table::new(&table.heads);
        for row in table.rows {
            text.row(row);
        }
        parts.push(format!("{}\n\n{}", table.title, text.render()));
    }
    parts.extend(counts(record));
    parts.extend(claims(record));
    parts.join("\n")
}

fn counts(record: &RunRecord) -> Option<String> {
    let count = |verdict| record.verdicts.iter().filter(|it| it.verdict == verdict).count();
    (!record.verdicts.is_empty()).then(|| {
        format!(
            "{} verdicts: {} yes, {} marginal, {} no\n",
            record.verdicts.len(),
            count(Verdict::Yes),
            count(Verdict::Marginal),
            count(Verdict::No)
        )
    })
}

fn claims(record: &RunRecord) -> Option<String> {
    if record.claims.is_empty() {
        return None;
    }
    let mut table = Table::new(&["claim", "stated", "measured", "interval", "verdict"]);
    let measured = || record.claims.iter().filter_map(|claim| Some((claim, claim.measured.as_ref()?)));
    for (claim, found) in measured() {
        table.row(vec![
            claim.statement.clone(),
            format!("{} {}", charts::stated_words(claim), claim.unit),
            format!("{} {}", format::estimate(found), claim.unit),
            charts::certainty_words(claim),
            charts::verdict_words(claim),
        ]);
    }
    let count = |verdict| record.claims.iter().filter(|it| it.verdict == verdict).count();
    let totals = format!(
        "{} claims: {} hold, {} are off, {} were not measured\n",
        record.claims.len(),
        count(ClaimVerdict::Holds),
        count(ClaimVerdict::Off),
        count(ClaimVerdict::NotMeasured)
    );
    Some(if measured().next().is_some() { format!("{}\n{totals}", table.render()) } else { totals })
}
