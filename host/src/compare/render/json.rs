//! The complete comparison as JSON.

use crate::compare::Comparison;
use serde::Serialize;

/// Identifies a comparison among JSON files.
const FORMAT: &str = "twinbench-comparison";

/// Schema version. It is incremented when readers of the previous version would misread the file.
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
    // Serializing cannot fail, because all map keys are text.
    let mut text = serde_json::to_string_pretty(&document).unwrap_or_default();
    text.push('\n');
    text
}
