//! PIO0 to PIO2 (RP2350 §11): programmable input and output. Not modelled.

use super::plain::Plain;
use super::registers::Register;

static REGISTERS: [Register; 28] = [
    Register::missing(0x000, "CTRL"),
    Register::missing(0x004, "FSTAT"),
    Register::missing(0x008, "FDEBUG"),
    Register::missing(0x00C, "FLEVEL"),
    Register::missing(0x010, "TXF#").array(4, 0x4),
    Register::missing(0x020, "RXF#").array(4, 0x4),
    Register::missing(0x030, "IRQ"),
    Register::missing(0x034, "IRQ_FORCE"),
    Register::missing(0x038, "INPUT_SYNC_BYPASS"),
    Register::missing(0x03C, "DBG_PADOUT"),
    Register::missing(0x040, "DBG_PADOE"),
    Register::missing(0x044, "DBG_CFGINFO"),
    Register::missing(0x048, "INSTR_MEM#").array(32, 0x4),
    Register::missing(0x0C8, "SM#_CLKDIV").array(4, 0x18),
    Register::missing(0x0CC, "SM#_EXECCTRL").array(4, 0x18),
    Register::missing(0x0D0, "SM#_SHIFTCTRL").array(4, 0x18),
    Register::missing(0x0D4, "SM#_ADDR").array(4, 0x18),
    Register::missing(0x0D8, "SM#_INSTR").array(4, 0x18),
    Register::missing(0x0DC, "SM#_PINCTRL").array(4, 0x18),
    Register::missing(0x128, "RXF#_PUTGET0").array(4, 0x10),
    Register::missing(0x12C, "RXF#_PUTGET1").array(4, 0x10),
    Register::missing(0x130, "RXF#_PUTGET2").array(4, 0x10),
    Register::missing(0x134, "RXF#_PUTGET3").array(4, 0x10),
    Register::missing(0x168, "GPIOBASE"),
    Register::missing(0x16C, "INTR"),
    Register::missing(0x170, "SM_IRQ#_IRQ_INTE").array(2, 0xC),
    Register::missing(0x174, "SM_IRQ#_IRQ_INTF").array(2, 0xC),
    Register::missing(0x178, "SM_IRQ#_IRQ_INTS").array(2, 0xC),
];

/// One of them, by its name.
pub fn block(name: &'static str) -> Plain {
    Plain::new(name, &REGISTERS)
}
