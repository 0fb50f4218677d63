//! Settings of a measurement.

use crate::board::SessionLimits;
use crate::run::Method;

/// Repetitions, method and limits of a measurement.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Settings {
    /// Samples of each length in each boot, at least 1.
    pub samples: u32,
    /// Boots of each cell, at least 1.
    pub boots: u32,
    /// Method of counting cycles.
    pub method: Method,
    /// Limits of a board's session.
    pub limits: SessionLimits,
}
