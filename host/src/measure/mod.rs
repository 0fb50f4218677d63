//! From cells to samples: which firmware a cell needs, in which order, by which method, and what makes a cell fail.

mod cell;
mod check;
mod images;
mod runner;
mod script_size;
mod settings;

pub use cell::{CellFailure, CellMeasurement};
pub use check::Incomparable;
pub use images::{ImageKind, Images};
pub use runner::{KeepError, Progress, RunError, Runner};
pub use settings::Settings;
