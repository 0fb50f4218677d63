//! Virtual USB devices in front of a simulated board, and USB/IP, by which a Linux kernel attaches them like devices at
//! a port.
//!
//! [`device`] is what every device implements, [`control`] answers the standard requests for all of them, and [`ip`]
//! carries their transfers over a byte stream. [`debug_probe`] is a Raspberry Pi Debug Probe: [`cmsis_dap`] at the
//! board's SWD pins ([`board_pins`]), [`cdc_acm`] at its UART0.

pub mod board_pins;
pub mod cdc_acm;
pub mod cmsis_dap;
pub mod control;
pub mod debug_probe;
pub mod descriptors;
pub mod device;
pub mod ip;
pub mod setup;
