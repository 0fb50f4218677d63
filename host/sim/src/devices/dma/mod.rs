//! DMA controller (RP2350 §12.6): 16 channels, pacing timers, the sniffer, and the engine that makes the transfers.

mod arbiter;
mod bus;
mod channel;
mod controller;
mod engine;
mod execution;
mod pacing;
mod protection;
mod registers;
mod schedule;
mod sniffer;
mod transfer;

pub(crate) use bus::DmaBus;
pub(crate) use controller::Dma;
pub(crate) use execution::{catch_up, run_before, service, wake};
