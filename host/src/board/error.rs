//! Errors between the host and the board.

use std::path::PathBuf;
use std::time::Duration;

use thiserror::Error;

use super::link_error::LinkError;

/// Error of the board or the probe. Each message states what was expected, what was found and what to do.
#[derive(Debug, Error)]
pub enum BoardError {
    /// No attached probe matches.
    #[error("no probe {wanted} is attached; found {}; `twinbench boards` lists all", listed(found))]
    NotAttached {
        /// Requested probe.
        wanted: String,
        /// Attached probes.
        found: Vec<String>,
    },
    /// More than one probe matches.
    #[error("several probes match: {}; select one with --board VID:PID:SERIAL", found.join(", "))]
    Ambiguous {
        /// Matching probes.
        found: Vec<String>,
    },
    /// The probe is attached but cannot be opened.
    #[error("probe {board} cannot be used: {reason}")]
    Unusable {
        /// The probe.
        board: String,
        /// Cause and remedy.
        reason: String,
    },
    /// The driver of the simulated board is not registered.
    #[error("the simulated board is not registered in this process")]
    NoSimulatedBoard,
    /// Opening the probe failed.
    #[error("cannot open probe {board}; is another program using it?")]
    Open {
        /// The probe.
        board: String,
        /// From probe-rs.
        #[source]
        source: probe_rs::probe::DebugProbeError,
    },
    /// No RP2350 responds to the probe.
    #[error(
        "no RP2350 responds to probe {board}; check the SWD wires (SWCLK, SWDIO, GND) and the board's power"
    )]
    Attach {
        /// The probe.
        board: String,
        /// From probe-rs.
        #[source]
        source: probe_rs::Error,
    },
    /// The board's timer disagrees with the host's clock.
    #[error(
        "the board's timer counted {timer_us} µs while {host_us} µs passed on this computer; expected a difference of \
         at most {tolerance_per_mille} ‰; check that the board's crystal has the 12 MHz that the firmware assumes"
    )]
    HostClock {
        /// Time by TIMER0.
        timer_us: u64,
        /// Shortest time by the host's clock.
        host_us: u64,
        /// Allowed difference in parts per thousand.
        tolerance_per_mille: u64,
    },
    /// Flashing failed.
    #[error("cannot program {} into flash", path.display())]
    Flash {
        /// The ELF file.
        path: PathBuf,
        /// From probe-rs.
        #[source]
        source: probe_rs::flashing::FileDownloadError,
    },
    /// An access over SWD failed.
    #[error("{action} failed over SWD")]
    Swd {
        /// Attempted action.
        action: &'static str,
        /// From probe-rs.
        #[source]
        source: probe_rs::Error,
    },
    /// The firmware did not become ready.
    #[error(
        "the firmware {} is not ready {} s after reset; its state is {state}",
        path.display(), limit.as_secs_f32()
    )]
    Boot {
        /// The ELF file.
        path: PathBuf,
        /// Time limit.
        limit: Duration,
        /// Last state of the link.
        state: String,
    },
    /// The link fails.
    #[error(transparent)]
    Link(#[from] LinkError),
    /// The core did not reach a breakpoint.
    #[error(
        "the core did not reach {mark} at {address:#010x} within {} s; it is at {found}",
        limit.as_secs_f32()
    )]
    Breakpoint {
        /// Symbol of the mark.
        mark: &'static str,
        /// Address of the mark.
        address: u32,
        /// Location of the core.
        found: String,
        /// Time limit.
        limit: Duration,
    },
}

impl BoardError {
    /// Returns a conversion of probe-rs errors for `map_err`. `action` is a gerund.
    pub(crate) fn swd(action: &'static str) -> impl FnOnce(probe_rs::Error) -> Self {
        move |source| Self::Swd { action, source }
    }

    /// Returns true if the firmware or the core stopped because of the work that it executed: other work may succeed
    /// after the next boot.
    pub fn is_work_failure(&self) -> bool {
        match self {
            Self::Link(error) => matches!(
                error,
                LinkError::Failed { .. } | LinkError::Timeout { .. } | LinkError::Refused { .. }
            ),
            Self::Breakpoint { .. } => true,
            _ => false,
        }
    }

    /// Returns true if the user interrupted the work.
    pub fn is_interruption(&self) -> bool {
        matches!(self, Self::Link(LinkError::Interrupted))
    }
}

fn listed(found: &[String]) -> String {
    if found.is_empty() { "none".to_owned() } else { found.join(", ") }
}
