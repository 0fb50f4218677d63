//! PWM (RP2350 §12.5): pulse-width modulation. Not modelled.

use super::plain::Plain;
use super::registers::Register;

static REGISTERS: [Register; 10] = [
    Register::missing(0x000, "CH#_CSR").array(12, 0x14),
    Register::missing(0x004, "CH#_DIV").array(12, 0x14),
    Register::missing(0x008, "CH#_CTR").array(12, 0x14),
    Register::missing(0x00C, "CH#_CC").array(12, 0x14),
    Register::missing(0x010, "CH#_TOP").array(12, 0x14),
    Register::missing(0x0F0, "EN"),
    Register::missing(0x0F4, "INTR"),
    Register::missing(0x0F8, "IRQ#_INTE").array(2, 0xC),
    Register::missing(0x0FC, "IRQ#_INTF").array(2, 0xC),
    Register::missing(0x100, "IRQ#_INTS").array(2, 0xC),
];

/// The block.
pub fn block() -> Plain {
    Plain::new("PWM", &REGISTERS)
}
