//! Waveforms of the pins, for those who look at them afterwards.

mod log;
mod vcd_document;

pub use crate::devices::pins::{Edge, EdgeSink};
pub use log::EdgeLog;
pub use vcd_document::VcdDocument;

/// The pins that the Pico 2's chip bonds out: GP0 to GP29.
pub const BONDED_PINS: u64 = (1 << 30) - 1;
