//! The 48 pins: what drives them, and what their inputs give.

mod history;
pub mod io_bank0;
mod levels;
pub mod pads_bank0;
mod pin_bank;
pub mod qspi_pins;
mod recorder;
mod resolution;
mod wiring;

pub use levels::Levels;
pub use pin_bank::Pins;
pub use recorder::{Edge, EdgeSink, Recorder};
pub use wiring::Wiring;
