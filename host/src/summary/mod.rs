//! From the samples of a run to its figures: summaries of cells, ratios to baselines, and verdicts on deadlines.

mod cell_samples;
mod cells;
mod deadlines;

pub(crate) use cell_samples::CellSamples;
pub(crate) use cells::summarise;
pub(crate) use deadlines::judge;
