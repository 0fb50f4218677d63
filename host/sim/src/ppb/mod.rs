//! What answers in a core's private peripheral bus, 0xE000_0000 to 0xE00F_FFFF.

pub mod core_register;
pub mod coresight;
pub mod dcb;
pub mod dwt;
pub mod fpb;
mod watchpoint;
