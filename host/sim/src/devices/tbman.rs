//! TBMAN (RP2350 §12.15.3): tells simulations of the chip's design from the chip. This one says what the chip says,
//! because firmware must take the same way here.

use crate::peripheral::inert::InertDevice;
use crate::peripheral::registers::Register;

static REGISTERS: [Register; 1] = [Register::constant(0x0, "PLATFORM", 1)];

/// Creates the device.
pub(crate) fn device() -> InertDevice {
    InertDevice::new("TBMAN", &REGISTERS)
}
