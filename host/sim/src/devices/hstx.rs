//! HSTX (RP2350 §12.11): high-speed serial transmit. Not modelled.

use crate::peripheral::inert::InertDevice;
use crate::peripheral::registers::Register;

static REGISTERS: [Register; 4] = [
    Register::unmodelled(0x000, "CSR"),
    Register::unmodelled(0x004, "BIT#").array(8, 0x4),
    Register::unmodelled(0x024, "EXPAND_SHIFT"),
    Register::unmodelled(0x028, "EXPAND_TMDS"),
];

static FIFO_REGISTERS: [Register; 2] =
    [Register::unmodelled(0x000, "STAT"), Register::unmodelled(0x004, "FIFO")];

/// The controller.
pub(crate) fn control() -> InertDevice {
    InertDevice::new("HSTX_CTRL", &REGISTERS)
}

/// The data port of the controller.
pub(crate) fn fifo() -> InertDevice {
    InertDevice::new("HSTX_FIFO", &FIFO_REGISTERS)
}
