//! Session of one GDB, from its connection to its disconnection.

use std::convert::Infallible;
use std::io;
use std::sync::{Arc, Mutex, PoisonError};

use gdbstub::conn::Connection;
use gdbstub::stub::state_machine::GdbStubStateMachine;
use gdbstub::stub::{DisconnectReason, GdbStub, GdbStubError};
use thiserror::Error;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use super::target::{GdbError, GdbTarget};
use crate::serve::shared_board::SharedBoard;
use crate::serve::tcp_service::TcpService;

/// Service for GDB.
pub(crate) struct GdbService;

impl TcpService for GdbService {
    const CLIENT: &'static str = "GDB";

    async fn serve_client(&self, board: Arc<SharedBoard>, stream: TcpStream) {
        match run_session(&board, stream).await {
            Ok(()) => {}
            // A client that vanishes is not an error.
            Err(SessionError::Connection(_)) => {}
            Err(error) => board.notice(&format!("GDB: {error}")),
        }
    }
}

/// Error that ends a session.
#[derive(Debug, Error)]
enum SessionError {
    #[error("the connection failed")]
    Connection(#[from] io::Error),
    #[error(transparent)]
    Target(#[from] GdbError),
    #[error(transparent)]
    Protocol(#[from] GdbStubError<GdbError, Infallible>),
}

type Machine<'a> = GdbStubStateMachine<'a, GdbTarget, OutputBuffer>;

/// Runs a session until GDB disconnects. If the future is dropped, the target detaches as well.
async fn run_session(board: &Arc<SharedBoard>, stream: TcpStream) -> Result<(), SessionError> {
    let mut run_state = board.run_state();
    let mut target = GdbTarget::attach(Arc::clone(board))?;
    let output = OutputBuffer::default();
    let mut client = Client::new(stream, output.clone());
    let mut machine = GdbStub::new(output).run_state_machine(&mut target)?;
    loop {
        machine = match machine {
            Machine::Disconnected(machine) => {
                client.send_output().await?;
                if machine.get_reason() == DisconnectReason::Kill {
                    board.notice("GDB: killed the program; the board continues to run");
                }
                return Ok(());
            }
            Machine::CtrlCInterrupt(machine) => {
                let reason = target.interrupt()?;
                machine.interrupt_handled(&mut target, Some(reason))?
            }
            Machine::Running(machine) => {
                run_state.mark_unchanged();
                if let Some(reason) = target.stop_reason()? {
                    machine.report_stop(&mut target, reason)?
                } else {
                    tokio::select! {
                        byte = client.next_byte() => match byte? {
                            Some(byte) => machine.incoming_data(&mut target, byte)?,
                            None => return Ok(()),
                        },
                        // The sender is part of the board, which outlives the session.
                        _ = run_state.changed() => machine.into(),
                    }
                }
            }
            Machine::Idle(machine) => match client.next_byte().await? {
                Some(byte) => machine.incoming_data(&mut target, byte)?,
                None => return Ok(()),
            },
        };
    }
}

/// Connection to GDB.
struct Client {
    stream: TcpStream,
    output: OutputBuffer,
    /// Output that has not been sent.
    pending: Vec<u8>,
    buffer: Vec<u8>,
    /// Input that has not been handled.
    input: std::vec::IntoIter<u8>,
}

impl Client {
    fn new(stream: TcpStream, output: OutputBuffer) -> Self {
        Self { stream, output, pending: Vec::new(), buffer: vec![0; 4096], input: Vec::new().into_iter() }
    }

    /// Sends the output, and returns the next byte of the input; `None` if GDB has disconnected. No byte is lost if the
    /// future is dropped.
    async fn next_byte(&mut self) -> io::Result<Option<u8>> {
        if let Some(byte) = self.input.next() {
            return Ok(Some(byte));
        }
        self.send_output().await?;
        let count = self.stream.read(&mut self.buffer).await?;
        self.input = self.buffer.get(..count).unwrap_or_default().to_vec().into_iter();
        Ok(self.input.next())
    }

    /// Sends the output of the protocol. No byte is lost or sent twice if the future is dropped.
    async fn send_output(&mut self) -> io::Result<()> {
        self.pending.extend(self.output.take());
        while !self.pending.is_empty() {
            let count = self.stream.write(&self.pending).await?;
            self.pending.drain(..count);
        }
        Ok(())
    }
}

/// Output of the protocol, which the session sends. Clones share the buffer.
#[derive(Clone, Debug, Default)]
struct OutputBuffer(Arc<Mutex<Vec<u8>>>);

impl OutputBuffer {
    fn take(&self) -> Vec<u8> {
        std::mem::take(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Connection for OutputBuffer {
    type Error = Infallible;

    fn write(&mut self, byte: u8) -> Result<(), Infallible> {
        self.write_all(&[byte])
    }

    fn write_all(&mut self, bytes: &[u8]) -> Result<(), Infallible> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).extend(bytes);
        Ok(())
    }

    fn flush(&mut self) -> Result<(), Infallible> {
        Ok(())
    }
}
