//! Two tables of the text "Why MicroPython is slow" (the primer), rebuilt from the verdicts of a run.

mod layers;
mod time_scales;

use crate::run::{CellRecord, RunRecord, Runtime};

/// Explains the column with the primer's values.
pub(super) const PRIMER_NOTE: &str =
    "The primer is the text “Why MicroPython is Slow”; its column holds the estimate that it states.";

/// A table as text, for any document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct DeadlineTable {
    /// Identifier of the table in links.
    pub id: &'static str,
    pub title: &'static str,
    /// Note on reading the table.
    pub note: String,
    pub heads: Vec<&'static str>,
    /// Rows with a text for each head.
    pub rows: Vec<Vec<String>>,
}

/// Returns the tables for which the run has data.
pub(super) fn tables(record: &RunRecord) -> Vec<DeadlineTable> {
    [time_scales::table(record), layers::table(record)].into_iter().flatten().collect()
}

/// Techniques whose timing hardware determines.
const HARDWARE: [&str; 3] = ["pio", "pwm", "dma"];
/// Techniques whose timing is determined by C code that Python calls.
const NATIVE_MODULE: [&str; 5] = ["bitstream", "neopixel", "time-pulse-us", "native-module", "builtin"];

/// The part of an implementation that determines its timing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum TimingSource {
    /// The implementation's own code, executed by the runtime.
    Code(Runtime),
    /// Hardware that native code has set up.
    HardwareFromNative,
    /// Hardware or C code that Python has started.
    DelegatedByPython,
}

impl TimingSource {
    fn of(cell: &CellRecord) -> Self {
        let technique = cell.technique.as_str();
        match (cell.runtime.is_python(), HARDWARE.contains(&technique)) {
            (true, true) => Self::DelegatedByPython,
            (true, false) if NATIVE_MODULE.contains(&technique) => Self::DelegatedByPython,
            (false, true) => Self::HardwareFromNative,
            _ => Self::Code(cell.runtime),
        }
    }
}

#[cfg(test)]
mod tests;
