//! Output formats of comparisons: a file and a line in [`FORMATS`] each.

mod github_action_benchmark;
mod json;
mod junit;
mod markdown;
mod table;
mod text;

use super::Comparison;

/// An output format.
#[derive(Debug, Clone, Copy)]
pub struct Format {
    /// Name on the command line.
    pub name: &'static str,
    /// Purpose, for `--help`.
    pub purpose: &'static str,
    /// Returns the comparison in this format.
    pub render: fn(&Comparison) -> String,
}

/// All output formats; the first is the default.
pub const FORMATS: [Format; 5] = [
    Format { name: "text", purpose: "for the terminal", render: text::render },
    Format {
        name: "markdown",
        purpose: "for a pull request or the summary of a CI job",
        render: markdown::render,
    },
    Format { name: "json", purpose: "the complete comparison, for programs", render: json::render },
    Format { name: "junit", purpose: "JUnit XML with a test per cell", render: junit::render },
    Format {
        name: "github-action-benchmark",
        purpose: "the results of the new run as customSmallerIsBetter",
        render: github_action_benchmark::render,
    },
];

/// Returns the format with the given name.
pub fn format_named(name: &str) -> Option<&'static Format> {
    FORMATS.iter().find(|format| format.name == name)
}
