//! Two tables of the text "Why MicroPython is slow" (the primer), rebuilt from the verdicts of a run.

mod layers;
mod time_scales;

use crate::{
    scenario::Runtime,
    store::{CellRecord, RunRecord},
};

/// A table in words, for whatever document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct DeadlineTable {
    /// Its name in links.
    pub id: &'static str,
    pub title: &'static str,
    /// How it is to be read.
    pub note: String,
    pub heads: Vec<&'static str>,
    /// A text for each head.
    pub rows: Vec<Vec<String>>,
}

/// The tables that the run has something for.
pub(super) fn tables(record: &RunRecord) -> Vec<DeadlineTable> {
    [time_scales::table(record), layers::table(record)].into_iter().flatten().collect()
}

/// Techniques that leave the timing to hardware.
const HARDWARE: [&str; 3] = ["pio", "pwm", "dma"];
/// Techniques that leave it to code in C, called from Python.
const NATIVE_MODULE: [&str; 5] = ["bitstream", "neopixel", "time-pulse-us", "native-module", "builtin"];

/// Who does the timing of an implementation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Timing {
    /// The implementation's own code, in that runtime.
    Code(Runtime),
    /// Hardware that native code started.
    HardwareFromNative,
    /// Hardware or C that Python called.
    LeftByPython,
}

impl Timing {
    fn of(cell: &CellRecord) -> Self {
        let technique = cell.technique.as_str();
        match (cell.runtime.is_python(), HARDWARE.contains(&technique)) {
            (true, true) => Self::LeftByPython,
            (true, false) if NATIVE_MODULE.contains(&technique) => Self::LeftByPython,
            (false, true) => Self::HardwareFromNative,
            _ => Self::Code(cell.runtime),
        }
    }
}

#[cfg(test)]
mod tests;
