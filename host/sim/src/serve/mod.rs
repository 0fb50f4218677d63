//! The board for debuggers of others: GDB's remote protocol, and the SWD wire at two adapters that OpenOCD drives:
//! `remote_bitbang` over TCP, and a Bus Pirate at a pseudo-terminal for OpenOCD 0.12, whose `remote_bitbang` knows JTAG
//! only.
//!
//! A [`Server`] owns one board and its ports. The board runs by itself, in real time or as fast as it can, until
//! a debugger halts it. Each port of TCP serves one client at a time: a second one is turned away, the next one is
//! served when the first has gone. All ports may be in use at once, as several debuggers at one chip: they see each other's halts.

mod bitbang;
#[cfg(unix)]
mod bus_pirate;
mod clock;
mod gdb;
mod port;
mod shared;
mod swd_wire;
#[cfg(unix)]
mod terminal;

use std::io;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::thread::JoinHandle;

use thiserror::Error;

pub use clock::Pace;
pub use gdb::{GdbError, halt_all};
use port::Port;
use shared::Shared;
use swd_wire::SwdWire;

use crate::control::Lease;

/// Where to listen, and how fast the board runs.
#[derive(Clone, Copy, Debug)]
pub struct Options {
    /// For GDB; port 0 takes any that is free.
    pub gdb: SocketAddr,
    /// For OpenOCD; port 0 takes any that is free.
    pub openocd: SocketAddr,
    /// How fast the board runs.
    pub pace: Pace,
}

/// Why there is no server.
#[derive(Debug, Error)]
pub enum ServeError {
    /// The port is taken, or not allowed.
    #[error("cannot listen on {address} for {client}")]
    Listen {
        /// Where.
        address: SocketAddr,
        /// For whom.
        client: &'static str,
        /// From the system.
        #[source]
        source: io::Error,
    },
    /// The system gives no pseudo-terminal.
    #[error("cannot open a pseudo-terminal")]
    Terminal(#[source] io::Error),
    /// The system gives no thread.
    #[error("cannot start a thread")]
    Thread(#[source] io::Error),
}

/// A board that debuggers can reach; dropping it ends the service.
pub struct Server {
    shared: Arc<Shared>,
    threads: Vec<JoinHandle<()>>,
    gdb: SocketAddr,
    openocd: SocketAddr,
    bus_pirate: Option<PathBuf>,
}

impl Server {
    /// Starts to serve a board. `notice` is told what the user should know: clients that come and go, what the board
    /// cannot answer.
    ///
    /// # Errors
    /// A port cannot be opened.
    pub fn start(
        board: Lease,
        options: Options,
        notice: impl Fn(&str) + Send + Sync + 'static,
    ) -> Result<Self, ServeError> {
        let shared = Arc::new(Shared::new(board, Box::new(notice)));
        shared.with(|bench| bench.dap.set_run_ahead(false));
        let gdb = Port::listen(options.gdb, "GDB")?;
        let openocd = Port::listen(options.openocd, "OpenOCD")?;
        let mut server = Self {
            gdb: gdb.address(),
            openocd: openocd.address(),
            bus_pirate: None,
            shared: Arc::clone(&shared),
            threads: Vec::new(),
        };
        let clock = Arc::clone(&shared);
        server.spawn("board", move || clock::run(&clock, options.pace))?;
        let board = Arc::clone(&shared);
        server.spawn("gdb", move || gdb.serve(&board, gdb::session))?;
        let wire = Arc::new(SwdWire::default());
        #[cfg(unix)]
        server.serve_bus_pirate(&shared, &wire)?;
        server.spawn("openocd", move || {
            openocd.serve(&shared, move |shared, stream| bitbang::session(shared, &wire, stream));
        })?;
        Ok(server)
    }

    /// Where GDB finds the board.
    pub fn gdb_address(&self) -> SocketAddr {
        self.gdb
    }

    /// Where OpenOCD finds the wire.
    pub fn openocd_address(&self) -> SocketAddr {
        self.openocd
    }

    /// The serial port of a Bus Pirate at the same wire; `None` on systems without pseudo-terminals.
    pub fn bus_pirate(&self) -> Option<&Path> {
        self.bus_pirate.as_deref()
    }

    #[cfg(unix)]
    fn serve_bus_pirate(&mut self, shared: &Arc<Shared>, wire: &Arc<SwdWire>) -> Result<(), ServeError> {
        let terminal = terminal::Terminal::open().map_err(ServeError::Terminal)?;
        self.bus_pirate = Some(terminal.path().to_owned());
        let (shared, wire) = (Arc::clone(shared), Arc::clone(wire));
        self.spawn("bus-pirate", move || bus_pirate::serve(&shared, &wire, terminal))
    }

    fn spawn(&mut self, name: &str, work: impl FnOnce() + Send + 'static) -> Result<(), ServeError> {
        let thread = std::thread::Builder::new().name(format!("sim-serve-{name}"));
        self.threads.push(thread.spawn(work).map_err(ServeError::Thread)?);
        Ok(())
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.shared.end();
        for thread in self.threads.drain(..) {
            // A thread that panicked has nothing more to say.
            let _ = thread.join();
        }
    }
}

#[cfg(test)]
mod tests;
