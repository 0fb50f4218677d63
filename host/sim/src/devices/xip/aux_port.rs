//! XIP_AUX (RP2350 §4.4): the flash interface for DMA. Not modelled.

use crate::peripheral::inert::InertBlock;
use crate::peripheral::registers::Register;

static REGISTERS: [Register; 3] = [
    Register::missing(0x000, "STREAM"),
    Register::missing(0x004, "QMI_DIRECT_TX"),
    Register::missing(0x008, "QMI_DIRECT_RX"),
];

/// The block.
pub fn block() -> InertBlock {
    InertBlock::new("XIP_AUX", &REGISTERS)
}
