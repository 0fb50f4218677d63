//! IO_QSPI and PADS_QSPI (RP2350 §9.11): the pins of the flash. They are wired to the flash interface and have no other
//! function here.

use crate::peripheral::inert::InertDevice;
use crate::peripheral::registers::Register;

const WIRED: &str = "the flash is wired to the flash interface, at any setting of the pins";
const ELECTRICAL: &str = "voltages are not modelled";

/// CTRL: FUNCSEL and the four overrides.
const CTRL_BITS: u32 = 0x3003_F01F;

static IO_REGISTERS: [Register; 26] = [
    Register::unmodelled(0x000, "USBPHY_DP_STATUS"),
    Register::unmodelled(0x004, "USBPHY_DP_CTRL"),
    Register::unmodelled(0x008, "USBPHY_DM_STATUS"),
    Register::unmodelled(0x00C, "USBPHY_DM_CTRL"),
    Register::unmodelled(0x010, "GPIO_QSPI_SCLK_STATUS"),
    Register::inert(0x014, "GPIO_QSPI_SCLK_CTRL", 0x1F, CTRL_BITS, WIRED),
    Register::unmodelled(0x018, "GPIO_QSPI_SS_STATUS"),
    Register::inert(0x01C, "GPIO_QSPI_SS_CTRL", 0x1F, CTRL_BITS, WIRED),
    Register::unmodelled(0x020, "GPIO_QSPI_SD#_STATUS").array(4, 8),
    Register::inert(0x024, "GPIO_QSPI_SD#_CTRL", 0x1F, CTRL_BITS, WIRED).array(4, 8),
    Register::unmodelled(0x200, "IRQSUMMARY_PROC0_SECURE"),
    Register::unmodelled(0x204, "IRQSUMMARY_PROC0_NONSECURE"),
    Register::unmodelled(0x208, "IRQSUMMARY_PROC1_SECURE"),
    Register::unmodelled(0x20C, "IRQSUMMARY_PROC1_NONSECURE"),
    Register::unmodelled(0x210, "IRQSUMMARY_DORMANT_WAKE_SECURE"),
    Register::unmodelled(0x214, "IRQSUMMARY_DORMANT_WAKE_NONSECURE"),
    Register::unmodelled(0x218, "INTR"),
    Register::unmodelled(0x21C, "PROC0_INTE"),
    Register::unmodelled(0x220, "PROC0_INTF"),
    Register::unmodelled(0x224, "PROC0_INTS"),
    Register::unmodelled(0x228, "PROC1_INTE"),
    Register::unmodelled(0x22C, "PROC1_INTF"),
    Register::unmodelled(0x230, "PROC1_INTS"),
    Register::unmodelled(0x234, "DORMANT_WAKE_INTE"),
    Register::unmodelled(0x238, "DORMANT_WAKE_INTF"),
    Register::unmodelled(0x23C, "DORMANT_WAKE_INTS"),
];

static PAD_REGISTERS: [Register; 6] = [
    Register::inert(0x00, "VOLTAGE_SELECT", 0, 1, ELECTRICAL),
    // Not isolated: the ROM removes the isolation before it starts an image.
    Register::inert(0x04, "GPIO_QSPI_SCLK", 0x56, 0x1FF, WIRED),
    Register::inert(0x08, "GPIO_QSPI_SD#", 0x56, 0x1FF, WIRED).array(2, 4),
    Register::inert(0x10, "GPIO_QSPI_SD2", 0x5A, 0x1FF, WIRED),
    Register::inert(0x14, "GPIO_QSPI_SD3", 0x5A, 0x1FF, WIRED),
    Register::inert(0x18, "GPIO_QSPI_SS", 0x5A, 0x1FF, WIRED),
];

/// Creates IO_QSPI.
pub(crate) fn io() -> InertDevice {
    InertDevice::new("IO_QSPI", &IO_REGISTERS)
}

/// Creates PADS_QSPI.
pub(crate) fn pads() -> InertDevice {
    InertDevice::new("PADS_QSPI", &PAD_REGISTERS)
}
