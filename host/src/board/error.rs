//! What can go wrong between the host and the board.

use std::path::PathBuf;
use std::time::Duration;

use thiserror::Error;

use super::link::LinkError;

/// Board or probe trouble. Each message says what was expected, what was found and what to do.
#[derive(Debug, Error)]
pub enum BoardError {
    /// No probe with these ids.
    #[error("no probe {wanted} is attached; there is {}; `twinbench boards` lists them", listed(found))]
    NotAttached {
        /// What was asked for.
        wanted: String,
        /// What there is.
        found: Vec<String>,
    },
    /// More than one probe would do.
    #[error("several probes fit: {}; name one with --board VID:PID:SERIAL", found.join(", "))]
    Ambiguous {
        /// Those that fit.
        found: Vec<String>,
    },
    /// The probe is there, but cannot be opened.
    #[error("probe {board} cannot be used: {reason}")]
    Unusable {
        /// The probe.
        board: String,
        /// Why, and what to do.
        reason: String,
    },
    /// The driver of the simulated board was not registered.
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
    /// The probe is there, but no RP2350 answers behind it.
    #[error(
        "no RP2350 answers behind probe {board}; check the SWD wires (SWCLK, SWDIO, GND) and the board's power"
    )]
    Attach {
        /// The probe.
        board: String,
        /// From probe-rs.
        #[source]
        source: probe_rs::Error,
    },
    /// The board's time is not the host's.
    #[error(
        "the board's timer counted {timer_us} µs while {host_us} µs passed on this computer: expected them to agree \
         within {tolerance_per_mille} parts in a thousand; is its crystal one of 12 MHz, as the firmware was built for?"
    )]
    HostClock {
        /// By TIMER0.
        timer_us: u64,
        /// By the host's clock, at least.
        host_us: u64,
        /// How far they may differ.
        tolerance_per_mille: u64,
    },
    /// Flashing failed.
    #[error("flashing {} failed", path.display())]
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
        /// What was tried.
        action: &'static str,
        /// From probe-rs.
        #[source]
        source: probe_rs::Error,
    },
    /// The firmware did not become ready.
    #[error(
        "the firmware {} did not become ready within {} s after reset; its state is {state}",
        path.display(), limit.as_secs_f32()
    )]
    Boot {
        /// The ELF file.
        path: PathBuf,
        /// How long the host waited.
        limit: Duration,
        /// What the link said last.
        state: String,
    },
    /// The firmware and the host disagree, or the firmware failed.
    #[error(transparent)]
    Link(#[from] LinkError),
    /// A breakpoint was not reached.
    #[error(
        "the core did not reach {mark} at {address:#010x} within {} s; it was at {found}",
        limit.as_secs_f32()
    )]
    Breakpoint {
        /// Symbol of the mark.
        mark: &'static str,
        /// Its address.
        address: u32,
        /// Where the core was instead.
        found: String,
        /// How long the host waited.
        limit: Duration,
    },
}

impl BoardError {
    /// For `map_err` of probe-rs calls.
    pub(crate) fn swd(action: &'static str) -> impl FnOnce(probe_rs::Error) -> Self {
        move |source| Self::Swd { action, source }
    }

    /// The user pressed Ctrl-C while the board worked.
    pub fn is_interruption(&self) -> bool {
        matches!(self, Self::Link(LinkError::Interrupted))
    }
}

fn listed(found: &[String]) -> String {
    if found.is_empty() { "none".to_owned() } else { found.join(", ") }
}
