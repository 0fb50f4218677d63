//! Samples of one cell over all boots.

use crate::run::{CellKey, Measurement, Runtime, Sample, SampleQuantities, Scale, ScenarioRecord};
use crate::stats::{Observation, Series};

/// Samples and quantities of one cell, and its first failure.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct CellSamples {
    /// Key of the cell.
    pub key: CellKey,
    /// Runtime that executes it.
    pub runtime: Runtime,
    /// Technique of its implementation.
    pub technique: String,
    /// Time scale of its scenario.
    pub scale: Scale,
    /// Name of the firmware that it ran in.
    pub firmware: Option<String>,
    /// Cycles to parse and compile the script.
    pub compile_cycles: Option<u64>,
    /// Samples, in the order of time.
    pub samples: Vec<Sample>,
    /// Quantities of the samples.
    pub quantities: Vec<SampleQuantities>,
    /// Reason for the first failure.
    pub failure: Option<String>,
}

impl CellSamples {
    /// Creates the record of a cell without samples.
    pub(crate) fn new(key: CellKey, runtime: Runtime, technique: String, scale: Scale) -> Self {
        Self {
            key,
            runtime,
            technique,
            scale,
            firmware: None,
            compile_cycles: None,
            samples: Vec::new(),
            quantities: Vec::new(),
            failure: None,
        }
    }

    /// Adds a measurement. A cell with one failed measurement has failed, with the reason of the first failure; its samples
    /// are kept.
    pub(crate) fn append(&mut self, measurement: Measurement) {
        match measurement {
            Measurement::Measured { firmware, compile_cycles, mut samples, mut quantities } => {
                self.firmware.get_or_insert(firmware);
                self.compile_cycles = self.compile_cycles.or(compile_cycles);
                self.samples.append(&mut samples);
                self.quantities.append(&mut quantities);
            }
            Measurement::Failed { reason } => {
                self.failure.get_or_insert(reason);
            }
        }
    }

    /// Returns the samples in steady state, by boot.
    pub(crate) fn series(&self, scenario: &ScenarioRecord) -> Series {
        let observations: Vec<Observation> = self.samples.iter().map(Observation::from).collect();
        Series::of(&observations, scenario.operations, scenario.lengths)
    }

    /// Yields all samples but the first of each boot.
    pub(super) fn steady_samples(&self) -> impl Iterator<Item = &Sample> {
        self.samples.iter().filter(|sample| !sample.first)
    }
}
