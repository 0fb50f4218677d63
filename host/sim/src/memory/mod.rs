//! Memories: SRAM and its banks, boot ROM, the flash chip.

pub(crate) mod banks;
pub(crate) mod flash;
pub mod rom;
pub(crate) mod sram;
