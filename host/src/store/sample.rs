//! What measuring hands over.

use crate::evaluation::Quantity;
use crate::stats::Observation;
use serde::{Deserialize, Serialize};

/// One timed execution of a cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sample {
    /// The boot it was taken in, from 0.
    pub boot: u32,
    /// Its place among all samples of the run, from 0.
    pub order: u32,
    /// 1 for a sample of the scenario's operations, 2 for twice as many.
    pub length: u32,
    /// Operations executed.
    pub operations: u64,
    /// DWT cycles.
    pub cycles: u64,
    /// Instructions retired; only the simulated board knows.
    pub instructions: Option<u64>,
    /// XIP cache hits.
    pub xip_hits: u64,
    /// XIP cache accesses.
    pub xip_accesses: u64,
    /// Whether it is the cell's first after the boot.
    pub first: bool,
}

impl From<&Sample> for Observation {
    fn from(sample: &Sample) -> Self {
        Self { boot: sample.boot, length: sample.length, cycles: sample.cycles, first: sample.first }
    }
}

/// What the evaluation of a scenario made of the readings of one sample.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SampleQuantities {
    /// The sample's boot.
    pub boot: u32,
    /// The sample's place.
    pub order: u32,
    /// One for each quantity of the scenario, in its order.
    pub quantities: Vec<Quantity>,
}

/// What came of measuring a cell, or of measuring it in one boot.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Outcome {
    /// It ran, with the right checksums.
    Measured {
        /// Name of the firmware it ran in.
        firmware: String,
        /// Cycles to parse and compile the script; `None` for native code.
        compile_cycles: Option<u64>,
        /// The samples, in the order taken.
        samples: Vec<Sample>,
        /// What was made of their readings; none without an evaluation.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        quantities: Vec<SampleQuantities>,
    },
    /// It did not run, ran into an error, or returned a wrong checksum.
    Failed {
        /// Why, in a line or a few.
        reason: String,
    },
}
