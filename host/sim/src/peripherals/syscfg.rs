//! SYSCFG (RP2350 §12.15.1): odds and ends of the chip's configuration.

use super::plain::Plain;
use super::registers::Register;

const SYNCHRONISERS: &str = "inputs are seen without delay";
const POWER: &str = "power is not modelled, and memories keep their content";

static REGISTERS: [Register; 5] = [
    Register::missing(0x00, "PROC_CONFIG"),
    Register::inert(0x04, "PROC_IN_SYNC_BYPASS", 0, 0xFFFF_FFFF, SYNCHRONISERS).array(2, 4),
    Register::missing(0x0C, "DBGFORCE"),
    Register::inert(0x10, "MEMPOWERDOWN", 0, 0x1FFF, POWER),
    Register::missing(0x14, "AUXCTRL"),
];

/// The block.
pub fn block() -> Plain {
    Plain::new("SYSCFG", &REGISTERS)
}
