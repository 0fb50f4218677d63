//! Pseudo-terminal, which is a serial port for other programs.

use std::fs::File;
use std::io;
use std::os::fd::OwnedFd;
use std::path::{Path, PathBuf};

use nix::fcntl::{FcntlArg, OFlag, fcntl};
use nix::pty::{OpenptyResult, openpty};
use nix::sys::termios::{SetArg, cfmakeraw, tcgetattr, tcsetattr};
use nix::unistd::ttyname;
use tokio::net::unix::pipe::{Receiver, Sender};

/// Pseudo-terminal in raw mode.
#[derive(Debug)]
pub(super) struct PseudoTerminal {
    /// Bytes that other programs write.
    pub input: Receiver,
    /// Bytes that other programs read.
    pub output: Sender,
    path: PathBuf,
    /// Kept open, because reads of the master fail while no process has the slave open.
    _slave: OwnedFd,
}

impl PseudoTerminal {
    /// Opens a pseudo-terminal. Must be called within the event loop.
    ///
    /// # Errors
    /// Returns the error of the system, for example if it has no free pseudo-terminal.
    pub(super) fn open() -> io::Result<Self> {
        let OpenptyResult { master, slave } = openpty(None, None)?;
        let mut settings = tcgetattr(&slave)?;
        cfmakeraw(&mut settings);
        tcsetattr(&slave, SetArg::TCSANOW, &settings)?;
        fcntl(&master, FcntlArg::F_SETFL(OFlag::O_NONBLOCK))?;
        let path = ttyname(&slave)?;
        let master = File::from(master);
        // "Unchecked": the master is not a pipe, but is read, written and polled like one.
        let input = Receiver::from_file_unchecked(master.try_clone()?)?;
        let output = Sender::from_file_unchecked(master)?;
        Ok(Self { input, output, path, _slave: slave })
    }

    /// Returns the path by which other programs open the terminal.
    pub(super) fn path(&self) -> &Path {
        &self.path
    }
}
