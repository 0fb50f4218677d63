//! What touches the chip.

mod clocks;
mod cycle_counter;
mod entries;
mod failure;
mod fixtures;
mod flash;
mod image;
mod link;
mod moment;
pub mod readings;
mod sample;
mod start;

pub use entries::{entry_table, fixture_table};
pub use failure::fail;
pub use fixtures::CAPTURE_WORDS;
pub use link::{LINK, OUTPUT};
pub use moment::Moment;
pub use start::run;
