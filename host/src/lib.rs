//! Measures what an interpreter costs on a microcontroller.
//!
//! Each module imports only modules below it in this list. `host/docs/architecture.md` shows how data passes through them.
//!
//! - `cli`: the commands, one file each
//! - [`report`], [`compare`], `export`: output from run folders
//! - `fidelity`, `explain`: the timing reference on a board; the instructions of one operation
//! - `measure`: takes the samples of cells
//! - [`board`]: boards, probes, sessions, the link
//! - [`merge`]: joins run folders
//! - [`claims`]: compares a run with published numbers
//! - [`store`]: journal, Parquet tables, run folder
//! - `summary`: computes figures, ratios and verdicts from samples
//! - [`scenario`]: scenario files and the matrix
//! - [`evaluation`]: turns the readings of fixtures into quantities
//! - [`run`]: the domain as plain data
//! - [`stats`], [`random`], [`digest`]: statistics, seeded random numbers, SHA-256

#![warn(unreachable_pub)]

pub mod board;
pub mod claims;
pub mod cli;
pub mod compare;
pub mod digest;
pub mod evaluation;
mod explain;
mod export;
mod fidelity;
mod measure;
pub mod merge;
pub mod random;
pub mod report;
pub mod run;
pub mod scenario;
pub mod stats;
pub mod store;
mod summary;
