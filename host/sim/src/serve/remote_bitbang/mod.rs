//! OpenOCD's adapter driver `remote_bitbang`: each character sets or samples pins. OpenOCD,
//! `doc/manual/jtag/drivers/remote_bitbang.txt`.

use std::sync::Arc;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use super::shared_board::SharedBoard;
use super::swd_wire::SwdWire;
use super::tcp_service::TcpService;
use crate::control::BoardWithDap;
use crate::debug::swd::SwdLine;

/// Maximum number of characters that are handled at once, before other services get the board.
const BATCH: usize = 16 << 10;

/// Service for `remote_bitbang`.
pub(super) struct RemoteBitbang {
    wire: Arc<SwdWire>,
}

impl RemoteBitbang {
    /// Creates the service for a wire.
    pub(super) fn new(wire: Arc<SwdWire>) -> Self {
        Self { wire }
    }
}

impl TcpService for RemoteBitbang {
    const CLIENT: &'static str = "OpenOCD";

    async fn serve_client(&self, board: Arc<SharedBoard>, mut stream: TcpStream) {
        let mut pins = Pins::default();
        let mut buffer = vec![0; BATCH];
        // A client whose connection fails has disconnected.
        while let Ok(count @ 1..) = stream.read(&mut buffer).await {
            let characters = buffer.get(..count).unwrap_or_default();
            let (samples, quit) =
                self.wire.with(&board, |line, target| pins.handle_all(characters, line, target));
            if stream.write_all(&samples).await.is_err() || quit {
                return;
            }
        }
    }
}

/// Pins as the client has set them.
#[derive(Debug)]
struct Pins {
    swclk: bool,
    swdio: bool,
    /// The client drives SWDIO.
    swdio_driven: bool,
}

impl Default for Pins {
    fn default() -> Self {
        Self { swclk: false, swdio: true, swdio_driven: true }
    }
}

/// Response to a character.
#[derive(Debug, PartialEq, Eq)]
enum Response {
    None,
    /// Sends the sample of a pin.
    Sample(u8),
    /// Disconnects.
    Quit,
}

impl Pins {
    /// Handles characters up to the end or to a request to disconnect. Returns the samples, and true for the request.
    fn handle_all(
        &mut self,
        characters: &[u8],
        line: &mut SwdLine,
        target: &mut BoardWithDap,
    ) -> (Vec<u8>, bool) {
        let mut samples = Vec::new();
        for &character in characters {
            match self.handle(character, line, target) {
                Response::None => {}
                Response::Sample(sample) => samples.push(sample),
                Response::Quit => return (samples, true),
            }
        }
        (samples, false)
    }

    fn handle(
        &mut self,
        character: u8,
        line: &mut SwdLine,
        BoardWithDap { board, dap, .. }: &mut BoardWithDap,
    ) -> Response {
        match character {
            b'd'..=b'g' => {
                let levels = character - b'd';
                let rising = levels & 2 != 0 && !self.swclk;
                self.swclk = levels & 2 != 0;
                self.swdio = levels & 1 != 0;
                if rising {
                    // SWDIO has a pull-up.
                    line.clock(dap, board, self.swdio || !self.swdio_driven);
                }
            }
            b'O' => self.swdio_driven = true,
            b'o' => self.swdio_driven = false,
            b'c' => return Response::Sample(b'0' + u8::from(self.level(line))),
            // The lowest bit is SRST, which is connected to the RUN pin; TRST is not connected.
            b'r'..=b'u' => dap.drive_reset(board, (character - b'r') & 1 == 0),
            // TDO is not connected and reads high.
            b'R' => return Response::Sample(b'1'),
            b'Q' => return Response::Quit,
            // The LED, the pins of JTAG, and characters outside the protocol.
            _ => {}
        }
        Response::None
    }

    /// Returns the level of SWDIO.
    fn level(&self, line: &SwdLine) -> bool {
        line.output().unwrap_or(self.swdio || !self.swdio_driven)
    }
}

#[cfg(test)]
mod tests;
