//! ADC (RP2350 §12.4): analogue-to-digital converter. Not modelled.

use super::plain::Plain;
use super::registers::Register;

static REGISTERS: [Register; 9] = [
    Register::missing(0x000, "CS"),
    Register::missing(0x004, "RESULT"),
    Register::missing(0x008, "FCS"),
    Register::missing(0x00C, "FIFO"),
    Register::missing(0x010, "DIV"),
    Register::missing(0x014, "INTR"),
    Register::missing(0x018, "INTE"),
    Register::missing(0x01C, "INTF"),
    Register::missing(0x020, "INTS"),
];

/// The block.
pub fn block() -> Plain {
    Plain::new("ADC", &REGISTERS)
}
