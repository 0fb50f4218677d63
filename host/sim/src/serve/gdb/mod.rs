//! GDB's remote protocol. The crate gdbstub speaks it; here is what it speaks about.
//!
//! The cores are threads 1 and 2. GDB halts and resumes them together (all-stop); one may be stepped alone. Debugging
//! goes through the cores' own debug registers, as a probe's does, but takes no time on a wire.

mod arch;
mod breakpoints;
mod core;
mod flash;
mod memory;
mod monitor;
mod resume;
mod session;
mod target;

pub use self::core::halt_all;
pub use session::session;
pub use target::GdbError;
