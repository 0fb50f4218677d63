//! Measures what an interpreter costs on a microcontroller.
//!
//! The program is a thin shell over these modules. `board` talks to a board through its debug probe and `measure`
//! turns cells into samples. `scenario`, `stats`, `store` and `report` know nothing of boards and probes: they turn
//! files into a matrix of cells, samples into figures, and figures into a run folder and its report.

pub mod board;
pub mod cli;
pub mod measure;
pub mod random;
pub mod report;
pub mod scenario;
pub mod stats;
pub mod store;
