//! The MicroPython core as firmware: scripts come over the link, are compiled on the board, and run or sampled.
//!
//! The core and this port's C files (`port/`) are one object for each placement; the Rust side starts the board and
//! serves the link. Two binaries differ in nothing but the object they are linked with.
#![no_std]

mod host;
mod interpreter;
mod memory;
mod runtime;

use runtime::MicroPython;

pub use runtime::Image;

/// Starts the board and serves the link with the interpreter for ever.
pub fn run<I: Image>() -> ! {
    twinbench_board::run(MicroPython::<I>::new)
}
