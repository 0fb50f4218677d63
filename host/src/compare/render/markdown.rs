//! The comparison as Markdown, for a pull request or the summary of a CI job.

use super::table;
use crate::compare::{Comparison, Status};
use crate::report::markdown::escape;
use std::fmt::Write;

pub(super) fn render(comparison: &Comparison) -> String {
    let mut out = String::new();
    // Writing to a String cannot fail.
    let _ = writeln!(out, "## {}\n\n**{}**\n", escape(&table::title(comparison)), table::counts(comparison));
    for (status, heading) in Status::ALL {
        let rows = table::rows(comparison, status);
        if rows.is_empty() || status == Status::Unchanged {
            continue;
        }
        let _ =
            writeln!(out, "### {heading}\n\n| {} |\n|---|--:|--:|--:|--:|--:|", table::COLUMNS.join(" | "));
        for row in rows {
            let _ = writeln!(out, "| {} |", row.map(|cell| escape(&cell)).join(" | "));
        }
        out.push('\n');
    }
    let verdicts = table::verdict_rows(comparison);
    if !verdicts.is_empty() {
        let _ = writeln!(
            out,
            "### Deadlines\n\n| {} |\n|---|---|---|---|--:|--:|",
            table::VERDICT_COLUMNS.join(" | ")
        );
        for row in verdicts {
            let _ = writeln!(out, "| {} |", row.map(|cell| escape(&cell)).join(" | "));
        }
        out.push('\n');
    }
    if !comparison.differences.is_empty() {
        let _ = writeln!(out, "### Other differences\n\n| | base | new |\n|---|---|---|");
        for it in &comparison.differences {
            let _ = writeln!(out, "| {} | {} | {} |", escape(&it.what), escape(&it.base), escape(&it.new));
        }
        out.push('\n');
    }
    if let Some(warning) = table::layout_warning(comparison) {
        let _ = writeln!(out, "> {warning}\n");
    }
    let _ = writeln!(out, "{}", table::rule(comparison));
    out
}
