//! DMA (RP2350 §12.6): direct memory access. Not modelled.

use super::plain::Plain;
use super::registers::Register;

static REGISTERS: [Register; 38] = [
    Register::missing(0x000, "CH#_READ_ADDR").array(16, 0x40),
    Register::missing(0x004, "CH#_WRITE_ADDR").array(16, 0x40),
    Register::missing(0x008, "CH#_TRANS_COUNT").array(16, 0x40),
    Register::missing(0x00C, "CH#_CTRL_TRIG").array(16, 0x40),
    Register::missing(0x010, "CH#_AL1_CTRL").array(16, 0x40),
    Register::missing(0x014, "CH#_AL1_READ_ADDR").array(16, 0x40),
    Register::missing(0x018, "CH#_AL1_WRITE_ADDR").array(16, 0x40),
    Register::missing(0x01C, "CH#_AL1_TRANS_COUNT_TRIG").array(16, 0x40),
    Register::missing(0x020, "CH#_AL2_CTRL").array(16, 0x40),
    Register::missing(0x024, "CH#_AL2_TRANS_COUNT").array(16, 0x40),
    Register::missing(0x028, "CH#_AL2_READ_ADDR").array(16, 0x40),
    Register::missing(0x02C, "CH#_AL2_WRITE_ADDR_TRIG").array(16, 0x40),
    Register::missing(0x030, "CH#_AL3_CTRL").array(16, 0x40),
    Register::missing(0x034, "CH#_AL3_WRITE_ADDR").array(16, 0x40),
    Register::missing(0x038, "CH#_AL3_TRANS_COUNT").array(16, 0x40),
    Register::missing(0x03C, "CH#_AL3_READ_ADDR_TRIG").array(16, 0x40),
    Register::missing(0x400, "INTR"),
    Register::missing(0x404, "INTE#").array(4, 0x10),
    Register::missing(0x408, "INTF#").array(4, 0x10),
    Register::missing(0x40C, "INTS#").array(4, 0x10),
    Register::missing(0x410, "INTR1"),
    Register::missing(0x420, "INTR2"),
    Register::missing(0x430, "INTR3"),
    Register::missing(0x440, "TIMER#").array(4, 0x4),
    Register::missing(0x450, "MULTI_CHAN_TRIGGER"),
    Register::missing(0x454, "SNIFF_CTRL"),
    Register::missing(0x458, "SNIFF_DATA"),
    Register::missing(0x460, "FIFO_LEVELS"),
    Register::missing(0x464, "CHAN_ABORT"),
    Register::missing(0x468, "N_CHANNELS"),
    Register::missing(0x480, "SECCFG_CH#").array(16, 0x4),
    Register::missing(0x4C0, "SECCFG_IRQ#").array(4, 0x4),
    Register::missing(0x4D0, "SECCFG_MISC"),
    Register::missing(0x500, "MPU_CTRL"),
    Register::missing(0x504, "MPU_BAR#").array(8, 0x8),
    Register::missing(0x508, "MPU_LAR#").array(8, 0x8),
    Register::missing(0x800, "CH#_DBG_CTDREQ").array(16, 0x40),
    Register::missing(0x804, "CH#_DBG_TCR").array(16, 0x40),
];

/// The block.
pub fn block() -> Plain {
    Plain::new("DMA", &REGISTERS)
}
