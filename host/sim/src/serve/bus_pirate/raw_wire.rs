//! Raw-wire mode of the Bus Pirate.

use super::{DONE, UNKNOWN};
use crate::control::BoardWithDap;
use crate::debug::swd::SwdLine;

/// Commands of the raw-wire mode. Those with a range carry an operand in the low bits.
pub(super) mod command {
    pub(crate) const EXIT: u8 = 0x00;
    pub(crate) const VERSION: u8 = 0x01;
    pub(crate) const READ_BYTE: u8 = 0x06;
    pub(crate) const READ_BIT: u8 = 0x07;
    pub(crate) const PEEK: u8 = 0x08;
    pub(crate) const CLOCK_TICK: u8 = 0x09;
    pub(crate) const CLOCK_LOW: u8 = 0x0A;
    pub(crate) const CLOCK_HIGH: u8 = 0x0B;
    pub(crate) const DATA_LOW: u8 = 0x0C;
    pub(crate) const DATA_HIGH: u8 = 0x0D;
    /// Sends 1 to 16 bytes, which follow.
    pub(crate) const BULK_BYTES: u8 = 0x10;
    pub(crate) const BULK_BYTES_LAST: u8 = 0x1F;
    /// Sends 1 to 16 clock ticks.
    pub(crate) const BULK_TICKS: u8 = 0x20;
    pub(crate) const BULK_TICKS_LAST: u8 = 0x2F;
    /// Sends 1 to 8 bits of the byte that follows.
    pub(crate) const BULK_BITS: u8 = 0x30;
    pub(crate) const BULK_BITS_LAST: u8 = 0x3F;
    pub(crate) const CONFIGURE: u8 = 0x80;
    pub(crate) const CONFIGURE_LAST: u8 = 0x9F;
    /// Bit of `CONFIGURE`: bytes are sent with the lowest bit first.
    pub(crate) const LOWEST_BIT_FIRST: u8 = 1 << 1;
    /// I2C conditions and chip select.
    pub(crate) const BUS_CONDITIONS: u8 = 0x02;
    pub(crate) const BUS_CONDITIONS_LAST: u8 = 0x05;
    /// Power supply, pull-ups, AUX, speed.
    pub(crate) const PERIPHERALS: u8 = 0x40;
    pub(crate) const PERIPHERALS_LAST: u8 = 0x6F;
}

/// SWD port of the board.
pub(super) struct SwdPort<'a> {
    pub line: &'a mut SwdLine,
    pub target: &'a mut BoardWithDap,
}

/// Data that a command expects.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Expected {
    #[default]
    Nothing,
    /// This number of bytes to send.
    Bytes(u8),
    /// A byte of which this number of bits is sent.
    Bits(u8),
}

/// State of the raw-wire mode.
#[derive(Debug, Default)]
pub(super) struct RawWire {
    expected: Expected,
    lowest_first: bool,
    /// Level that the data pin drives; `None` while it is an input and the line is pulled up.
    data: Option<bool>,
    clock: bool,
}

impl RawWire {
    /// Returns true if the next byte is data of the last command.
    pub(super) fn expects_data(&self) -> bool {
        self.expected != Expected::Nothing
    }

    /// Handles a byte of data, and returns the answer.
    pub(super) fn handle_data(&mut self, byte: u8, port: &mut SwdPort<'_>) -> u8 {
        let (count, next) = match self.expected {
            Expected::Bytes(left @ 2..) => (u8::BITS, Expected::Bytes(left - 1)),
            Expected::Bytes(_) | Expected::Nothing => (u8::BITS, Expected::Nothing),
            Expected::Bits(count) => (u32::from(count), Expected::Nothing),
        };
        self.write_bits(port, byte, count);
        self.expected = next;
        DONE
    }

    /// Handles a command other than `EXIT` and `VERSION`, and returns the answer.
    pub(super) fn handle_command(&mut self, command: u8, port: &mut SwdPort<'_>) -> u8 {
        use command::*;
        let operand = command & 0xF;
        match command {
            READ_BYTE => return self.read_byte(port),
            READ_BIT => return u8::from(self.read_bit(port)),
            PEEK => return u8::from(port.line.output().unwrap_or(self.data.unwrap_or(true))),
            CLOCK_TICK => self.tick(port),
            CLOCK_LOW | CLOCK_HIGH => self.set_clock(port, command == CLOCK_HIGH),
            DATA_LOW | DATA_HIGH => self.data = Some(command == DATA_HIGH),
            BULK_BYTES..=BULK_BYTES_LAST => self.expected = Expected::Bytes(operand + 1),
            BULK_TICKS..=BULK_TICKS_LAST => (0..=operand).for_each(|_| self.tick(port)),
            BULK_BITS..=BULK_BITS_LAST => self.expected = Expected::Bits((operand + 1).min(8)),
            CONFIGURE..=CONFIGURE_LAST => self.lowest_first = command & LOWEST_BIT_FIRST != 0,
            // Accepted without effect.
            BUS_CONDITIONS..=BUS_CONDITIONS_LAST | PERIPHERALS..=PERIPHERALS_LAST => {}
            _ => return UNKNOWN,
        }
        DONE
    }

    /// Sends bytes with the lowest bit first, regardless of the configuration.
    pub(super) fn write_bytes_lowest_first(
        &mut self,
        port: &mut SwdPort<'_>,
        bytes: impl Iterator<Item = u8>,
    ) {
        let configured = std::mem::replace(&mut self.lowest_first, true);
        bytes.for_each(|byte| self.write_bits(port, byte, u8::BITS));
        self.lowest_first = configured;
    }

    fn set_clock(&mut self, SwdPort { line, target }: &mut SwdPort<'_>, high: bool) {
        if high && !self.clock {
            line.clock(&mut target.dap, &mut target.board, self.data.unwrap_or(true));
        }
        self.clock = high;
    }

    fn tick(&mut self, port: &mut SwdPort<'_>) {
        self.set_clock(port, true);
        self.set_clock(port, false);
    }

    /// Returns the position in a byte of the bit that is sent or received at `index`.
    fn bit_position(&self, index: u32) -> u32 {
        if self.lowest_first { index } else { 7 - index }
    }

    fn write_bits(&mut self, port: &mut SwdPort<'_>, byte: u8, count: u32) {
        for index in 0..count {
            self.data = Some(byte >> self.bit_position(index) & 1 != 0);
            self.tick(port);
        }
    }

    /// Makes the data pin an input, sends a clock tick, and samples.
    fn read_bit(&mut self, port: &mut SwdPort<'_>) -> bool {
        self.data = None;
        self.tick(port);
        port.line.output().unwrap_or(true)
    }

    fn read_byte(&mut self, port: &mut SwdPort<'_>) -> u8 {
        (0..u8::BITS).fold(0, |byte, index| byte | u8::from(self.read_bit(port)) << self.bit_position(index))
    }
}
