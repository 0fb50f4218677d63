//! Formatting of counts.

use std::fmt::Write;

use crate::explain::document::Counts;

/// Formats all counts in words.
pub(super) fn counts(counts: &Counts) -> String {
    let mut text = format!("{} instructions", counts.instructions);
    if let Some(cycles) = counts.cycles {
        let _ = write!(text, ", {cycles} cycles");
    }
    if let (Some(hits), Some(accesses)) = (counts.xip_hits, counts.xip_accesses) {
        let _ = write!(text, ", XIP {hits} hits of {accesses} accesses");
    }
    text
}

/// Formats cycles; `-` if they are not known.
pub(super) fn cycles(counts: &Counts) -> String {
    optional(counts.cycles)
}

/// Formats a number; `-` if it is not known.
pub(super) fn optional(value: Option<u64>) -> String {
    value.map_or_else(|| "-".to_owned(), |value| value.to_string())
}

/// Formats a part of a whole in percent.
pub(super) fn percentage(part: u64, whole: u64) -> String {
    format!("{:.1} %", 100.0 * part as f64 / whole.max(1) as f64)
}
