//! A pseudo-terminal: a serial port to other programs.

use std::fs::File;
use std::io::{self, Read, Write};
use std::os::fd::{AsFd, OwnedFd};
use std::path::{Path, PathBuf};

use nix::poll::{PollFd, PollFlags, PollTimeout, poll};
use nix::pty::{OpenptyResult, openpty};
use nix::sys::termios::{SetArg, cfmakeraw, tcgetattr, tcsetattr};
use nix::unistd::ttyname;

/// How long a look for bytes waits, in milliseconds.
const POLL_INTERVAL: u16 = 10;

/// Our end of a pseudo-terminal.
#[derive(Debug)]
pub struct Terminal {
    ours: File,
    path: PathBuf,
    /// Kept open: without it our end would see an error whenever no other program has it open.
    _theirs: OwnedFd,
}

impl Terminal {
    /// A new one that passes bytes as they are.
    ///
    /// # Errors
    /// The system has none left.
    pub fn open() -> io::Result<Self> {
        let OpenptyResult { master, slave } = openpty(None, None)?;
        let mut settings = tcgetattr(&slave)?;
        cfmakeraw(&mut settings);
        tcsetattr(&slave, SetArg::TCSANOW, &settings)?;
        let path = ttyname(&slave)?;
        Ok(Self { ours: File::from(master), path, _theirs: slave })
    }

    /// Its name for other programs.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// What has come; `None` when nothing comes for a moment.
    pub fn receive<'a>(&mut self, buffer: &'a mut [u8]) -> Option<&'a [u8]> {
        let mut events = [PollFd::new(self.ours.as_fd(), PollFlags::POLLIN)];
        if poll(&mut events, PollTimeout::from(POLL_INTERVAL)).ok()? == 0 {
            return None;
        }
        let count = self.ours.read(buffer).ok()?;
        buffer.get(..count)
    }

    /// Sends bytes.
    ///
    /// # Errors
    /// From the system.
    pub fn send(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.ours.write_all(bytes)
    }
}
