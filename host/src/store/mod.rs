//! The run folder: what one execution of the matrix leaves behind.

mod kinds;

pub use kinds::{BoardKind, Method};
