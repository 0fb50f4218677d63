//! Code that accesses the chip.

mod clocks;
mod cycle_counter;
mod entries;
mod failure;
mod fixtures;
mod flash;
mod image;
mod instant;
mod link;
pub mod readings;
mod sample;
mod start;

pub use entries::{entry_table, fixture_table};
pub use failure::fail;
pub use fixtures::CAPTURE_WORDS;
pub use instant::Instant;
pub use link::{LINK, OUTPUT};
pub use start::run;
