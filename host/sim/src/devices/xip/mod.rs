//! XIP (RP2350 §4.4): the cache between cores and flash, its control registers, and the four windows onto the flash.

pub(crate) mod aux_port;
mod cache;
mod control;
mod line;
mod pinned_lines;
mod port;
mod stream;
mod window;

pub(crate) use control::Control;
pub(crate) use port::Port;
pub(crate) use window::BASE;

#[cfg(test)]
mod tests;
