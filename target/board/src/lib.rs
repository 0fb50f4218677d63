//! What the firmwares share: start-up at a known clock and flash timing, measuring, and the board's side of the link.
//!
//! A firmware implements [`Runtime`] and hands it to [`run`], which never returns:
//!
//! 1. The link is made valid; its state says that the firmware is booting.
//! 2. Crystal, PLLs and clocks are set up, the flash is switched to its fast timing, both are read back and reported.
//! 3. The cycle counter is started, and a sample of nothing is measured.
//! 4. The link becomes ready, and requests are served for ever.
//!
//! A panic, a fault or an unexpected interrupt ends in [`State::Failed`](twinbench_link::State::Failed) with a message.
//!
//! What needs no hardware (serving requests, output, cycle arithmetic) is built and tested on the host too.
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
pub use hardware::{CAPTURE_WORDS, LINK, Moment, OUTPUT, entry_table, fail, fixture_table, readings, run};
pub use output::Output;
pub use runtime::{Identity, Load, Runtime};
pub use service::Service;
pub use stopwatch::{Entry, Stopwatch};
