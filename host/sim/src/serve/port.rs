//! A TCP port with one client at a time.

use std::io::{self, Read};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::Arc;
use std::thread::JoinHandle;
use std::time::Duration;

use super::ServeError;
use super::shared::Shared;

/// How often the port looks for clients and the end of the service.
const POLL_INTERVAL: Duration = Duration::from_millis(10);

/// A port that is open.
pub struct Port {
    listener: TcpListener,
    address: SocketAddr,
    client: &'static str,
}

impl Port {
    /// Opens it. `client` is who is expected.
    ///
    /// # Errors
    /// The system refuses.
    pub fn listen(address: SocketAddr, client: &'static str) -> Result<Self, ServeError> {
        let failed = |source| ServeError::Listen { address, client, source };
        let listener = TcpListener::bind(address).map_err(failed)?;
        listener.set_nonblocking(true).map_err(failed)?;
        let address = listener.local_addr().map_err(failed)?;
        Ok(Self { listener, address, client })
    }

    /// With the port's number as it was chosen.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Hands each client to a session of its own until the service ends. While one is served, others are turned away.
    pub fn serve(
        &self,
        shared: &Arc<Shared>,
        session: impl Fn(&Arc<Shared>, TcpStream) + Clone + Send + 'static,
    ) {
        let mut served: Option<JoinHandle<()>> = None;
        while !shared.ended() {
            if let Some(ended) = served.take_if(|thread| thread.is_finished()) {
                // A session that panicked takes nothing with it.
                let _ = ended.join();
            }
            match self.listener.accept() {
                Ok((stream, peer)) if served.is_some() => {
                    drop(stream);
                    shared.notice(&format!("{}: turned {peer} away, another client is served", self.client));
                }
                Ok((stream, peer)) => {
                    if let Err(error) = prepare(&stream) {
                        shared.notice(&format!("{}: {peer}: {error}", self.client));
                        continue;
                    }
                    let (shared, session, client) = (Arc::clone(shared), session.clone(), self.client);
                    served = std::thread::Builder::new()
                        .spawn(move || {
                            shared.notice(&format!("{client}: {peer} has connected"));
                            session(&shared, stream);
                            shared.notice(&format!("{client}: {peer} has gone"));
                        })
                        .ok();
                }
                Err(_) => std::thread::sleep(POLL_INTERVAL),
            }
        }
        if let Some(thread) = served {
            let _ = thread.join();
        }
    }
}

/// Answers leave at once, reads do not wait long, so that a session notices the end of the service.
fn prepare(stream: &TcpStream) -> io::Result<()> {
    stream.set_nonblocking(false)?;
    stream.set_nodelay(true)?;
    stream.set_read_timeout(Some(Duration::from_millis(1)))?;
    stream.set_write_timeout(Some(Duration::from_secs(5)))
}

/// What came from a client.
pub enum Received {
    /// This many bytes.
    Bytes(usize),
    /// Nothing yet.
    Nothing,
    /// The client has gone.
    End,
}

/// Reads what is there, waiting a moment at most.
pub fn receive(stream: &mut TcpStream, buffer: &mut [u8]) -> Received {
    match stream.read(buffer) {
        Ok(0) => Received::End,
        Ok(count) => Received::Bytes(count),
        Err(error) => match error.kind() {
            io::ErrorKind::WouldBlock | io::ErrorKind::TimedOut | io::ErrorKind::Interrupted => {
                Received::Nothing
            }
            _ => Received::End,
        },
    }
}
