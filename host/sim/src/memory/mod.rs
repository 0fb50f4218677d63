//! Memories: SRAM and its banks, boot ROM, the flash chip.

pub mod banks;
pub mod flash;
pub mod rom;
pub mod sram;
