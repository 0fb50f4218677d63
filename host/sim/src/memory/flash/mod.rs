//! The 4 MB serial NOR flash of the Pico 2, a Winbond W25Q32.

mod array;
mod commands;
mod reads;
mod serial;

pub(crate) use array::{
    BLOCK, BLOCK_ERASE_TIME, Flash, LENGTH, PAGE, PAGE_PROGRAM_TIME, SECTOR, SECTOR_ERASE_TIME,
};
pub(crate) use reads::ReadCommand;
pub(crate) use serial::Width;
