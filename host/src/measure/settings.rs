//! How samples are taken.

use std::time::Duration;

use crate::run::Method;

/// What a run repeats, and how long it waits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Settings {
    /// Samples of each length in each boot, at least 1.
    pub samples: u32,
    /// Boots of each cell, at least 1.
    pub boots: u32,
    /// Link stamps or breakpoints.
    pub method: Method,
    /// Longest time that one request of a cell may take.
    pub cell_limit: Duration,
}
