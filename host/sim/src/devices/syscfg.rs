//! SYSCFG (RP2350 §12.15.1): chip configuration.

use crate::peripheral::Peripheral;
use crate::peripheral::inert::InertDevice;
use crate::peripheral::registers::Register;

const POWER: &str = "power is not modelled, and memories keep their content";

/// Pins whose input reaches SIO without a synchroniser, and the register of pins 32 and above.
const PROC_IN_SYNC_BYPASS: u32 = 0x04;

static REGISTERS: [Register; 6] = [
    Register::unmodelled(0x00, "PROC_CONFIG"),
    Register::live(PROC_IN_SYNC_BYPASS, "PROC_IN_SYNC_BYPASS", 0, 0xFFFF_FFFF),
    Register::live(PROC_IN_SYNC_BYPASS + 4, "PROC_IN_SYNC_BYPASS_HI", 0, 0xFF00_FFFF),
    Register::unmodelled(0x0C, "DBGFORCE"),
    Register::inert(0x10, "MEMPOWERDOWN", 0, 0x1FFF, POWER),
    Register::unmodelled(0x14, "AUXCTRL"),
];

/// Creates the device.
pub(crate) fn device() -> InertDevice {
    InertDevice::new("SYSCFG", &REGISTERS)
}

/// Pins of bank 0 whose input reaches SIO without a synchroniser.
pub(crate) fn synchroniser_bypass(block: &InertDevice) -> u64 {
    let word = |offset| u64::from(block.file().get(offset));
    word(PROC_IN_SYNC_BYPASS + 4) << 32 | word(PROC_IN_SYNC_BYPASS)
}
