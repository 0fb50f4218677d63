//! Errors of the link.

use std::time::Duration;

use thiserror::Error;
use twinbench_link::{State, Status};

/// Error of the link between host and firmware.
#[derive(Debug, Error)]
pub enum LinkError {
    /// The block is not valid yet, or the firmware is booting or busy.
    #[error("the firmware is not ready")]
    NotReady {
        /// State of the firmware; `None` while the block is not valid.
        state: Option<State>,
    },
    /// The firmware was built against another version of the link.
    #[error(
        "the firmware uses link version {firmware}, this program uses version {host}; \
         build both from the same source (`ci/bench` does)"
    )]
    Version {
        /// Version in the firmware.
        firmware: u32,
        /// Version of this program.
        host: u32,
    },
    /// The link has the same version and another size.
    #[error(
        "the firmware's link has {firmware} bytes, this program expects {host}; build both from the same source (`ci/bench` does)"
    )]
    Size {
        /// Size in the firmware.
        firmware: u32,
        /// Size in this program.
        host: u32,
    },
    /// A field holds a value that no firmware of this version writes.
    #[error(
        "the link is corrupt: {what}; expected {expected}, found {found:#x}; reset the board and run again"
    )]
    Corrupt {
        /// Name of the field.
        what: &'static str,
        /// Description of the valid values.
        expected: String,
        /// Value of the field.
        found: u32,
    },
    /// The firmware stopped and needs a reset.
    #[error("the firmware stopped: {reason}")]
    Failed {
        /// Text of the firmware's failure frames.
        reason: String,
    },
    /// The script is larger than the firmware's buffer.
    #[error("the script has {bytes} bytes; the firmware takes at most {capacity}")]
    ScriptTooLarge {
        /// Size of the script.
        bytes: usize,
        /// Size of the buffer.
        capacity: u32,
    },
    /// The firmware refused a request.
    #[error("the firmware refused the request: {}", describe(*status))]
    Refused {
        /// Status of the reply.
        status: Status,
    },
    /// The firmware did not reply in time.
    #[error("the firmware did not reply within {} s", limit.as_secs_f64())]
    Timeout {
        /// Time limit.
        limit: Duration,
    },
    /// The user interrupted the wait.
    #[error("interrupted")]
    Interrupted,
}

/// Describes a status for an error message.
fn describe(status: Status) -> &'static str {
    match status {
        Status::Ok => "the request succeeded",
        Status::Unsupported => "it does not support the command or a flag",
        Status::BadEntry => "the entry's address is outside its code",
        Status::TooLarge => "the payload is larger than its buffer",
        Status::NotLoaded => "no workload is loaded",
        Status::Exception => "the script raised an exception",
        Status::Exit => "the script ended by SystemExit",
        Status::OutputOverflow => "a sample printed more than the link holds",
        Status::BadChecksum => "the work returned a checksum that is not an int",
        Status::BadRing => "the counts of a ring contradict its size",
        Status::BadFixture => "it has no such fixture, or the fixture refuses its argument",
        Status::BadReadings => "the work recorded too many readings, or one that is not a 32-bit integer",
    }
}
