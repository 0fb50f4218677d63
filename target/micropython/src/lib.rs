//! MicroPython firmware: compiles scripts from the host on the board, and executes or samples them.
//!
//! The MicroPython core and the C code of this port (`port/`) form one object for each placement. The Rust code starts the
//! board and serves requests. The two binaries differ only in their object.
#![no_std]

mod host;
mod interpreter;
mod memory;
mod runtime;

use runtime::MicroPython;

pub use runtime::Image;

/// Starts the board and serves requests with the interpreter. Never returns.
pub fn run<I: Image>() -> ! {
    twinbench_board::run(MicroPython::<I>::new)
}
