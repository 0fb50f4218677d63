//! The timing reference, put to the test on a board: each row is a kernel of the native firmware, with the cycles that
//! sources state for it.
//!
//! A row is one line in `rows/<group>.toml` and its kernel one line in the native firmware's `kernels/<group>.s`. On the
//! simulated board every settled row must be equal; on hardware the differences show where the model errs, and rows on
//! which sources disagree, or which no measurement stands behind, are settled by what is measured.

mod cycles;
mod document;
mod error;
mod judgement;
mod kernel;
mod measure;
mod row;
mod source;
mod table;
mod text;

pub use cycles::Cycles;
pub use document::{Document, MeasuredRow, Outcome, SCHEMA, Summary};
pub use error::FidelityError;
pub use judgement::{Judgement, Status};
pub use kernel::KernelSource;
pub use measure::{ALIGNMENT, LENGTHS, MeasureError, Measurement, Measurer};
pub use row::{Row, Stated};
pub use source::Source;
pub use table::Table;
pub use text::render;
