//! CORESIGHT_TRACE (RP2350 §3.5): trace capture. Not modelled.

use crate::peripheral::inert::InertDevice;
use crate::peripheral::registers::Register;

static REGISTERS: [Register; 2] =
    [Register::unmodelled(0x000, "CTRL_STATUS"), Register::unmodelled(0x004, "TRACE_CAPTURE_FIFO")];

/// Creates the device.
pub(crate) fn device() -> InertDevice {
    InertDevice::new("CORESIGHT_TRACE", &REGISTERS)
}
