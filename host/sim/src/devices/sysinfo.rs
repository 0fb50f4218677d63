//! SYSINFO (RP2350 §12.15.2): identity of the chip.

use crate::peripheral::inert::InertDevice;
use crate::peripheral::registers::Register;

/// Stepping A2 of the RP2350: revision 2, part 4, manufacturer 0x493 (Raspberry Pi), stop bit.
pub(crate) const CHIP_ID: u32 = 2 << 28 | 4 << 12 | 0x493 << 1 | 1;

static REGISTERS: [Register; 4] = [
    Register::constant(0x00, "CHIP_ID", CHIP_ID),
    // QFN60: the RP2350A of the Pico 2.
    Register::constant(0x04, "PACKAGE_SEL", 1),
    // ASIC, so that firmware takes the same path as on the chip, and HDLSIM, by which a host recognises a simulation.
    Register::constant(0x08, "PLATFORM", 1 << 2 | 1 << 1),
    Register::unmodelled(0x14, "GITREF_RP2350"),
];

/// Creates the device.
pub(crate) fn device() -> InertDevice {
    InertDevice::new("SYSINFO", &REGISTERS)
}
