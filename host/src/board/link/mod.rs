//! The host's side of the link: requests, replies and frames.

mod client;
#[cfg(test)]
mod client_tests;
mod error;
mod frames;
mod memory;

pub use client::{Completion, LinkClient, LinkReport, Pending, RequestMessage};
pub use error::LinkError;
pub use frames::{Frame, FrameParser};
pub use memory::LinkMemory;
