//! What touches the chip.

mod clocks;
mod cycle_counter;
mod entries;
mod failure;
mod flash;
mod image;
mod link;
mod moment;
pub mod readings;
mod sample;
mod start;

pub use entries::{entry_table, fixture_table};
pub use failure::fail;
pub use link::{LINK, OUTPUT};
pub use moment::Moment;
pub use start::run;
