//! Results of the new run for the GitHub action benchmark-action/github-action-benchmark with the tool
//! `customSmallerIsBetter`: a list of name, unit, value, range and extra.

use crate::compare::Comparison;
use serde::Serialize;

#[derive(Serialize)]
struct Entry {
    name: String,
    unit: &'static str,
    value: f64,
    range: String,
    extra: String,
}

pub(super) fn render(comparison: &Comparison) -> String {
    let entries: Vec<Entry> = comparison
        .cells
        .iter()
        .filter_map(|cell| {
            let estimate = cell.new?;
            let half = (estimate.upper() - estimate.lower()) / 2.0;
            Some(Entry {
                name: cell.id.to_string(),
                unit: "cycles/operation",
                value: estimate.value,
                range: format!("± {half:.3}"),
                extra: format!("{} board, n = {}", comparison.new.board, estimate.samples),
            })
        })
        .collect();
    // Serializing numbers and text cannot fail.
    let mut text = serde_json::to_string_pretty(&entries).unwrap_or_default();
    text.push('\n');
    text
}
