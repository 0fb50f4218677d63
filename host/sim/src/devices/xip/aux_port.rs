//! XIP_AUX (RP2350 §4.4.6): the registers of XIP_CTRL and QMI that DMA accesses without the APB.

use crate::peripheral::inert::InertDevice;
use crate::peripheral::registers::Register;

static REGISTERS: [Register; 3] = [
    Register::unmodelled(0x000, "STREAM"),
    Register::unmodelled(0x004, "QMI_DIRECT_TX"),
    Register::unmodelled(0x008, "QMI_DIRECT_RX"),
];

/// Address of the port.
const BASE: u32 = 0x5050_0000;
/// Registers of XIP_CTRL and QMI behind its registers (§4.4.6).
const TARGETS: [u32; 3] = [0x400C_801C, 0x400D_0004, 0x400D_0008];

/// Returns the address of the register behind an address in XIP_AUX; any other address unchanged.
pub(crate) fn target(address: u32) -> u32 {
    let offset = address.wrapping_sub(BASE);
    match TARGETS.get((offset / 4) as usize) {
        Some(register) if offset < 4 * TARGETS.len() as u32 => register | offset & 3,
        _ => address,
    }
}

/// Creates the device.
pub(crate) fn device() -> InertDevice {
    InertDevice::new("XIP_AUX", &REGISTERS)
}
