//! Text of a measured table for the terminal.

use std::fmt::Write;

use super::comparison::RowStatus;
use super::document::{Document, MeasuredRow, RowOutcome};
use crate::run::BoardKind;

/// Headings of the columns.
const HEADINGS: [&str; 6] = ["kernel", "rule", "stated", "measured", "difference", "spread"];

/// Renders the table, with the summary at the end.
pub(crate) fn render(document: &Document) -> String {
    let mut text = header(document);
    for group in document.rows.chunk_by(|one, next| one.group == next.group) {
        let name = group.first().map_or("", |row| row.group.as_str());
        let mut lines = vec![HEADINGS.map(str::to_owned)];
        lines.extend(group.iter().map(cells));
        let mut widths = [0; 6];
        for cells in &lines {
            for (width, cell) in widths.iter_mut().zip(cells) {
                *width = cell.chars().count().max(*width);
            }
        }
        let _ = writeln!(text, "\n{name}");
        for cells in lines {
            text.push_str(&line(&widths, cells));
        }
    }
    text.push_str(&summary(document));
    text
}

fn header(document: &Document) -> String {
    let Document { board, firmware, samples, lengths, .. } = document;
    let hash: String = firmware.sha256.chars().take(12).collect();
    format!(
        "{} board, {:.3} MHz, firmware {} {hash}; cycles per repetition from {samples} samples of {} and {} repetitions\n",
        board.kind,
        f64::from(firmware.board.sysclk_hz) / 1e6,
        firmware.name,
        lengths[0],
        lengths[1],
    )
}

fn cells(row: &MeasuredRow) -> [String; 6] {
    let stated: Vec<String> =
        row.stated.iter().map(|stated| format!("{} {}", stated.cycles, stated.source)).collect();
    let signed = |text: String| if text.starts_with('-') || text == "0" { text } else { format!("+{text}") };
    let [measured, difference, spread] = match &row.outcome {
        RowOutcome::Failed { failure } => ["-".to_owned(), format!("FAILED: {failure}"), "-".to_owned()],
        RowOutcome::Measured { measured, measurement, comparison } => {
            let difference = match comparison.status {
                RowStatus::Equal => "0".to_owned(),
                RowStatus::Different => format!("{} DIFFERENT", signed(comparison.difference.to_string())),
                RowStatus::Unsettled | RowStatus::Failed => {
                    let sources: Vec<&str> =
                        comparison.agrees_with.iter().map(|source| source.as_ref()).collect();
                    format!("as {}", sources.join(", "))
                }
            };
            [measured.to_string(), difference, measurement.spread.to_string()]
        }
    };
    [row.kernel.clone(), row.rule.clone(), stated.join(", "), measured, difference, spread]
}

fn line(widths: &[usize; 6], cells: [String; 6]) -> String {
    let mut text = String::new();
    for (width, cell) in widths.iter().zip(cells) {
        let _ = write!(text, "  {cell:width$}");
    }
    format!("{}\n", text.trim_end())
}

fn summary(document: &Document) -> String {
    let of = document.summary;
    let failed = if of.failed == 0 { String::new() } else { format!(", {} FAILED", of.failed) };
    let meaning = match document.board.kind {
        BoardKind::Simulated => "a model, not a measurement of silicon",
        BoardKind::Hardware => "measured on a Pico 2",
    };
    format!(
        "\n{} rows: {} equal, {} different, {} unsettled{failed} ({}: {meaning})\n",
        of.rows, of.equal, of.different, of.unsettled, document.board.kind,
    )
}

#[cfg(test)]
#[path = "text_tests.rs"]
mod tests;
