//! Treatment of the garbage collector.

use serde::{Deserialize, Serialize};
use strum::Display;

/// Treatment of the garbage collector around a sample.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, Display)]
#[strum(serialize_all = "kebab-case")]
#[serde(rename_all = "kebab-case")]
pub enum Collector {
    /// A collection runs before each sample and is not timed.
    #[default]
    Forced,
    /// Collections run when the heap is full, even during a sample.
    Free,
}

impl Collector {
    /// Returns true for the default treatment, which scenario files need not state.
    pub fn is_default(&self) -> bool {
        *self == Self::default()
    }
}
