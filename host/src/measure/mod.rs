//! Measurement of cells: the firmware image of each cell, the order, the method, and the checks of the samples.

mod board_task;
mod cell;
mod check;
mod error;
mod images;
mod progress;
mod runner;
mod script_size;
mod settings;
mod workload;

pub use cell::{CellFailure, CellMeasurement};
pub use check::Incomparable;
pub use error::{KeepError, RunError};
pub use images::{ImageKind, Images};
pub use progress::Progress;
pub use runner::{EndedRun, Runner};
pub use settings::Settings;
pub use workload::workload;
