//! Tests of the board with small programs, assembled by hand.

use super::*;
use crate::bus::Size;
use crate::debug::DebugTarget;
use crate::memory::flash;
use crate::memory::rom::Function;

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

/// DHCSR with its key.
fn control_debug(board: &mut Board, core: u8, bits: u32) {
    DebugTarget::write(board, core, 0xE000_EDF0, Size::Word, 0xA05F_0000 | bits).unwrap();
}

/// Halts a core.
fn halt(board: &mut Board, core: u8) {
    control_debug(board, core, 3);
    board.advance(100);
    assert!(board.halted(core));
}

/// Lets a core that is halted run code at an address, with arguments and a breakpoint to return to, to its end.
fn call(board: &mut Board, entry: u32, arguments: [u32; 4]) -> u32 {
    const RETURN: u32 = 0x2007_0000;
    put(board, RETURN, u32::from(BKPT));
    for (number, argument) in arguments.iter().enumerate() {
        board.cores[0].set_register(number, *argument);
    }
    board.cores[0].set_register(13, 0x2008_0000);
    board.cores[0].set_register(14, RETURN | 1);
    board.cores[0].set_register(15, entry & !1);
    control_debug(board, 0, 1);
    assert_eq!(board.run_ahead(100_000_000, 0..0), RunAheadEnd::CoreHalted, "{:?}", board.stop_reason());
    assert_eq!(board.cores[0].register(15), RETURN);
    board.cores[0].register(0)
}
