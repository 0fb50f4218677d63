//! XIP_AUX (RP2350 §4.4): the flash interface for DMA. Not modelled.

use super::plain::Plain;
use super::registers::Register;

static REGISTERS: [Register; 3] = [
    Register::missing(0x000, "STREAM"),
    Register::missing(0x004, "QMI_DIRECT_TX"),
    Register::missing(0x008, "QMI_DIRECT_RX"),
];

/// The block.
pub fn block() -> Plain {
    Plain::new("XIP_AUX", &REGISTERS)
}
