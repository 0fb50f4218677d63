//! The comparison as text for the terminal.

use super::table;
use crate::compare::{Comparison, Status};
use std::fmt::Write;

pub(super) fn render(comparison: &Comparison) -> String {
    let mut out = String::new();
    // Writing to a String cannot fail.
    let _ = writeln!(out, "{}\n", table::title(comparison));
    for (status, heading) in Status::ALL {
        let rows = table::rows(comparison, status);
        if rows.is_empty() || status == Status::Unchanged {
            continue;
        }
        let _ = writeln!(out, "{heading}:");
        let _ = writeln!(out, "{}", columns(table::COLUMNS, &rows));
    }
    let verdicts = table::verdict_rows(comparison);
    if !verdicts.is_empty() {
        let _ = writeln!(out, "deadlines:\n{}", columns(table::VERDICT_COLUMNS, &verdicts));
    }
    if !comparison.differences.is_empty() {
        let _ = writeln!(out, "other differences:");
        for difference in &comparison.differences {
            let _ = writeln!(out, "  {}: {} → {}", difference.what, difference.base, difference.new);
        }
        out.push('\n');
    }
    if let Some(warning) = table::layout_warning(comparison) {
        let _ = writeln!(out, "{warning}\n");
    }
    let _ = writeln!(out, "{}\n{}", table::counts(comparison), table::rule(comparison));
    out
}

/// Formats rows with column heads. Empty columns are left out.
fn columns(headings: [&str; 6], rows: &[[String; 6]]) -> String {
    let headings = headings.map(str::to_owned);
    let used: Vec<usize> =
        (0..headings.len()).filter(|&column| rows.iter().any(|row| !row[column].is_empty())).collect();
    let width = |column: usize| {
        std::iter::once(&headings).chain(rows).map(|row| row[column].chars().count()).max().unwrap_or(0)
    };
    let mut out = String::new();
    for row in std::iter::once(&headings).chain(rows) {
        let mut line = String::from(" ");
        for &column in &used {
            let padding = " ".repeat(width(column) - row[column].chars().count());
            // Names are left-aligned, numbers right-aligned.
            let cell = if column == 0 { row[0].clone() + &padding } else { padding + &row[column] };
            line.push(' ');
            line.push_str(&cell);
            line.push(' ');
        }
        out.push_str(line.trim_end());
        out.push('\n');
    }
    out
}
