//! Devices of the chip: each has its registers and its behaviour together in one file or folder.
//!
//! A new device is a file or folder here, and a line in the address map ([`crate::chip::address_map`]).

pub mod accessctrl;
pub mod adc;
pub mod bootram;
pub mod busctrl;
pub mod clocks;
pub mod coresight_trace;
pub mod dcp;
pub mod dma;
pub mod glitch_detector;
pub mod hstx;
pub mod i2c;
pub mod otp;
pub mod pins;
pub mod pio;
pub mod pll;
pub mod powman;
pub mod psm;
pub mod pwm;
pub mod qmi;
pub mod rcp;
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
pub mod xip;
pub mod xosc;
