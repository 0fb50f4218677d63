//! Server that gives debuggers access to a simulated board: GDB by its remote protocol, OpenOCD by two adapters at the
//! SWD wire. OpenOCD 0.12 has to use the Bus Pirate at a pseudo-terminal, because its `remote_bitbang` driver supports
//! only JTAG. Over USB/IP, the board is a USB Debug Probe for every program of a Linux machine.
//!
//! A [`Server`] owns one board. The board runs by itself, in real time or as fast as possible, until a debugger halts
//! it. Several debuggers can be attached to the board at once, each through its own service; they see each other's
//! halts.
//!
//! To add a service over TCP, implement [`tcp_service::TcpService`] in a file of its own and register it with
//! [`services::Services::listen`] in [`Server::start`].

#[cfg(unix)]
mod bus_pirate;
mod clock;
mod gdb;
#[cfg(unix)]
mod pseudo_terminal;
mod remote_bitbang;
mod services;
mod shared_board;
mod shutdown;
mod swd_wire;
mod tcp_service;
#[cfg(unix)]
mod uart_terminal;
mod usb_ip;

use std::io;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use thiserror::Error;

pub use clock::Pace;
use gdb::GdbService;
pub use gdb::halt_all;
use remote_bitbang::RemoteBitbang;
use services::{RunningServices, Services};
use swd_wire::SwdWire;
use usb_ip::UsbIp;
pub use usb_ip::UsbOptions;

use crate::registry::Lease;

/// Options of a [`Server`].
#[derive(Clone, Debug)]
pub struct Options {
    /// Address for GDB; port 0 selects a free port.
    pub gdb: SocketAddr,
    /// Address for OpenOCD's `remote_bitbang`; port 0 selects a free port.
    pub openocd: SocketAddr,
    /// Virtual Debug Probe over USB/IP.
    pub usb: Option<UsbOptions>,
    /// Opens a pseudo-terminal for each UART, on Unix only.
    pub uart_terminals: bool,
    /// Speed of the board.
    pub pace: Pace,
}

/// Error of starting a [`Server`].
#[derive(Debug, Error)]
pub enum ServeError {
    /// The port is in use, or the system denies access to it.
    #[error("cannot listen on {address} for {client}; select another address or port")]
    Listen {
        /// Address of the port.
        address: SocketAddr,
        /// Name of the client program.
        client: &'static str,
        /// Error of the system.
        #[source]
        source: io::Error,
    },
    /// USB/IP has no authentication: a client that reaches the port controls the board.
    #[error("USB/IP is served on loopback addresses only, not on {0}; use 127.0.0.1:3240")]
    NotLoopback(SocketAddr),
    /// The system has no free pseudo-terminal.
    #[error("cannot open a pseudo-terminal")]
    Terminal(#[source] io::Error),
    /// The system has no pseudo-terminals.
    #[error(
        "pseudo-terminals exist only on Linux and macOS; start the server without pseudo-terminals for the UARTs"
    )]
    NoTerminals,
    /// The system cannot create a thread or the event loop.
    #[error("cannot start the threads of the server")]
    Thread(#[source] io::Error),
}

/// Running server of a board. Dropping it disconnects all debuggers and stops the board's clock.
#[derive(Debug)]
pub struct Server {
    gdb: SocketAddr,
    openocd: SocketAddr,
    usb: Option<SocketAddr>,
    bus_pirate: Option<PathBuf>,
    uart_terminals: Vec<PathBuf>,
    _services: RunningServices,
}

impl Server {
    /// Starts to serve a board. Messages for the user go to `notice`: clients that connect and disconnect, accesses
    /// that are not modelled.
    ///
    /// # Errors
    /// Returns an error if a port or a pseudo-terminal cannot be opened, or a thread cannot be started.
    pub fn start(
        board: Lease,
        options: Options,
        notice: impl Fn(&str) + Send + Sync + 'static,
    ) -> Result<Self, ServeError> {
        let mut services = Services::new(board, Box::new(notice))?;
        let wire = Arc::new(SwdWire::default());
        let gdb = services.listen(options.gdb, GdbService)?;
        let openocd = services.listen(options.openocd, RemoteBitbang::new(Arc::clone(&wire)))?;
        let usb =
            options.usb.as_ref().map(|usb| add_usb(&mut services, Arc::clone(&wire), usb)).transpose()?;
        let bus_pirate = add_bus_pirate(&mut services, wire)?;
        let uart_terminals =
            if options.uart_terminals { add_uart_terminals(&mut services)? } else { Vec::new() };
        let services = services.start(options.pace)?;
        Ok(Self { gdb, openocd, usb, bus_pirate, uart_terminals, _services: services })
    }

    /// Returns the address for GDB.
    pub fn gdb_address(&self) -> SocketAddr {
        self.gdb
    }

    /// Returns the address for OpenOCD's `remote_bitbang`.
    pub fn openocd_address(&self) -> SocketAddr {
        self.openocd
    }

    /// Returns the address for USB/IP, if [`Options::usb`] is set.
    pub fn usb_address(&self) -> Option<SocketAddr> {
        self.usb
    }

    /// Returns the serial port of the Bus Pirate; `None` on systems without pseudo-terminals.
    pub fn bus_pirate(&self) -> Option<&Path> {
        self.bus_pirate.as_deref()
    }

    /// Returns the serial ports of UART0 and UART1, if [`Options::uart_terminals`] is set.
    pub fn uart_terminals(&self) -> &[PathBuf] {
        &self.uart_terminals
    }
}

fn add_usb(
    services: &mut Services,
    wire: Arc<SwdWire>,
    options: &UsbOptions,
) -> Result<SocketAddr, ServeError> {
    if !options.address.ip().is_loopback() {
        return Err(ServeError::NotLoopback(options.address));
    }
    services.listen(options.address, UsbIp::new(wire, options))
}

#[cfg(unix)]
fn add_bus_pirate(services: &mut Services, wire: Arc<SwdWire>) -> Result<Option<PathBuf>, ServeError> {
    bus_pirate::add(services, wire).map(Some)
}

#[cfg(not(unix))]
fn add_bus_pirate(_services: &mut Services, _wire: Arc<SwdWire>) -> Result<Option<PathBuf>, ServeError> {
    Ok(None)
}

#[cfg(unix)]
fn add_uart_terminals(services: &mut Services) -> Result<Vec<PathBuf>, ServeError> {
    [0, 1].into_iter().map(|uart| uart_terminal::add(services, uart)).collect()
}

#[cfg(not(unix))]
fn add_uart_terminals(_services: &mut Services) -> Result<Vec<PathBuf>, ServeError> {
    Err(ServeError::NoTerminals)
}

#[cfg(test)]
mod tests;
