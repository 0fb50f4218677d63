//! IO_QSPI and PADS_QSPI (RP2350 §9.11): the pins that the flash hangs on. They are wired to the flash interface and
//! cannot be used for anything else here.

use super::plain::Plain;
use super::registers::Register;

const WIRED: &str = "the flash is wired to the flash interface, whatever the pins are set to";
const ELECTRICAL: &str = "voltages are not modelled";

/// CTRL: FUNCSEL and the four overrides.
const CTRL_BITS: u32 = 0x3003_F01F;

static IO_REGISTERS: [Register; 16] = [
    Register::missing(0x000, "USBPHY_DP_STATUS"),
    Register::missing(0x004, "USBPHY_DP_CTRL"),
    Register::missing(0x008, "USBPHY_DM_STATUS"),
    Register::missing(0x00C, "USBPHY_DM_CTRL"),
    Register::missing(0x010, "GPIO_QSPI_STATUS").array(6, 8),
    Register::inert(0x014, "GPIO_QSPI_CTRL", 0x1F, CTRL_BITS, WIRED).array(6, 8),
    Register::missing(0x200, "IRQSUMMARY").array(6, 4),
    Register::missing(0x218, "INTR"),
    Register::missing(0x21C, "PROC0_INTE"),
    Register::missing(0x220, "PROC0_INTF"),
    Register::missing(0x224, "PROC0_INTS"),
    Register::missing(0x228, "PROC1_INTE"),
    Register::missing(0x22C, "PROC1_INTF"),
    Register::missing(0x230, "PROC1_INTS"),
    Register::missing(0x234, "DORMANT_WAKE_INTE"),
    Register::missing(0x238, "DORMANT_WAKE_INT").array(2, 4),
];

static PAD_REGISTERS: [Register; 3] = [
    Register::inert(0x00, "VOLTAGE_SELECT", 0, 1, ELECTRICAL),
    // Without isolation: the ROM takes it off before it starts an image.
    Register::inert(0x04, "GPIO_QSPI_SCLK_SD", 0x56, 0x1FF, WIRED).array(3, 4),
    Register::inert(0x10, "GPIO_QSPI_SD_SS", 0x5A, 0x1FF, WIRED).array(3, 4),
];

/// IO_QSPI.
pub fn io() -> Plain {
    Plain::new("IO_QSPI", &IO_REGISTERS)
}

/// PADS_QSPI.
pub fn pads() -> Plain {
    Plain::new("PADS_QSPI", &PAD_REGISTERS)
}
