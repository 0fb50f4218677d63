//! Figures of a run, computed from its samples: summaries of cells, ratios to baselines, verdicts on deadlines.

mod baseline;
mod cell_samples;
mod cell_summaries;
mod verdicts;

pub(crate) use cell_samples::CellSamples;
pub(crate) use cell_summaries::summarise;
pub(crate) use verdicts::judge;
