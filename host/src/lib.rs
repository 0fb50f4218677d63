//! Measures what an interpreter costs on a microcontroller.
//!
//! The program is a thin shell over these modules. `board` talks to a board through its debug probe, `measure` turns
//! cells into samples and `fidelity` puts the timing reference to the test. `scenario`, `stats`, `store`, `report`,
//! `compare` and `export` know nothing of boards and probes: they turn files into a matrix of cells, samples into
//! figures, and figures into a run folder, its report, its comparison with another and tables for other programs.
//! `evaluation` makes quantities of what fixtures captured beside the samples, `claims` holds a run against numbers that
//! are stated somewhere.

pub mod board;
pub mod claims;
pub mod cli;
pub mod compare;
pub mod digest;
pub mod evaluation;
mod explain;
pub mod export;
pub mod fidelity;
pub mod measure;
pub mod merge;
pub mod random;
pub mod report;
pub mod run;
pub mod scenario;
pub mod stats;
pub mod store;
mod summary;
