//! One GDB's connection, from its first byte to its last.

use std::net::TcpStream;
use std::sync::Arc;

use gdbstub::conn::Connection;
use gdbstub::stub::state_machine::GdbStubStateMachine;
use gdbstub::stub::{DisconnectReason, GdbStub, GdbStubError};

use super::target::{GdbError, GdbTarget};
use crate::serve::port::{Received, receive};
use crate::serve::shared::Shared;

type Failure = GdbStubError<GdbError, std::io::Error>;
type Machine<'a> = GdbStubStateMachine<'a, GdbTarget, TcpStream>;

/// Serves one GDB until it goes or the service ends. Afterwards the board runs on without a debugger, unless GDB
/// killed it.
pub fn session(shared: &Arc<Shared>, stream: TcpStream) {
    if let Err(error) = serve(shared, stream) {
        shared.notice(&format!("GDB: {error}"));
    }
}

fn serve(shared: &Arc<Shared>, stream: TcpStream) -> Result<(), String> {
    let mut reader = stream.try_clone().map_err(|error| error.to_string())?;
    let mut target = GdbTarget::attach(Arc::clone(shared)).map_err(|error| error.to_string())?;
    let ended = converse(shared, &mut reader, stream, &mut target);
    let left = target.detach();
    ended.map_err(|error| error.to_string())?;
    left.map_err(|error| error.to_string())
}

fn converse(
    shared: &Shared,
    reader: &mut TcpStream,
    stream: TcpStream,
    target: &mut GdbTarget,
) -> Result<(), Failure> {
    let mut machine = GdbStub::new(stream).run_state_machine(target)?;
    let mut buffer = [0; 4096];
    let mut bytes = Vec::new().into_iter();
    loop {
        machine = match machine {
            Machine::Disconnected(machine) => {
                if machine.get_reason() == DisconnectReason::Kill {
                    shared.notice("GDB: killed; the board runs on");
                }
                return Ok(());
            }
            Machine::CtrlCInterrupt(machine) => match target.interrupt() {
                Ok(reason) => machine.interrupt_handled(target, Some(reason))?,
                Err(error) => return fail(shared, &error),
            },
            Machine::Running(machine) => match target.stop_reason() {
                Ok(Some(reason)) => machine.report_stop(target, reason)?,
                Ok(None) => match next(shared, reader, &mut buffer, &mut bytes) {
                    Some(Some(byte)) => machine.incoming_data(target, byte)?,
                    Some(None) => machine.into(),
                    None => return Ok(()),
                },
                Err(error) => return fail(shared, &error),
            },
            Machine::Idle(mut machine) => match next(shared, reader, &mut buffer, &mut bytes) {
                Some(Some(byte)) => machine.incoming_data(target, byte)?,
                Some(None) => {
                    if machine.borrow_conn().flush().is_err() {
                        return Ok(());
                    }
                    machine.into()
                }
                None => return Ok(()),
            },
        };
    }
}

/// The next byte; `Some(None)` when there is none yet, `None` at the end.
fn next(
    shared: &Shared,
    reader: &mut TcpStream,
    buffer: &mut [u8],
    bytes: &mut std::vec::IntoIter<u8>,
) -> Option<Option<u8>> {
    if let Some(byte) = bytes.next() {
        return Some(Some(byte));
    }
    if shared.ended() {
        return None;
    }
    match receive(reader, buffer) {
        Received::Bytes(count) => {
            *bytes = buffer.iter().take(count).copied().collect::<Vec<_>>().into_iter();
            Some(bytes.next())
        }
        Received::Nothing => Some(None),
        Received::End => None,
    }
}

fn fail(shared: &Shared, error: &GdbError) -> Result<(), Failure> {
    shared.notice(&format!("GDB: {error}"));
    Ok(())
}
