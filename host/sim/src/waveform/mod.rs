//! Waveforms: recorded edges of the pins.

mod log;
mod vcd_document;

pub use crate::devices::pins::{Edge, EdgeSink};
pub use log::EdgeLog;
pub use vcd_document::VcdDocument;

/// Pins with a bond pad in the package of the Pico 2: GP0 to GP29.
pub const BONDED_PINS: u64 = (1 << 30) - 1;
