//! Treatment of the garbage collector.

use serde::{Deserialize, Serialize};
use strum::Display;

/// Treatment of the garbage collector around a sample.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, Display)]
#[strum(serialize_all = "kebab-case")]
#[serde(rename_all = "kebab-case")]
pub enum Collector {
    /// A collection runs before each sample, outside of its time.
    #[default]
    Forced,
    /// Collections run when the heap is full, also inside of samples.
    Free,
}

impl Collector {
    /// Returns true for the treatment of a scenario that states none.
    pub fn is_default(&self) -> bool {
        *self == Self::default()
    }
}
