//! Sample as the input of statistics.

use super::Length;

/// One sample with the properties that statistics need.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Observation {
    /// Index of the boot.
    pub boot: u32,
    /// Length.
    pub length: Length,
    /// Cycles.
    pub cycles: u64,
    /// True for the cell's first sample after a boot, which runs with cold caches.
    pub first: bool,
}
