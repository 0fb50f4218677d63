//! Serial wire debug protocol version 2, bit by bit, in front of a [`Dap`](super::Dap).
//! ADIv6, B4 (serial wire protocol) and B5 (dormant operation).
//!
//! Probes that drive single bits use it. The port starts in the dormant state, as that of an RP2350 does after power-on
//! (datasheet §3.5.1), and leaves it by a selection alert with the activation code of serial wire debug.

mod dormant;
mod exchange;
mod line;
mod request;

pub use dormant::activation_sequence;
pub use line::SwdLine;

#[cfg(test)]
mod test_host;
#[cfg(test)]
mod tests;
