//! The timing reference: kernels of the native firmware, with the cycles that sources state for them, and the comparison
//! with measurements on a board.
//!
//! A row is one line in `rows/<group>.toml`, and its kernel one line in the native firmware's `kernels/<group>.s`. On the
//! simulated board every settled row must be equal. On hardware a difference shows an error of the model, and a
//! measurement settles the rows on which sources disagree or which no source measured.

mod comparison;
mod cycles;
mod document;
mod error;
mod kernel;
mod measure;
mod row;
mod source;
mod table;
mod text;

pub(crate) use document::{Document, MeasuredRow};
pub(crate) use error::FidelityError;
pub(crate) use measure::{MeasureError, measure_kernel};
pub(crate) use table::Table;
pub(crate) use text::render;
