//! Devices of the chip: each has its registers and its behaviour together in one file or folder.
//!
//! A new device is a file or folder here, and a line in the address map ([`crate::chip::address_map`]).

pub(crate) mod accessctrl;
pub(crate) mod adc;
pub(crate) mod bootram;
pub(crate) mod busctrl;
pub(crate) mod clocks;
pub(crate) mod coresight_trace;
pub(crate) mod dcp;
pub(crate) mod dma;
pub(crate) mod glitch_detector;
pub(crate) mod hstx;
pub(crate) mod i2c;
pub(crate) mod otp;
pub(crate) mod pins;
pub mod pio;
pub(crate) mod pll;
pub(crate) mod powman;
pub(crate) mod psm;
pub(crate) mod pwm;
pub(crate) mod qmi;
pub(crate) mod rcp;
pub(crate) mod resets;
pub(crate) mod rosc;
pub(crate) mod sha256;
pub mod sio;
pub(crate) mod spi;
pub(crate) mod syscfg;
pub(crate) mod sysinfo;
pub(crate) mod tbman;
pub(crate) mod ticks;
pub(crate) mod timer;
pub(crate) mod trng;
pub(crate) mod uart;
pub(crate) mod usb;
pub(crate) mod watchdog;
pub(crate) mod xip;
pub(crate) mod xosc;
