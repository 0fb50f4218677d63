//! A Bus Pirate: an adapter at a serial port, which OpenOCD 0.12 drives with SWD, as its `remote_bitbang` does not yet.
//!
//! Binary raw-wire mode as "Bitbang mode, raw-wire" of the Bus Pirate's documentation has it. AUX is not connected.
//! Beyond that it wakes the board's port whenever raw-wire mode is entered: OpenOCD 0.12 cannot send the selection
//! alert through a Bus Pirate.

use std::sync::Arc;

use super::shared::Shared;
use super::swd_wire::SwdWire;
use super::terminal::Terminal;
use crate::control::BoardWithDap;
use crate::debug::swd::{SwdLine, activation_sequence};

/// Zeros in a row that lead from the text mode to the binary modes.
const ZEROS: u32 = 20;
const DONE: u8 = 1;

/// What the next byte means.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Mode {
    /// Text for people; so many zeros have come.
    #[default]
    Text,
    /// The choice among the binary modes.
    Binary,
    /// Raw wire.
    Raw,
    /// Raw wire, and so many bytes to send follow.
    Bulk(u8),
    /// Raw wire, and a byte follows of which so many bits are sent.
    Bits(u8),
}

/// The adapter.
#[derive(Debug)]
struct BusPirate {
    mode: Mode,
    zeros: u32,
    /// Bytes go over the wire with their lowest bit first.
    lowest_first: bool,
    /// What the data pin drives; `None`: it listens, and the line is pulled up.
    data: Option<bool>,
    clock: bool,
}

impl Default for BusPirate {
    fn default() -> Self {
        Self { mode: Mode::Text, zeros: 0, lowest_first: false, data: None, clock: false }
    }
}

/// The board's end.
struct End<'a> {
    line: &'a mut SwdLine,
    target: &'a mut BoardWithDap,
}

impl BusPirate {
    /// Takes a byte from the computer and answers.
    fn take(&mut self, byte: u8, end: &mut End<'_>, answers: &mut Vec<u8>) {
        match self.mode {
            Mode::Text => {
                self.zeros = if byte == 0 { self.zeros + 1 } else { 0 };
                if self.zeros == ZEROS {
                    self.enter(Mode::Binary, answers);
                }
            }
            Mode::Binary => match byte {
                0x00 => self.enter(Mode::Binary, answers),
                0x05 => {
                    self.lowest_first = true;
                    activation_sequence().for_each(|byte| self.write_bits(end, byte, u8::BITS));
                    self.lowest_first = false;
                    self.enter(Mode::Raw, answers);
                }
                0x0F => {
                    *self = Self::default();
                    answers.push(DONE);
                }
                // Another mode, which is not there.
                _ => answers.push(0),
            },
            Mode::Raw => self.take_raw(byte, end, answers),
            Mode::Bulk(left) => {
                self.write_bits(end, byte, u8::BITS);
                self.mode = if left > 1 { Mode::Bulk(left - 1) } else { Mode::Raw };
                answers.push(DONE);
            }
            Mode::Bits(count) => {
                self.write_bits(end, byte, u32::from(count));
                self.mode = Mode::Raw;
                answers.push(DONE);
            }
        }
    }

    fn enter(&mut self, mode: Mode, answers: &mut Vec<u8>) {
        self.mode = mode;
        self.zeros = 0;
        answers.extend(if mode == Mode::Raw { b"RAW1".as_slice() } else { b"BBIO1" });
    }

    fn take_raw(&mut self, command: u8, end: &mut End<'_>, answers: &mut Vec<u8>) {
        let operand = command & 0xF;
        let answer = match command {
            0x00 => return self.enter(Mode::Binary, answers),
            0x01 => return self.enter(Mode::Raw, answers),
            0x06 => self.read_byte(end),
            0x07 => u8::from(self.read_bit(end)),
            0x08 => u8::from(end.line.output().unwrap_or(self.data.unwrap_or(true))),
            0x09 => {
                self.tick(end);
                DONE
            }
            0x0A | 0x0B => {
                self.set_clock(end, operand == 0xB);
                DONE
            }
            0x0C | 0x0D => {
                self.data = Some(operand == 0xD);
                DONE
            }
            0x10..=0x1F => {
                self.mode = Mode::Bulk(operand + 1);
                DONE
            }
            0x20..=0x2F => {
                (0..=operand).for_each(|_| self.tick(end));
                DONE
            }
            0x30..=0x3F => {
                self.mode = Mode::Bits((operand + 1).min(8));
                DONE
            }
            0x80..=0x9F => {
                self.lowest_first = command & 2 != 0;
                DONE
            }
            // I2C's conditions, chip select, supply, pull-ups, speed.
            0x02..=0x05 | 0x40..=0x6F => DONE,
            _ => 0,
        };
        answers.push(answer);
    }

