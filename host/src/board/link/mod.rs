//! The host's side of the link.

mod client;
#[cfg(test)]
mod client_tests;
mod error;
mod frames;
mod memory;

pub use client::{LinkClient, LinkReport, Outcome, RequestMessage};
pub use error::LinkError;
pub use frames::{Frame, FrameParser};
pub use memory::LinkMemory;
