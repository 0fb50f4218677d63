//! SHA256 accelerator (RP2350 §12.13). Not modelled.

use super::plain::Plain;
use super::registers::Register;

static REGISTERS: [Register; 3] = [
    Register::missing(0x000, "CSR"),
    Register::missing(0x004, "WDATA"),
    Register::missing(0x008, "SUM#").array(8, 0x4),
];

/// The block.
pub fn block() -> Plain {
    Plain::new("SHA256", &REGISTERS)
}
