//! Service for GDB: the remote serial protocol by the crate gdbstub, applied to the board.
//!
//! The cores are threads 1 and 2. GDB halts and resumes them together (all-stop); a single core can be stepped. The
//! service uses the debug registers of the cores, as a probe does, but takes no simulated time.

mod breakpoints;
mod comparators;
mod core_debug;
mod execution;
mod flash;
mod memory;
mod monitor;
mod registers;
mod session;
mod target;

pub use core_debug::halt_all;
pub(super) use session::GdbService;
