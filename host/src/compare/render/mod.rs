//! What a comparison is written as: one file a format, one line each in [`FORMATS`].

mod github_action_benchmark;
mod json;
mod junit;
mod markdown;
mod table;
mod text;

use super::Comparison;

/// A form of output.
#[derive(Debug, Clone, Copy)]
pub struct Format {
    /// What the user calls it.
    pub name: &'static str,
    /// What it is for.
    pub purpose: &'static str,
    /// Makes it.
    pub render: fn(&Comparison) -> String,
}

/// Every form of output; the first is the default.
pub const FORMATS: [Format; 5] = [
    Format { name: "text", purpose: "for the terminal", render: text::render },
    Format {
        name: "markdown",
        purpose: "for a pull request or a CI job's summary",
        render: markdown::render,
    },
    Format { name: "json", purpose: "all of it, for programs", render: json::render },
    Format { name: "junit", purpose: "JUnit XML, a test a cell", render: junit::render },
    Format {
        name: "github-action-benchmark",
        purpose: "the new run's figures as customSmallerIsBetter",
        render: github_action_benchmark::render,
    },
];

/// The format of that name.
pub fn format_named(name: &str) -> Option<&'static Format> {
    FORMATS.iter().find(|format| format.name == name)
}
