//! GLITCH_DETECTOR (RP2350 §10.9): the simulated supplies have no glitches.

use crate::peripheral::inert::InertDevice;
use crate::peripheral::registers::Register;

const NO_GLITCHES: &str = "the supply has no glitches";

static REGISTERS: [Register; 6] = [
    Register::inert(0x00, "ARM", 0x5BAD, 0xFFFF, NO_GLITCHES),
    Register::inert(0x04, "DISARM", 0, 0xFFFF, NO_GLITCHES),
    Register::inert(0x08, "SENSITIVITY", 0, 0xFF00_FFFF, NO_GLITCHES),
    Register::inert(0x0C, "LOCK", 0, 0xFF, NO_GLITCHES),
    Register::inert(0x10, "TRIG_STATUS", 0, 0, NO_GLITCHES),
    Register::unmodelled(0x14, "TRIG_FORCE"),
];

/// Creates the device.
pub(crate) fn device() -> InertDevice {
    InertDevice::new("GLITCH_DETECTOR", &REGISTERS)
}
