//! Debug port of the board, as a probe reaches it: Arm Debug Interface v6 (ADIv6) over serial wire debug.
//!
//! [`Dap`] consists of the debug port, the access ports behind it (RP2350 datasheet §3.5, figure 10) and the timing of
//! the wire. It accesses any [`DebugTarget`].
//!
//! Simplifications: for transactions the port is active from power-on, without the dormant-to-SWD sequence that
//! [`swd`] requires; it acknowledges power-up requests at once; it answers WAIT only by [`fault_injection`].

mod ap_access;
mod ap_request;
mod dap;
mod debug_port;
mod debug_target;
mod error;
pub mod fault_injection;
mod mem_ap;
mod polling;
mod reset_line;
mod root_rom_table;
mod rp_ap;
pub mod swd;
mod swd_transaction;
mod wire_timing;

pub use dap::Dap;
pub use debug_port::{ABORT, CTRL_STAT, DPIDR, RDBUFF, SELECT};
pub use debug_target::DebugTarget;
pub use error::DapError;
pub use wire_timing::DEFAULT_CLOCK_KHZ;

#[cfg(test)]
pub(crate) mod fake_target;
#[cfg(test)]
mod tests;
