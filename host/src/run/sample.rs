//! Samples and the measurement of a cell that they belong to.

use super::Quantity;
use crate::stats::{Length, Observation};
use serde::{Deserialize, Serialize};

/// One timed execution of a cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sample {
    /// Index of the boot, from 0.
    pub boot: u32,
    /// Index among all samples of the run, from 0, in the order of time.
    pub order: u32,
    /// Length.
    pub length: Length,
    /// Number of operations executed.
    pub operations: u64,
    /// DWT cycles.
    pub cycles: u64,
    /// Instructions retired; `None` on a board that does not count them.
    pub instructions: Option<u64>,
    /// XIP cache hits.
    pub xip_hits: u64,
    /// XIP cache accesses.
    pub xip_accesses: u64,
    /// True for the cell's first sample after a boot.
    pub first: bool,
}

impl From<&Sample> for Observation {
    fn from(sample: &Sample) -> Self {
        Self { boot: sample.boot, length: sample.length, cycles: sample.cycles, first: sample.first }
    }
}

/// Quantities that the scenario's evaluation derived from one sample.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SampleQuantities {
    /// Boot of the sample.
    pub boot: u32,
    /// Order of the sample.
    pub order: u32,
    /// One for each quantity of the scenario, in its order.
    pub quantities: Vec<Quantity>,
}

/// Result of measuring a cell in one or more boots, before statistics.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Measurement {
    /// The cell ran and returned the expected checksums.
    Measured {
        /// Name of the firmware that it ran in.
        firmware: String,
        /// Cycles to parse and compile the script; `None` for native code.
        compile_cycles: Option<u64>,
        /// Samples, in the order of time.
        samples: Vec<Sample>,
        /// Quantities of the samples; empty without an evaluation.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        quantities: Vec<SampleQuantities>,
    },
    /// The cell did not run, raised an error, or returned a wrong checksum.
    Failed {
        /// Reason, in one or a few lines.
        reason: String,
    },
}
