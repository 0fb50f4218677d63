//! Tests of the board with small hand-assembled programs.

use super::*;
use crate::bus::Size;
use crate::debug::DebugTarget;
use crate::memory::flash;
use crate::memory::rom::Function;
use crate::ppb::dcb::{DBGKEY, DEMCR, DHCSR, Demcr, Dhcsr};
use crate::ppb::dwt::DWT_CTRL;
use crate::ppb::nvic::NVIC_ISER0;
use crate::ppb::sau::{SAU_CTRL, SAU_RBAR, SAU_RLAR, SAU_RNR};
use crate::ppb::scb::{AIRCR, AIRCR_SYSRESETREQ, AIRCR_VECTKEY, CPACR, VTOR};
use crate::ppb::systick::SYST_CSR;

mod apb;
mod boot;
mod contention;
mod cores;
mod dma;
mod flashing;
mod pin_interrupts;
mod program;
mod redundancy;
mod rom;

use program::*;

fn word(board: &mut Board, address: u32) -> u32 {
    DebugTarget::read(board, 0, address, Size::Word).unwrap()
}

fn put(board: &mut Board, address: u32, value: u32) {
    DebugTarget::write(board, 0, address, Size::Word, value).unwrap();
}

/// Writes DHCSR of a core.
fn control_debug(board: &mut Board, core: u8, control: Dhcsr) {
    DebugTarget::write(board, core, DHCSR, Size::Word, DBGKEY | control.bits()).unwrap();
}

/// Halts a core.
fn halt(board: &mut Board, core: u8) {
    control_debug(board, core, Dhcsr::C_DEBUGEN | Dhcsr::C_HALT);
    board.advance(100);
    assert!(board.halted(core));
}

/// Calls code at an address on core 0, which is halted, with arguments. Returns r0 after the code has returned to a
/// breakpoint.
fn call(board: &mut Board, entry: u32, arguments: [u32; 4]) -> u32 {
    const RETURN: u32 = 0x2007_0000;
    put(board, RETURN, u32::from(BKPT));
    for (number, argument) in arguments.iter().enumerate() {
        board.cores[0].set_register(number, *argument);
    }
    board.cores[0].set_register(13, 0x2008_0000);
    board.cores[0].set_register(14, RETURN | 1);
    board.cores[0].set_register(15, entry & !1);
    control_debug(board, 0, Dhcsr::C_DEBUGEN);
    assert_eq!(board.run_ahead(100_000_000, 0..0), RunAheadEnd::CoreHalted, "{:?}", board.stop_reason());
    assert_eq!(board.cores[0].register(15), RETURN);
    board.cores[0].register(0)
}
