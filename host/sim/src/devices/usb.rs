//! USB controller (RP2350 §12.7). Not modelled.

use crate::peripheral::inert::InertBlock;
use crate::peripheral::registers::Register;

static REGISTERS: [Register; 45] = [
    Register::missing(0x000, "ADDR_ENDP"),
    Register::missing(0x004, "ADDR_ENDP1"),
    Register::missing(0x008, "ADDR_ENDP2"),
    Register::missing(0x00C, "ADDR_ENDP3"),
    Register::missing(0x010, "ADDR_ENDP4"),
    Register::missing(0x014, "ADDR_ENDP5"),
    Register::missing(0x018, "ADDR_ENDP6"),
    Register::missing(0x01C, "ADDR_ENDP7"),
    Register::missing(0x020, "ADDR_ENDP8"),
    Register::missing(0x024, "ADDR_ENDP9"),
    Register::missing(0x028, "ADDR_ENDP10"),
    Register::missing(0x02C, "ADDR_ENDP11"),
    Register::missing(0x030, "ADDR_ENDP12"),
    Register::missing(0x034, "ADDR_ENDP13"),
    Register::missing(0x038, "ADDR_ENDP14"),
    Register::missing(0x03C, "ADDR_ENDP15"),
    Register::missing(0x040, "MAIN_CTRL"),
    Register::missing(0x044, "SOF_WR"),
    Register::missing(0x048, "SOF_RD"),
    Register::missing(0x04C, "SIE_CTRL"),
    Register::missing(0x050, "SIE_STATUS"),
    Register::missing(0x054, "INT_EP_CTRL"),
    Register::missing(0x058, "BUFF_STATUS"),
    Register::missing(0x05C, "BUFF_CPU_SHOULD_HANDLE"),
    Register::missing(0x060, "EP_ABORT"),
    Register::missing(0x064, "EP_ABORT_DONE"),
    Register::missing(0x068, "EP_STALL_ARM"),
    Register::missing(0x06C, "NAK_POLL"),
    Register::missing(0x070, "EP_STATUS_STALL_NAK"),
    Register::missing(0x074, "USB_MUXING"),
    Register::missing(0x078, "USB_PWR"),
    Register::missing(0x07C, "USBPHY_DIRECT"),
    Register::missing(0x080, "USBPHY_DIRECT_OVERRIDE"),
    Register::missing(0x084, "USBPHY_TRIM"),
    Register::missing(0x088, "LINESTATE_TUNING"),
    Register::missing(0x08C, "INTR"),
    Register::missing(0x090, "INTE"),
    Register::missing(0x094, "INTF"),
    Register::missing(0x098, "INTS"),
    Register::missing(0x100, "SOF_TIMESTAMP_RAW"),
    Register::missing(0x104, "SOF_TIMESTAMP_LAST"),
    Register::missing(0x108, "SM_STATE"),
    Register::missing(0x10C, "EP_TX_ERROR"),
    Register::missing(0x110, "EP_RX_ERROR"),
    Register::missing(0x114, "DEV_SM_WATCHDOG"),
];

/// The block.
pub fn block() -> InertBlock {
    InertBlock::new("USB", &REGISTERS)
}
