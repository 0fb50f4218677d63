//! The board's debug port: what a probe's wires reach. Arm Debug Interface v6 (ADIv6) over serial wire debug.
//!
//! [`Dap`] is the whole of it: the debug port, the access ports behind it (RP2350 datasheet §3.5, figure 10)
//! and the time that the wire takes. It works on anything that is a [`DebugTarget`].
//!
//! Simplifications: to whoever speaks in transactions the port answers from power-on, without the dormant-to-SWD
//! sequence that [`swd`] insists on; it grants power-up requests at once; it answers WAIT only in a [`trouble`].

mod access;
mod dap;
mod debug_port;
mod error;
pub mod fault_injection;
mod mem_ap;
mod polling;
mod reset_line;
mod root_rom_table;
mod rp_ap;
pub mod swd;
mod swd_transaction;
mod target;
mod wire_timing;

pub use dap::Dap;
pub use debug_port::{ABORT, CTRL_STAT, DPIDR, RDBUFF, SELECT};
pub use error::DapError;
pub use target::DebugTarget;
pub use wire_timing::DEFAULT_CLOCK_KHZ;

#[cfg(test)]
mod fake_target;
#[cfg(test)]
mod tests;
