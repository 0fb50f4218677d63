//! The SWD pins of a board whose debug port is simulated bit by bit.

use super::cmsis_dap::Wire;
use crate::debug::swd::SwdLine;
use crate::debug::{Dap, DebugTarget};

/// A probe's pins at a debug port: the wire, the port, and the board behind it.
#[derive(Debug)]
pub struct BoardPins<'a, T> {
    /// State of the wire.
    pub line: &'a mut SwdLine,
    /// The debug port.
    pub dap: &'a mut Dap,
    /// The board.
    pub board: &'a mut T,
}

impl<T: DebugTarget> Wire for BoardPins<'_, T> {
    fn write_bits(&mut self, bits: u64, count: u32) {
        for index in 0..count {
            let bit = bits.checked_shr(index).unwrap_or(0) & 1 != 0;
            self.line.clock(self.dap, self.board, bit);
        }
    }

    fn read_bits(&mut self, count: u32) -> u64 {
        let mut bits = 0;
        for index in 0..count {
            // The probe samples before the rising edge; an undriven line is pulled up.
            bits |= u64::from(self.data_level()) << index;
            self.line.clock(self.dap, self.board, true);
        }
        bits
    }

    fn set_clock_hz(&mut self, hz: u32) {
        self.dap.set_clock_khz((hz / 1000).max(1));
    }

    fn drive_reset(&mut self, high: bool) {
        self.dap.drive_reset(self.board, high);
    }

    fn reset_is_high(&self) -> bool {
        self.dap.reset_is_high()
    }

    fn data_level(&self) -> bool {
        self.line.output().unwrap_or(true)
    }

    fn delay_us(&mut self, microseconds: u32) {
        const MICROSECONDS: u64 = 1_000_000;
        let cycles = u64::from(microseconds) * u64::from(self.board.system_clock()) / MICROSECONDS;
        if !self.dap.advance_startup(self.board, cycles) {
            self.board.advance(cycles);
        }
    }
}
