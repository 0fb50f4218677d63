//! The 4 MB serial NOR flash of the Pico 2, a Winbond W25Q32.

mod array;
mod commands;
mod reads;
mod serial;

pub use array::{
    BLOCK, BLOCK_ERASE_TIME, CHIP_ERASE_TIME, Flash, HALF_BLOCK_ERASE_TIME, LENGTH, PAGE, PAGE_PROGRAM_TIME,
    SECTOR, SECTOR_ERASE_TIME,
};
pub use reads::ReadCommand;
pub use serial::Width;
