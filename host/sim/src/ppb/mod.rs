//! Units on the private peripheral bus of a core, 0xE000_0000 to 0xE00F_FFFF (Armv8-M ARM B7.3).

pub mod core_register;
pub mod dcb;
pub mod dwt;
pub mod fpb;
pub(crate) mod identification;
pub mod mpu;
pub mod nvic;
pub mod rom_table;
pub mod sau;
pub mod scb;
pub mod systick;
pub(crate) mod unmodelled_registers;
