//! The board as a USB device over USB/IP: a virtual Debug Probe whose SWD pins and UART are the board's.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::{MissedTickBehavior, interval, timeout};

use super::shared_board::SharedBoard;
use super::swd_wire::SwdWire;
use super::tcp_service::TcpService;
use crate::board::Board;
use crate::control::BoardWithDap;
use crate::usb::board_pins::BoardPins;
use crate::usb::debug_probe::{DebugProbe, ProbedBoard};
use crate::usb::descriptors::Identity;
use crate::usb::ip::Session;

/// A frame of full-speed USB: pending transfers are tried again once in each.
const FRAME: Duration = Duration::from_millis(1);
/// A client that takes no reply for this long has failed.
const WRITE_LIMIT: Duration = Duration::from_secs(5);
/// Bytes read at a time.
const CHUNK: usize = 1 << 14;

/// Address and identity of the virtual probe.
#[derive(Clone, Debug)]
pub struct UsbOptions {
    /// Address for USB/IP clients; port 0 selects a free port.
    pub address: SocketAddr,
    /// USB ids of the probe.
    pub identity: Identity,
    /// Serial number of the probe.
    pub serial: String,
}

/// Service for USB/IP.
pub(super) struct UsbIp {
    wire: Arc<SwdWire>,
    identity: Identity,
    serial: String,
}

impl UsbIp {
    /// Creates the service for a wire.
    pub(super) fn new(wire: Arc<SwdWire>, options: &UsbOptions) -> Self {
        Self { wire, identity: options.identity, serial: options.serial.clone() }
    }
}

impl TcpService for UsbIp {
    const CLIENT: &'static str = "USB/IP";

    async fn serve_client(&self, board: Arc<SharedBoard>, mut stream: TcpStream) {
        let served = ServedBoard { board: Arc::clone(&board), wire: Arc::clone(&self.wire) };
        let mut device = DebugProbe::new(served, self.identity, &self.serial);
        let mut session = Session::default();
        let mut frames = interval(FRAME);
        frames.set_missed_tick_behavior(MissedTickBehavior::Delay);
        let mut chunk = vec![0; CHUNK];
        let mut output = Vec::new();
        while !session.is_finished() {
            let received = tokio::select! {
                count = stream.read(&mut chunk) => match count {
                    Ok(count @ 1..) => chunk.get(..count).unwrap_or_default(),
                    // A client whose connection fails has disconnected.
                    Ok(0) | Err(_) => return,
                },
                _ = frames.tick(), if session.has_pending() => &[],
            };
            let result = session.receive(&mut device, received, &mut output);
            let sent = timeout(WRITE_LIMIT, stream.write_all(&output)).await;
            output.clear();
            if let Err(error) = result {
                board.notice(&format!("USB/IP: {error}; the connection is closed"));
                return;
            }
            if !matches!(sent, Ok(Ok(()))) {
                return;
            }
        }
    }
}

/// The board of the server at a probe's pins.
struct ServedBoard {
    board: Arc<SharedBoard>,
    wire: Arc<SwdWire>,
}

impl ProbedBoard for ServedBoard {
    type Pins<'a> = BoardPins<'a, Board>;

    fn with_pins<R>(&mut self, work: impl FnOnce(&mut Self::Pins<'_>) -> R) -> R {
        self.wire.with(&self.board, |line, BoardWithDap { board, dap, .. }| {
            work(&mut BoardPins { line, dap, board })
        })
    }

    fn take_uart_output(&mut self) -> Vec<u8> {
        self.board.with(|target| target.board.take_uart_output(0))
    }

    fn send_to_uart(&mut self, bytes: &[u8]) {
        self.board.with(|target| target.board.send_to_uart(0, bytes));
    }
}

#[cfg(test)]
mod tests;
