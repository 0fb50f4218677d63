//! A simulated Raspberry Pi Pico 2 (RP2350, Arm cores).
//!
//! The board runs the same ELF files as the real one and hangs behind probe-rs like an attached board.
//! It is deterministic: the same image and the same debugger traffic give the same cycles. What it does
//! not model stops it with an error that names the access; it never returns a made-up value.

#![warn(unreachable_pub)]

pub mod board;
pub mod bus;
pub mod chip;
pub mod control;
mod coresight;
pub mod cpu;
pub mod debug;
pub mod devices;
pub mod instruction;
pub mod memory;
pub mod peripheral;
pub mod ppb;
#[cfg(feature = "probe")]
pub mod probe;
pub mod registry;
#[cfg(feature = "serve")]
pub mod serve;
pub mod time;
#[cfg(feature = "serve")]
pub mod usb;
pub mod waveform;
