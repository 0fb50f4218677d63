//! The host's end of the link: requests, replies and frames.

mod client;
#[cfg(test)]
mod client_tests;
mod frames;
mod memory;

pub use super::link_error::LinkError;
pub use client::{Completion, LinkClient, LinkReport, Pending, RequestMessage};
pub use frames::{Frame, FrameParser};
pub use memory::LinkMemory;
