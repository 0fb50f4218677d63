//! Simulated time: clock frequencies as exact ratios, and the relation of system clock cycles to picoseconds.
//!
//! The cores count clk_sys cycles. Everything that runs from another clock (timers, UARTs, watchdog, oscillator
//! start-up) is computed from picoseconds, so that a change of clk_sys leaves it undisturbed.

mod counter;
mod frequencies;
mod frequency;
mod picoseconds;
pub(crate) mod serial_clock;
mod timeline;

pub(crate) use counter::Counter;
pub use frequencies::Frequencies;
pub use frequency::Frequency;
pub use picoseconds::{Picoseconds, SECOND};
pub use timeline::Timeline;
