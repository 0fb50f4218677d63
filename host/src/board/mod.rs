//! A board behind a debug probe: finding and opening it, programming it, and sessions with its firmware.
//!
//! Everything goes through probe-rs, both for a Pico 2 and for the simulated board. This module does not depend on
//! scenarios or statistics.

mod attached;
mod blocking;
mod breakpoint;
mod clock;
mod core_access;
mod error;
mod firmware;
mod host_clock;
pub mod link;
mod link_error;
mod link_version;
mod platform;
mod polling;
mod probes;
mod recording;
mod selector;
mod session;

pub use attached::AttachedBoard;
pub use blocking::on_blocking_thread;
pub use error::BoardError;
pub use firmware::{Entry, FirmwareError, FirmwareImage, NotInFirmware};
pub use polling::{Polled, Poller};
pub use probes::{ProbeEntry, choose, list, register_simulated_board};
pub use recording::{PinRecording, RecordingError};
pub use selector::{BoardSelector, SelectorError};
pub use session::{
    FixtureCall, PendingSamples, RawSample, ScriptOutput, Session, SessionError, SessionLimits, Workload,
    WorkloadCode,
};
