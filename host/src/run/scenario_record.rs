//! Record of a scenario in a run.

use super::{Collector, Deadline, QuantityDescription, Scale};
use crate::stats::Lengths;
use serde::{Deserialize, Serialize};

/// Record of a scenario in `run.json`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ScenarioRecord {
    /// Id.
    pub id: String,
    /// Time scale that it belongs to.
    pub scale: Scale,
    /// Title for tables and charts.
    pub title: String,
    /// Number of operations in a sample of single length.
    pub operations: u32,
    /// Checksum of a sample of single length.
    pub expect: u32,
    /// Checksum of a sample of double length.
    pub expect_double: u32,
    /// Id of the baseline implementation.
    pub baseline: String,
    /// Ids of the implementations, in the order of the file.
    pub implementations: Vec<String>,
    /// Lengths of its samples.
    #[serde(default, skip_serializing_if = "Lengths::is_default")]
    pub lengths: Lengths,
    /// Interrupts were enabled in samples.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub interrupts: bool,
    /// Treatment of the garbage collector around samples.
    #[serde(default, skip_serializing_if = "Collector::is_default")]
    pub collector: Collector,
    /// Fixture that acted as the outside world.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fixture: Option<FixtureRecord>,
    /// Quantities that its evaluation derived from samples.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub quantities: Vec<QuantityDescription>,
    /// Deadlines.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub deadlines: Vec<Deadline>,
}

/// Fixture of the firmware that samples were taken with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FixtureRecord {
    /// Name.
    pub name: String,
    /// Argument that the fixture received.
    pub argument: u32,
}
