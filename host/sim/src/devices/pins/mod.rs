//! Pins of bank 0 and of the flash (RP2350 §9): multiplexer, pads, levels, external wires, recording.

mod history;
pub(crate) mod io_bank0;
mod levels;
pub(crate) mod pads_bank0;
mod pin_bank;
pub(crate) mod qspi_pins;
mod recorder;
mod resolution;
mod wiring;

pub(crate) use levels::Levels;
pub(crate) use pin_bank::Pins;
pub(crate) use recorder::Recorder;
pub use recorder::{Edge, EdgeSink};
pub(crate) use wiring::Wiring;
