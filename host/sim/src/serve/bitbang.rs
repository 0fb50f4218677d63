//! OpenOCD's adapter driver `remote_bitbang`: a character a change of the pins. OpenOCD, `doc/manual/jtag/drivers/
//! remote_bitbang.txt`.

use std::io::Write;
use std::net::TcpStream;
use std::sync::{Arc, Mutex, PoisonError};

use super::port::{Received, receive};
use super::shared::Shared;
use crate::control::Bench;
use crate::debug::swd::SwdLine;

/// Most characters that are carried out before others are let to the board.
const BATCH: usize = 16 << 10;

/// Pins and port. They outlive a client, as wires do.
#[derive(Debug, Default)]
pub struct Wire {
    pins: Mutex<Pins>,
}

/// What the client has set.
#[derive(Debug)]
struct Pins {
    line: SwdLine,
    clock: bool,
    data: bool,
    drives: bool,
}

impl Default for Pins {
    fn default() -> Self {
        Self { line: SwdLine::new(), clock: false, data: true, drives: true }
    }
}

/// What a character asks for beyond a change of the pins.
#[derive(Debug, PartialEq, Eq)]
enum Wish {
    Nothing,
    Answer(u8),
    Quit,
}

impl Pins {
    fn take(&mut self, character: u8, Bench { board, dap, .. }: &mut Bench) -> Wish {
        match character {
            b'd'..=b'g' => {
                let levels = character - b'd';
                let rises = levels & 2 != 0 && !self.clock;
                self.clock = levels & 2 != 0;
                self.data = levels & 1 != 0;
                if rises {
                    // Undriven, SWDIO is pulled up.
                    self.line.clock(dap, board, self.data || !self.drives);
                }
            }
            b'O' => self.drives = true,
            b'o' => self.drives = false,
            b'c' => return Wish::Answer(b'0' + u8::from(self.level())),
            // The lowest bit is SRST, which is the line to the RUN pin; there is no TRST.
            b'r'..=b'u' => dap.drive_reset(board, (character - b'r') & 1 == 0),
            // TDO: there is no JTAG, an open pin reads high.
            b'R' => return Wish::Answer(b'1'),
            b'Q' => return Wish::Quit,
            // The light, JTAG's pins, and what is no character of the protocol.
            _ => {}
        }
        Wish::Nothing
    }

    fn level(&self) -> bool {
        self.line.output().unwrap_or(self.data || !self.drives)
    }
}

/// Serves one client until it goes or the service ends.
pub fn session(shared: &Arc<Shared>, wire: &Wire, mut stream: TcpStream) {
    let mut pins = wire.pins.lock().unwrap_or_else(PoisonError::into_inner);
    let mut buffer = vec![0; BATCH];
    let mut answers = Vec::new();
    while !shared.ended() {
        let count = match receive(&mut stream, &mut buffer) {
            Received::Bytes(count) => count,
            Received::Nothing => continue,
            Received::End => return,
        };
        let mut quits = false;
        shared.with(|bench| {
            for &character in buffer.iter().take(count) {
                match pins.take(character, bench) {
                    Wish::Nothing => {}
                    Wish::Answer(answer) => answers.push(answer),
                    Wish::Quit => {
                        quits = true;
                        break;
                    }
                }
            }
        });
        for complaint in pins.line.take_complaints() {
            shared.notice(&complaint);
        }
        if stream.write_all(&answers).is_err() || quits {
            return;
        }
        answers.clear();
    }
}

#[cfg(test)]
#[path = "bitbang_tests.rs"]
mod tests;
