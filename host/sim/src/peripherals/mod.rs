//! The register blocks of the chip, one file a block.
//!
//! A new block is a file, and a line in [`Blocks`]' list.

pub mod accessctrl;
pub mod adc;
pub mod beat;
pub mod bootram;
pub mod busctrl;
pub mod clocks;
pub mod coresight_trace;
pub mod dma;
pub mod frequency_counter;
pub mod functions;
pub mod glitch_detector;
pub mod hstx;
pub mod i2c;
pub mod io_bank0;
pub mod otp;
pub mod pads_bank0;
pub mod peripheral;
pub mod pins;
pub mod pio;
pub mod plain;
pub mod pll;
pub mod powman;
pub mod psm;
pub mod pwm;
pub mod qspi_pins;
pub mod registers;
pub mod resets;
pub mod rosc;
pub mod sha256;
pub mod sio;
pub mod spi;
pub mod syscfg;
pub mod sysinfo;
pub mod tbman;
pub mod ticks;
pub mod timer;
pub mod trng;
pub mod uart;
pub mod usb;
pub mod watchdog;
pub mod xip_aux;
pub mod xosc;

mod list;
mod tree;

pub use list::{Blocks, Location, UNMODELLED};
