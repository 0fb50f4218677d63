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

pub(crate) use cell::{CellFailure, CellMeasurement};
pub(crate) use check::Incomparable;
pub(crate) use error::{ProgressError, RunError};
pub(crate) use images::{ImageKind, Images};
pub(crate) use progress::Progress;
pub(crate) use runner::{EndedRun, Runner};
pub(crate) use settings::Settings;
pub(crate) use workload::workload;
