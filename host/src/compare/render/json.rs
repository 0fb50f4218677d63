//! All of a comparison, for programs.

use crate::compare::Comparison;
use serde::Serialize;

/// Tells a comparison from other JSON.
const FORMAT: &str = "twinbench-comparison";

/// Rises when a reader of the version before would misread it.
const SCHEMA: u64 = 2;

#[derive(Serialize)]
struct Document<'a> {
    format: &'static str,
    schema: u64,
    regression: bool,
    change: bool,
    #[serde(flatten)]
    comparison: &'a Comparison,
}

pub(super) fn render(comparison: &Comparison) -> String {
    let document = Document {
        format: FORMAT,
        schema: SCHEMA,
        regression: comparison.has_regression(),
        change: comparison.has_change(),
        comparison,
    };
    // Nothing in it can fail to become JSON: no maps with other keys than text.
    let mut text = serde_json::to_string_pretty(&document).unwrap_or_default();
    text.push('\n');
    text
}
