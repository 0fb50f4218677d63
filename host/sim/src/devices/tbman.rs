//! TBMAN (RP2350 §12.15.3): tells firmware if it runs on the chip or in a simulation of its design. It reads as on the
//! chip, so that firmware takes the same path.

use crate::peripheral::inert::InertDevice;
use crate::peripheral::registers::Register;

static REGISTERS: [Register; 1] = [Register::constant(0x0, "PLATFORM", 1)];

/// Creates the device.
pub(crate) fn device() -> InertDevice {
    InertDevice::new("TBMAN", &REGISTERS)
}
