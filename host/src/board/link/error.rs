//! Where host and firmware disagree.

use std::time::Duration;

use thiserror::Error;
use twinbench_link::{State, Status};

/// Trouble on the link.
#[derive(Debug, Error)]
pub enum LinkError {
    /// The block is not there yet, or the firmware still boots.
    #[error("the firmware is not ready")]
    NotReady {
        /// Its state, where the block is valid.
        state: Option<State>,
    },
    /// Built against another definition of the link.
    #[error(
        "the firmware speaks link version {firmware}, this program speaks version {host}; \
         build both from the same source (`ci/bench` does)"
    )]
    Version {
        /// Version in the firmware.
        firmware: u32,
        /// Version of this program.
        host: u32,
    },
    /// Same version, another size.
    #[error(
        "the firmware's link has {firmware} bytes, this program expects {host}; build both from the same source"
    )]
    Size {
        /// Size in the firmware.
        firmware: u32,
        /// Size here.
        host: u32,
    },
    /// A field holds what no firmware of this version writes.
    #[error(
        "the link is corrupt: {what}; expected {expected}, found {found:#x}; reset the board and run again"
    )]
    Corrupt {
        /// Which field.
        what: &'static str,
        /// What would be right.
        expected: String,
        /// What stood there.
        found: u32,
    },
    /// The firmware stopped for good.
    #[error("the firmware stopped: {reason}")]
    Failed {
        /// Its own words.
        reason: String,
    },
    /// The script does not fit the firmware's buffer.
    #[error("the script has {bytes} bytes; the firmware takes at most {capacity}")]
    ScriptTooLarge {
        /// Length of the script.
        bytes: usize,
        /// Room in the firmware.
        capacity: u32,
    },
    /// The firmware refused a request.
    #[error("the firmware refused the request: {status:?}")]
    Refused {
        /// Its answer.
        status: Status,
    },
    /// No answer in time.
    #[error("no answer within {} s", limit.as_secs_f64())]
    Timeout {
        /// How long the host waited.
        limit: Duration,
    },
    /// The user pressed Ctrl-C.
    #[error("interrupted")]
    Interrupted,
}
