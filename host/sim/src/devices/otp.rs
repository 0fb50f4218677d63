//! OTP (RP2350 §13): one-time programmable memory. Not modelled.

use crate::peripheral::inert::InertDevice;
use crate::peripheral::registers::Register;

static REGISTERS: [Register; 20] = [
    Register::unmodelled(0x000, "SW_LOCK#").array(64, 0x4),
    Register::unmodelled(0x100, "SBPI_INSTR"),
    Register::unmodelled(0x104, "SBPI_WDATA_#").array(4, 0x4),
    Register::unmodelled(0x114, "SBPI_RDATA_#").array(4, 0x4),
    Register::unmodelled(0x124, "SBPI_STATUS"),
    Register::unmodelled(0x128, "USR"),
    Register::unmodelled(0x12C, "DBG"),
    Register::unmodelled(0x134, "BIST"),
    Register::unmodelled(0x138, "CRT_KEY_W#").array(4, 0x4),
    Register::unmodelled(0x148, "CRITICAL"),
    Register::unmodelled(0x14C, "KEY_VALID"),
    Register::unmodelled(0x150, "DEBUGEN"),
    Register::unmodelled(0x154, "DEBUGEN_LOCK"),
    Register::unmodelled(0x158, "ARCHSEL"),
    Register::unmodelled(0x15C, "ARCHSEL_STATUS"),
    Register::unmodelled(0x160, "BOOTDIS"),
    Register::unmodelled(0x164, "INTR"),
    Register::unmodelled(0x168, "INTE"),
    Register::unmodelled(0x16C, "INTF"),
    Register::unmodelled(0x170, "INTS"),
];

/// Creates the device.
pub(crate) fn device() -> InertDevice {
    InertDevice::new("OTP", &REGISTERS)
}
