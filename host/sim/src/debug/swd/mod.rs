//! The wire itself, bit by bit: serial wire debug protocol version 2 in front of a [`Dap`](super::Dap).
//! ADIv6, B4 (serial wire protocol) and B5 (dormant operation).
//!
//! For probes that only wiggle pins. The port starts dormant, as the one of an RP2350 does after power-on (datasheet
//! §3.5.1): a selection alert with the activation code of serial wire debug wakes it.

mod dormant;
mod exchange;
mod line;
mod request;

pub use dormant::wake_up_call;
pub use line::SwdLine;

#[cfg(test)]
mod test_host;
#[cfg(test)]
mod tests;
