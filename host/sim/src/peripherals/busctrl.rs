//! BUSCTRL (RP2350 §2.1.5): arbitration and performance counters of the bus fabric.

use super::plain::Plain;
use super::registers::Register;

const ARBITRATION: &str = "initiators do not compete for a memory here";

static REGISTERS: [Register; 5] = [
    Register::inert(0x00, "BUS_PRIORITY", 0, 0x1111, ARBITRATION),
    Register::constant(0x04, "BUS_PRIORITY_ACK", 1),
    Register::missing(0x08, "PERFCTR_EN"),
    Register::missing(0x0C, "PERFCTR").array(4, 8),
    Register::missing(0x10, "PERFSEL").array(4, 8),
];

/// The block.
pub fn block() -> Plain {
    Plain::new("BUSCTRL", &REGISTERS)
}
