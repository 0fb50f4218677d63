//! A comparison for a pull request or a CI job's summary.

use super::table;
use crate::compare::{Comparison, Status};
use std::fmt::Write;

pub(super) fn render(comparison: &Comparison) -> String {
    let mut out = String::new();
    // Writing to a String cannot fail.
    let _ = writeln!(out, "## {}\n\n**{}**\n", escaped(&table::title(comparison)), table::counts(comparison));
    for (status, heading) in Status::ALL {
        let rows = table::rows(comparison, status);
        if rows.is_empty() || status == Status::Unchanged {
            continue;
        }
        let _ =
            writeln!(out, "### {heading}\n\n| {} |\n|---|--:|--:|--:|--:|--:|", table::COLUMNS.join(" | "));
        for row in rows {
            let _ = writeln!(out, "| {} |", row.map(|cell| escaped(&cell)).join(" | "));
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
            let _ = writeln!(out, "| {} |", row.map(|cell| escaped(&cell)).join(" | "));
        }
        out.push('\n');
    }
    if !comparison.differences.is_empty() {
        let _ = writeln!(out, "### What else differs\n\n| | base | new |\n|---|---|---|");
        for it in &comparison.differences {
            let _ = writeln!(out, "| {} | {} | {} |", escaped(&it.what), escaped(&it.base), escaped(&it.new));
        }
        out.push('\n');
    }
    if let Some(warning) = table::layout_warning(comparison) {
        let _ = writeln!(out, "> {warning}\n");
    }
    let _ = writeln!(out, "{}", table::rule(comparison));
    out
}

/// Text that stays one cell of a table and no markup.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '\n' | '\r' => out.push(' '),
            '|' | '\\' | '`' | '*' | '_' | '<' | '[' => {
                out.push('\\');
                out.push(character);
            }
            _ => out.push(character),
        }
    }
    out
}
