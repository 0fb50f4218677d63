//! Measures what an interpreter costs on a microcontroller.
//!
//! The program is a thin shell over these modules; each imports only those below it. `host/docs/architecture.md` shows
//! how data passes through them.
//!
//! - `cli`: the commands, one file each
//! - [`report`], [`compare`], `export`: output from run folders
//! - `fidelity`, `explain`: the timing reference on a board; the instructions of one operation
//! - `measure`: from cells to samples
//! - [`board`]: boards, probes, sessions, the link
//! - [`merge`]: joins run folders
//! - [`claims`]: compares a run with published numbers
//! - [`store`]: journal, Parquet tables, run folder
//! - `summary`: from samples to figures, ratios and verdicts
//! - [`scenario`]: scenario files and the matrix
//! - [`evaluation`]: from readings of fixtures to quantities
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
