//! Code that all firmware images share: start-up with a known clock and flash timing, timing of samples, fixtures, and
//! the firmware's end of the link.
//!
//! A firmware implements [`Runtime`] and passes it to `run`, which never returns:
//!
//! 1. It initialises the link, in the state [`State::Booting`](twinbench_link::State::Booting).
//! 2. It sets up crystal, PLLs and clocks, switches the flash to its fast timing, reads both back and reports them.
//! 3. It starts the cycle counter and measures an empty sample.
//! 4. It sets the state to [`State::Ready`](twinbench_link::State::Ready) and serves requests.
//!
//! A panic, a fault or an unexpected interrupt sets [`State::Failed`](twinbench_link::State::Failed) and sends a message.
//!
//! Code that needs no hardware (serving requests, output, cycle arithmetic) is also built and tested on the host.
#![cfg_attr(target_os = "none", no_std)]

mod cycles;
mod fixture;
mod frequency;
#[cfg(target_os = "none")]
mod hardware;
mod output;
mod runtime;
mod service;
mod stopwatch;

pub use cycles::extend_cycles;
pub use fixture::{Fixture, Refused, Sink, WORK_CHANNEL};
pub use frequency::counted_hz;
#[cfg(target_os = "none")]
pub use hardware::{CAPTURE_WORDS, Instant, LINK, OUTPUT, entry_table, fail, fixture_table, readings, run};
pub use output::Output;
pub use runtime::{Identity, Load, Runtime};
pub use service::Service;
pub use stopwatch::{Entry, Stopwatch};