    fn set_clock(&mut self, End { line, target }: &mut End<'_>, high: bool) {
        if high && !self.clock {
            line.clock(&mut target.dap, &mut target.board, self.data.unwrap_or(true));
        }
        self.clock = high;
    }

    fn tick(&mut self, end: &mut End<'_>) {
        self.set_clock(end, true);
        self.set_clock(end, false);
    }

    fn write_bits(&mut self, end: &mut End<'_>, byte: u8, count: u32) {
        for index in 0..count {
            let place = if self.lowest_first { index } else { 7 - index };
            self.data = Some(byte >> place & 1 != 0);
            self.tick(end);
        }
    }

    /// Listens, lets the clock rise and fall, and samples.
    fn read_bit(&mut self, end: &mut End<'_>) -> bool {
        self.data = None;
        self.tick(end);
        end.line.output().unwrap_or(true)
    }

    fn read_byte(&mut self, end: &mut End<'_>) -> u8 {
        (0..u8::BITS).fold(0, |byte, index| {
            let place = if self.lowest_first { index } else { 7 - index };
            byte | u8::from(self.read_bit(end)) << place
        })
    }
}

/// Serves whoever opens the terminal until the service ends.
pub fn serve(shared: &Arc<Shared>, wire: &SwdWire, mut terminal: Terminal) {
    let mut adapter = BusPirate::default();
    let mut buffer = [0; 4096];
    let mut answers = Vec::new();
    while !shared.ended() {
        let Some(bytes) = terminal.receive(&mut buffer) else { continue };
        wire.with(shared, |line, target| {
            let mut end = End { line, target };
            for &byte in bytes {
                adapter.take(byte, &mut end, &mut answers);
            }
        });
        // Nobody may be listening any more.
        let _ = terminal.send(&answers);
        answers.clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::control;

    fn exchange(adapter: &mut BusPirate, end: &mut End<'_>, bytes: &[u8]) -> Vec<u8> {
        let mut answers = Vec::new();
        bytes.iter().for_each(|&byte| adapter.take(byte, end, &mut answers));
        answers
    }

    #[test]
    fn the_port_answers_over_the_raw_wire() {
        let lease = control::open("SIM114").unwrap();
        let mut target = lease.handle().lock();
        let mut line = SwdLine::new();
        let end = &mut End { line: &mut line, target: &mut target };
        let adapter = &mut BusPirate::default();
        assert_eq!(exchange(adapter, end, &[0; 20]), b"BBIO1");
        assert_eq!(exchange(adapter, end, &[5]), b"RAW1");
        assert_eq!(exchange(adapter, end, &[0x8A, 0x48, 0x63]), [1; 3]);
        // A line reset.
        let reset = [0x16, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x10, 0x00];
        assert_eq!(exchange(adapter, end, &reset), [1; 10]);
        assert_eq!(exchange(adapter, end, &[0x10, 0xA5, 7, 7, 7]), [1, 1, 1, 0, 0], "OK");
        assert_eq!(exchange(adapter, end, &[6, 6, 6, 6, 7, 0x21]), [0x77, 0x34, 0x01, 0x4C, 1, 1]);
    }

    #[test]
    fn modes_are_left_and_unknown_ones_refused() {
        let lease = control::open("SIM115").unwrap();
        let mut target = lease.handle().lock();
        let mut line = SwdLine::new();
        let end = &mut End { line: &mut line, target: &mut target };
        let adapter = &mut BusPirate::default();
        assert_eq!(exchange(adapter, end, b"help\n"), b"");
        assert_eq!(exchange(adapter, end, &[0; 21]), b"BBIO1BBIO1");
        assert_eq!(exchange(adapter, end, &[6]), [0], "OpenOCD's JTAG mode");
        assert_eq!(exchange(adapter, end, &[5, 0, 5, 1]), b"RAW1BBIO1RAW1RAW1");
        assert_eq!(exchange(adapter, end, &[0, 0x0F]), b"BBIO1\x01");
        assert_eq!(adapter.mode, Mode::Text);
    }

    #[test]
    fn any_byte_is_survived() {
        let lease = control::open("SIM116").unwrap();
        let mut target = lease.handle().lock();
        let mut line = SwdLine::new();
        let end = &mut End { line: &mut line, target: &mut target };
        let adapter = &mut BusPirate { mode: Mode::Raw, ..BusPirate::default() };
        let mut state = 7u32;
        for _ in 0..20_000 {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            exchange(adapter, end, &[(state >> 24) as u8]);
        }
    }
}
