//! Bus Pirate: an adapter at a serial port, which OpenOCD 0.12 supports with SWD.
//!
//! The binary raw-wire mode follows "Bitbang mode, raw-wire" of the Bus Pirate documentation. AUX is not connected.
//! Unlike a Bus Pirate it sends the activation sequence of the SWD port when raw-wire mode is entered, because
//! OpenOCD 0.12 cannot send a selection alert through a Bus Pirate.

mod raw_wire;

use std::path::PathBuf;
use std::sync::Arc;

use tokio::io::{AsyncReadExt, AsyncWriteExt};

use super::ServeError;
use super::pseudo_terminal::PseudoTerminal;
use super::services::Services;
use super::shared_board::SharedBoard;
use super::swd_wire::SwdWire;
use crate::debug::swd::activation_sequence;
use raw_wire::{RawWire, SwdPort};

/// Number of successive zeros that switch from the text mode to the binary modes.
const BINARY_MODE_ZEROS: u32 = 20;
/// Answer to a command that was carried out.
const DONE: u8 = 1;
/// Answer to an unknown command.
const UNKNOWN: u8 = 0;

/// Commands of the binary mode.
mod command {
    pub(super) const RESET: u8 = 0x00;
    pub(super) const RAW_WIRE: u8 = 0x05;
    pub(super) const TEXT: u8 = 0x0F;
}

/// Mode, which defines the meaning of the next byte.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Mode {
    /// Text mode.
    #[default]
    Text,
    /// Selection of a binary mode.
    Binary,
    /// Raw-wire mode.
    RawWire,
}

/// Bus Pirate.
#[derive(Debug, Default)]
struct BusPirate {
    mode: Mode,
    /// Successive zeros in text mode.
    zeros: u32,
    wire: RawWire,
}

impl BusPirate {
    /// Handles a byte from the computer, and appends the answer.
    fn handle(&mut self, byte: u8, port: &mut SwdPort<'_>, answers: &mut Vec<u8>) {
        match self.mode {
            Mode::Text => {
                self.zeros = if byte == 0 { self.zeros + 1 } else { 0 };
                if self.zeros == BINARY_MODE_ZEROS {
                    self.enter_binary(answers);
                }
            }
            Mode::Binary => match byte {
                command::RESET => self.enter_binary(answers),
                command::RAW_WIRE => {
                    self.wire = RawWire::default();
                    self.wire.write_bytes_lowest_first(port, activation_sequence());
                    self.enter_raw_wire(answers);
                }
                command::TEXT => {
                    *self = Self::default();
                    answers.push(DONE);
                }
                // Other modes are not modelled.
                _ => answers.push(UNKNOWN),
            },
            Mode::RawWire if self.wire.expects_data() => answers.push(self.wire.handle_data(byte, port)),
            Mode::RawWire => match byte {
                raw_wire::command::EXIT => self.enter_binary(answers),
                raw_wire::command::VERSION => self.enter_raw_wire(answers),
                command => answers.push(self.wire.handle_command(command, port)),
            },
        }
    }

    fn enter_binary(&mut self, answers: &mut Vec<u8>) {
        self.mode = Mode::Binary;
        self.zeros = 0;
        answers.extend(b"BBIO1");
    }

    fn enter_raw_wire(&mut self, answers: &mut Vec<u8>) {
        self.mode = Mode::RawWire;
        answers.extend(b"RAW1");
    }
}

/// Adds a Bus Pirate at a pseudo-terminal, and returns the path of the terminal.
///
/// # Errors
/// Returns [`ServeError::Terminal`] if the system has no free pseudo-terminal.
pub(super) fn add(services: &mut Services, wire: Arc<SwdWire>) -> Result<PathBuf, ServeError> {
    let terminal = services.in_runtime(PseudoTerminal::open).map_err(ServeError::Terminal)?;
    let path = terminal.path().to_owned();
    services.spawn(serve(Arc::clone(services.board()), wire, terminal));
    Ok(path)
}

/// Serves the programs that open the terminal, until the terminal fails.
async fn serve(board: Arc<SharedBoard>, wire: Arc<SwdWire>, mut terminal: PseudoTerminal) {
    let mut adapter = BusPirate::default();
    let mut buffer = [0; 4096];
    while let Ok(count) = terminal.input.read(&mut buffer).await {
        let mut answers = Vec::new();
        wire.with(&board, |line, target| {
            let mut port = SwdPort { line, target };
            for &byte in buffer.get(..count).unwrap_or_default() {
                adapter.handle(byte, &mut port, &mut answers);
            }
        });
        if terminal.output.write_all(&answers).await.is_err() {
            return;
        }
    }
}

#[cfg(test)]
mod tests;
