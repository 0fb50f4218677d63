//! A board behind a debug probe: finding it, flashing it, talking to its firmware over the link.
//!
//! Everything goes through probe-rs, whether a Pico 2 is attached or the simulated one stands in. Statistics and
//! scenarios are unknown here.

mod attached;
mod breakpoint;
mod clock;
mod error;
mod firmware;
mod host_clock;
pub mod link;
mod link_version;
mod probes;
mod recording;
mod selector;

pub use attached::AttachedBoard;
pub use breakpoint::measure as measure_by_breakpoints;
pub use clock::CycleSpan;
pub use error::BoardError;
pub use firmware::{Entry, FirmwareError, FirmwareImage};
pub use probes::{ProbeEntry, choose, list, register_simulated_board};
pub use recording::{PinRecording, RecordingError};
pub use selector::{BoardSelector, SelectorError};
