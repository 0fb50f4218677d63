//! OTP (RP2350 §13): one-time programmable memory. Not modelled.

use crate::peripheral::inert::InertBlock;
use crate::peripheral::registers::Register;

static REGISTERS: [Register; 20] = [
    Register::missing(0x000, "SW_LOCK#").array(64, 0x4),
    Register::missing(0x100, "SBPI_INSTR"),
    Register::missing(0x104, "SBPI_WDATA_#").array(4, 0x4),
    Register::missing(0x114, "SBPI_RDATA_#").array(4, 0x4),
    Register::missing(0x124, "SBPI_STATUS"),
    Register::missing(0x128, "USR"),
    Register::missing(0x12C, "DBG"),
    Register::missing(0x134, "BIST"),
    Register::missing(0x138, "CRT_KEY_W#").array(4, 0x4),
    Register::missing(0x148, "CRITICAL"),
    Register::missing(0x14C, "KEY_VALID"),
    Register::missing(0x150, "DEBUGEN"),
    Register::missing(0x154, "DEBUGEN_LOCK"),
    Register::missing(0x158, "ARCHSEL"),
    Register::missing(0x15C, "ARCHSEL_STATUS"),
    Register::missing(0x160, "BOOTDIS"),
    Register::missing(0x164, "INTR"),
    Register::missing(0x168, "INTE"),
    Register::missing(0x16C, "INTF"),
    Register::missing(0x170, "INTS"),
];

/// The block.
pub fn block() -> InertBlock {
    InertBlock::new("OTP", &REGISTERS)
}
