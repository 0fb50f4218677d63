//! OpenOCD's adapter driver `remote_bitbang`: a character a change of the pins. OpenOCD, `doc/manual/jtag/drivers/
//! remote_bitbang.txt`.

use std::io::Write;
use std::net::TcpStream;
use std::sync::Arc;

use super::port::{Received, receive};
use super::shared::Shared;
use super::swd_wire::SwdWire;
use crate::control::BoardWithDap;
use crate::debug::swd::SwdLine;

/// Most characters that are carried out before others are let to the board.
const BATCH: usize = 16 << 10;

/// What the client has set.
#[derive(Debug)]
struct Pins {
    clock: bool,
    data: bool,
    drives: bool,
}

impl Default for Pins {
    fn default() -> Self {
        Self { clock: false, data: true, drives: true }
    }
}

/// What a character asks for beyond a change of the pins.
#[derive(Debug, PartialEq, Eq)]
enum Action {
    None,
    Answer(u8),
    Quit,
}

impl Pins {
    fn take(
        &mut self,
        character: u8,
        line: &mut SwdLine,
        BoardWithDap { board, dap, .. }: &mut BoardWithDap,
    ) -> Action {
        match character {
            b'd'..=b'g' => {
                let levels = character - b'd';
                let rises = levels & 2 != 0 && !self.clock;
                self.clock = levels & 2 != 0;
                self.data = levels & 1 != 0;
                if rises {
                    // Undriven, SWDIO is pulled up.
                    line.clock(dap, board, self.data || !self.drives);
                }
            }
            b'O' => self.drives = true,
            b'o' => self.drives = false,
            b'c' => return Action::Answer(b'0' + u8::from(self.level(line))),
            // The lowest bit is SRST, which is the line to the RUN pin; there is no TRST.
            b'r'..=b'u' => dap.drive_reset(board, (character - b'r') & 1 == 0),
            // TDO: there is no JTAG, an open pin reads high.
            b'R' => return Action::Answer(b'1'),
            b'Q' => return Action::Quit,
            // The light, JTAG's pins, and what is no character of the protocol.
            _ => {}
        }
        Action::None
    }

    fn level(&self, line: &SwdLine) -> bool {
        line.output().unwrap_or(self.data || !self.drives)
    }
}

/// Serves one client until it goes or the service ends.
pub fn session(shared: &Arc<Shared>, wire: &SwdWire, mut stream: TcpStream) {
    let mut pins = Pins::default();
    let mut buffer = vec![0; BATCH];
    let mut answers = Vec::new();
    while !shared.ended() {
        let count = match receive(&mut stream, &mut buffer) {
            Received::Bytes(count) => count,
            Received::Nothing => continue,
            Received::End => return,
        };
        let mut quits = false;
        wire.with(shared, |line, target| {
            for &character in buffer.iter().take(count) {
                match pins.take(character, line, target) {
                    Action::None => {}
                    Action::Answer(answer) => answers.push(answer),
                    Action::Quit => {
                        quits = true;
                        break;
                    }
                }
            }
        });
        if stream.write_all(&answers).is_err() || quits {
            return;
        }
        answers.clear();
    }
}

#[cfg(test)]
#[path = "bitbang_tests.rs"]
mod tests;
