//! Register table of a PIO block (RP2350 §11.7).

use super::machine::{EXECUTION_RESET, PINS_RESET, SHIFT_RESET};
use crate::peripheral::registers::Register;

pub(super) const CTRL: u32 = 0x000;
pub(super) const FSTAT: u32 = 0x004;
pub(super) const FDEBUG: u32 = 0x008;
pub(super) const FLEVEL: u32 = 0x00C;
pub(super) const TXF0: u32 = 0x010;
pub(super) const TXF3: u32 = 0x01C;
pub(super) const RXF0: u32 = 0x020;
pub(super) const RXF3: u32 = 0x02C;
pub(super) const IRQ: u32 = 0x030;
pub(super) const IRQ_FORCE: u32 = 0x034;
pub(super) const INPUT_SYNC_BYPASS: u32 = 0x038;
pub(super) const DBG_PADOUT: u32 = 0x03C;
pub(super) const DBG_PADOE: u32 = 0x040;
pub(super) const DBG_CFGINFO: u32 = 0x044;
pub(super) const INSTR_MEM0: u32 = 0x048;
pub(super) const INSTR_MEM31: u32 = 0x0C4;
pub(super) const SM0: u32 = 0x0C8;
pub(super) const SM_END: u32 = 0x128;
/// Bytes from the registers of one state machine to those of the next.
pub(super) const SM_STRIDE: u32 = 0x18;
/// Offsets of a state machine's registers from SMx_CLKDIV.
pub(super) const CLKDIV: u32 = 0x00;
pub(super) const EXECCTRL: u32 = 0x04;
pub(super) const SHIFTCTRL: u32 = 0x08;
pub(super) const ADDR: u32 = 0x0C;
pub(super) const INSTR: u32 = 0x10;
pub(super) const PINCTRL: u32 = 0x14;
pub(super) const PUTGET: u32 = 0x128;
pub(super) const PUTGET_END: u32 = 0x168;
pub(super) const GPIOBASE: u32 = 0x168;
pub(super) const INTR: u32 = 0x16C;
pub(super) const IRQ0_INTE: u32 = 0x170;
pub(super) const IRQ0_INTF: u32 = 0x174;
pub(super) const IRQ0_INTS: u32 = 0x178;
pub(super) const IRQ1_INTE: u32 = 0x17C;
pub(super) const IRQ1_INTF: u32 = 0x180;
pub(super) const IRQ1_INTS: u32 = 0x184;

/// Version 1, 32 instructions, 4 state machines, FIFOs of 4 words (DBG_CFGINFO).
const CONFIGURATION: u32 = 1 << 28 | 32 << 16 | 4 << 8 | 4;
/// Writable bits of EXECCTRL: all except EXEC_STALLED.
const EXECUTION_BITS: u32 = 0x7FFF_FFFF;
/// Writable bits of SHIFTCTRL: FJOIN_RX_PUT, FJOIN_RX_GET, IN_COUNT and the fields from bit 16 on.
const SHIFT_BITS: u32 = 0xFFFF_C01F;

pub(super) static REGISTERS: [Register; 31] = [
    Register::live(CTRL, "CTRL", 0, 0xF),
    Register::live(FSTAT, "FSTAT", 0, 0),
    Register::live(FDEBUG, "FDEBUG", 0, 0),
    Register::live(FLEVEL, "FLEVEL", 0, 0),
    Register::live(TXF0, "TXF#", 0, 0).array(4, 4),
    Register::live(RXF0, "RXF#", 0, 0).array(4, 4),
    Register::live(IRQ, "IRQ", 0, 0),
    Register::live(IRQ_FORCE, "IRQ_FORCE", 0, 0),
    Register::live(INPUT_SYNC_BYPASS, "INPUT_SYNC_BYPASS", 0, u32::MAX),
    Register::live(DBG_PADOUT, "DBG_PADOUT", 0, 0),
    Register::live(DBG_PADOE, "DBG_PADOE", 0, 0),
    Register::constant(DBG_CFGINFO, "DBG_CFGINFO", CONFIGURATION),
    Register::live(INSTR_MEM0, "INSTR_MEM#", 0, 0).array(32, 4),
    Register::live(SM0 + CLKDIV, "SM#_CLKDIV", 1 << 16, 0xFFFF_FF00).array(4, SM_STRIDE),
    Register::live(SM0 + EXECCTRL, "SM#_EXECCTRL", EXECUTION_RESET, EXECUTION_BITS).array(4, SM_STRIDE),
    Register::live(SM0 + SHIFTCTRL, "SM#_SHIFTCTRL", SHIFT_RESET, SHIFT_BITS).array(4, SM_STRIDE),
    Register::live(SM0 + ADDR, "SM#_ADDR", 0, 0).array(4, SM_STRIDE),
    Register::live(SM0 + INSTR, "SM#_INSTR", 0, 0).array(4, SM_STRIDE),
    Register::live(SM0 + PINCTRL, "SM#_PINCTRL", PINS_RESET, u32::MAX).array(4, SM_STRIDE),
    Register::live(PUTGET, "RXF0_PUTGET", 0, 0).array(4, 4),
    Register::live(PUTGET + 0x10, "RXF1_PUTGET", 0, 0).array(4, 4),
    Register::live(PUTGET + 0x20, "RXF2_PUTGET", 0, 0).array(4, 4),
    Register::live(PUTGET + 0x30, "RXF3_PUTGET", 0, 0).array(4, 4),
    Register::live(GPIOBASE, "GPIOBASE", 0, 0x10),
    Register::live(INTR, "INTR", 0, 0),
    Register::live(IRQ0_INTE, "IRQ0_INTE", 0, 0xFFFF),
    Register::live(IRQ0_INTF, "IRQ0_INTF", 0, 0xFFFF),
    Register::live(IRQ0_INTS, "IRQ0_INTS", 0, 0),
    Register::live(IRQ1_INTE, "IRQ1_INTE", 0, 0xFFFF),
    Register::live(IRQ1_INTF, "IRQ1_INTF", 0, 0xFFFF),
    Register::live(IRQ1_INTS, "IRQ1_INTS", 0, 0),
];
