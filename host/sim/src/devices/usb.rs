//! USB controller (RP2350 §12.7). Not modelled.

use crate::peripheral::inert::InertDevice;
use crate::peripheral::registers::Register;

static REGISTERS: [Register; 45] = [
    Register::unmodelled(0x000, "ADDR_ENDP"),
    Register::unmodelled(0x004, "ADDR_ENDP1"),
    Register::unmodelled(0x008, "ADDR_ENDP2"),
    Register::unmodelled(0x00C, "ADDR_ENDP3"),
    Register::unmodelled(0x010, "ADDR_ENDP4"),
    Register::unmodelled(0x014, "ADDR_ENDP5"),
    Register::unmodelled(0x018, "ADDR_ENDP6"),
    Register::unmodelled(0x01C, "ADDR_ENDP7"),
    Register::unmodelled(0x020, "ADDR_ENDP8"),
    Register::unmodelled(0x024, "ADDR_ENDP9"),
    Register::unmodelled(0x028, "ADDR_ENDP10"),
    Register::unmodelled(0x02C, "ADDR_ENDP11"),
    Register::unmodelled(0x030, "ADDR_ENDP12"),
    Register::unmodelled(0x034, "ADDR_ENDP13"),
    Register::unmodelled(0x038, "ADDR_ENDP14"),
    Register::unmodelled(0x03C, "ADDR_ENDP15"),
    Register::unmodelled(0x040, "MAIN_CTRL"),
    Register::unmodelled(0x044, "SOF_WR"),
    Register::unmodelled(0x048, "SOF_RD"),
    Register::unmodelled(0x04C, "SIE_CTRL"),
    Register::unmodelled(0x050, "SIE_STATUS"),
    Register::unmodelled(0x054, "INT_EP_CTRL"),
    Register::unmodelled(0x058, "BUFF_STATUS"),
    Register::unmodelled(0x05C, "BUFF_CPU_SHOULD_HANDLE"),
    Register::unmodelled(0x060, "EP_ABORT"),
    Register::unmodelled(0x064, "EP_ABORT_DONE"),
    Register::unmodelled(0x068, "EP_STALL_ARM"),
    Register::unmodelled(0x06C, "NAK_POLL"),
    Register::unmodelled(0x070, "EP_STATUS_STALL_NAK"),
    Register::unmodelled(0x074, "USB_MUXING"),
    Register::unmodelled(0x078, "USB_PWR"),
    Register::unmodelled(0x07C, "USBPHY_DIRECT"),
    Register::unmodelled(0x080, "USBPHY_DIRECT_OVERRIDE"),
    Register::unmodelled(0x084, "USBPHY_TRIM"),
    Register::unmodelled(0x088, "LINESTATE_TUNING"),
    Register::unmodelled(0x08C, "INTR"),
    Register::unmodelled(0x090, "INTE"),
    Register::unmodelled(0x094, "INTF"),
    Register::unmodelled(0x098, "INTS"),
    Register::unmodelled(0x100, "SOF_TIMESTAMP_RAW"),
    Register::unmodelled(0x104, "SOF_TIMESTAMP_LAST"),
    Register::unmodelled(0x108, "SM_STATE"),
    Register::unmodelled(0x10C, "EP_TX_ERROR"),
    Register::unmodelled(0x110, "EP_RX_ERROR"),
    Register::unmodelled(0x114, "DEV_SM_WATCHDOG"),
];

/// Creates the device.
pub(crate) fn device() -> InertDevice {
    InertDevice::new("USB", &REGISTERS)
}
