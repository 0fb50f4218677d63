//! Deadlines of scenarios.

use serde::{Deserialize, Serialize};

/// Time limits of a scenario for its cost or for one of its quantities.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Deadline {
    /// Name for tables and charts: `a WS2812 bit`.
    pub name: String,
    /// Id of the limited quantity; `None` for the time of an operation.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quantity: Option<String>,
    /// Earliest time in nanoseconds; 0 if there is no lower limit.
    #[serde(default)]
    pub earliest_ns: u64,
    /// Latest time in nanoseconds, at least 1.
    pub latest_ns: u64,
}
