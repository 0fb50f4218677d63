//! SPI0 and SPI1 (RP2350 §12.3). Not modelled.

use super::plain::Plain;
use super::registers::Register;

static REGISTERS: [Register; 18] = [
    Register::missing(0x000, "SSPCR0"),
    Register::missing(0x004, "SSPCR1"),
    Register::missing(0x008, "SSPDR"),
    Register::missing(0x00C, "SSPSR"),
    Register::missing(0x010, "SSPCPSR"),
    Register::missing(0x014, "SSPIMSC"),
    Register::missing(0x018, "SSPRIS"),
    Register::missing(0x01C, "SSPMIS"),
    Register::missing(0x020, "SSPICR"),
    Register::missing(0x024, "SSPDMACR"),
    Register::missing(0xFE0, "SSPPERIPHID0"),
    Register::missing(0xFE4, "SSPPERIPHID1"),
    Register::missing(0xFE8, "SSPPERIPHID2"),
    Register::missing(0xFEC, "SSPPERIPHID3"),
    Register::missing(0xFF0, "SSPPCELLID0"),
    Register::missing(0xFF4, "SSPPCELLID1"),
    Register::missing(0xFF8, "SSPPCELLID2"),
    Register::missing(0xFFC, "SSPPCELLID3"),
];

/// One of them, by its name.
pub fn block(name: &'static str) -> Plain {
    Plain::new(name, &REGISTERS)
}
