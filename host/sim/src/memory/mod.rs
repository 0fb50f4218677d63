//! Memories: SRAM, flash with its interface and cache, boot ROM.

pub mod banks;
pub mod flash;
pub mod qmi;
pub mod rom;
pub mod sram;
pub mod xip;
