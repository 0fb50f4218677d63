//! Keys of a `scenario.toml`.

use crate::evaluation::Evaluation;
use crate::run::{Collector, Level, Placement, Runtime, Scale};
use serde::Deserialize;
use toml::Spanned;

/// A scenario file.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ScenarioFile {
    pub id: Spanned<String>,
    pub scale: Spanned<Scale>,
    pub title: Spanned<String>,
    pub operations: Spanned<u32>,
    pub expect: u32,
    pub expect_double: Option<Spanned<u32>>,
    pub baseline: Spanned<String>,
    pub lengths: Option<Spanned<u32>>,
    pub samples: Option<Spanned<u32>>,
    pub boots: Option<Spanned<u32>>,
    pub interrupts: Option<bool>,
    pub collector: Option<Spanned<Collector>>,
    pub fixture: Option<Spanned<String>>,
    pub argument: Option<Spanned<u32>>,
    pub evaluation: Option<Spanned<Evaluation>>,
    #[serde(default)]
    pub deadline: Vec<DeadlineFile>,
    #[serde(default)]
    pub implementation: Vec<Spanned<ImplementationFile>>,
}

/// `[[implementation]]` of a scenario file.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ImplementationFile {
    pub id: Spanned<String>,
    pub runtime: Spanned<Runtime>,
    pub technique: Spanned<String>,
    pub entry: Option<Spanned<String>>,
    pub script: Option<Spanned<String>>,
    pub level: Option<Spanned<Level>>,
    pub placements: Option<Spanned<Vec<Placement>>>,
}

/// `[[deadline]]` of a scenario file.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct DeadlineFile {
    pub name: Spanned<String>,
    pub quantity: Option<Spanned<String>>,
    pub earliest_ns: Option<Spanned<u64>>,
    pub latest_ns: Spanned<u64>,
}
