//! Units of claims.

use crate::run::Measure;

/// Units of time with their number of nanoseconds.
pub(super) const TIMES: [(&str, f64); 4] = [("ns", 1.0), ("µs", 1e3), ("ms", 1e6), ("s", 1e9)];

/// Returns the units that a figure can have; `None` if they depend on the scenario or are not known.
pub(super) fn units(measure: &Measure) -> Option<Vec<&'static str>> {
    match measure {
        Measure::CyclesPerOperation { .. } => Some(vec!["cycles"]),
        Measure::TimePerOperation { .. } => Some(TIMES.iter().map(|it| it.0).collect()),
        Measure::InstructionsPerOperation { .. } => Some(vec!["instructions"]),
        Measure::Ratio { .. } => Some(vec!["×"]),
        Measure::Clock {} => Some(vec!["MHz"]),
        Measure::WorstCase { .. } | Measure::Median { .. } | Measure::Explain { .. } => None,
    }
}
