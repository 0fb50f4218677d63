//! A UART of the simulated board as a pseudo-terminal: a serial port to programs like `picocom` and `mpremote`.

use std::io;
use std::path::{Path, PathBuf};

use thiserror::Error;

use crate::control::BoardHandle;

/// Why there is no pseudo-terminal.
#[derive(Debug, Error)]
pub enum TerminalError {
    /// Only Unix has them.
    #[error("pseudo-terminals exist on Linux and macOS only; read the UART's output by another way here")]
    NotHere,
    /// The chip has UART0 and UART1.
    #[error("there is no UART{0}: the RP2350 has UART0 and UART1")]
    NoSuchUart(u8),
    /// The system gave none.
    #[error("cannot open a pseudo-terminal")]
    System(#[from] io::Error),
}

/// A pseudo-terminal that carries a UART. Dropping it closes it.
#[derive(Debug)]
pub struct UartTerminal {
    path: PathBuf,
    #[cfg(unix)]
    _bridge: bridge::Bridge,
}

impl UartTerminal {
    /// Opens one for UART0 (0) or UART1 (1) of a board. From then on it takes what that UART sends.
    ///
    /// # Errors
    /// There is no such UART, the system is no Unix, or it has no pseudo-terminal left.
    pub fn open(board: BoardHandle, uart: u8) -> Result<Self, TerminalError> {
        if uart > 1 {
            return Err(TerminalError::NoSuchUart(uart));
        }
        #[cfg(unix)]
        {
            let (path, bridge) = bridge::Bridge::start(board, uart)?;
            Ok(Self { path, _bridge: bridge })
        }
        #[cfg(not(unix))]
        {
            let _ = board;
            Err(TerminalError::NotHere)
        }
    }

    /// What other programs open.
    pub fn path(&self) -> &Path {
        &self.path
    }
}

#[cfg(unix)]
mod bridge {
    use super::{BoardHandle, io};
    use crate::control::SimulatedBoard;
    use nix::fcntl::{FcntlArg, OFlag, fcntl};
    use nix::poll::{PollFd, PollFlags, PollTimeout, poll};
    use nix::pty::openpty;
    use nix::sys::termios::{SetArg, cfmakeraw, tcgetattr, tcsetattr};
    use nix::unistd::ttyname;
    use std::fs::File;
    use std::io::{ErrorKind, Read, Write};
    use std::os::fd::{AsFd, OwnedFd};
    use std::path::PathBuf;
    use std::sync::Arc;
    use std::sync::atomic::{AtomicBool, Ordering};
    use std::thread::{self, JoinHandle};

    /// How long the bridge waits for a program's bytes before it looks at the UART, in milliseconds.
    const POLL_INTERVAL: u16 = 5;
    /// What a program has not read of a UART's output is kept up to this many bytes; then the oldest are lost, as on
    /// a wire.
    const BACKLOG: usize = 1 << 16;

    /// The thread between UART and terminal.
    #[derive(Debug)]
    pub struct Bridge {
        ends: Arc<AtomicBool>,
        thread: Option<JoinHandle<()>>,
        /// The programs' end, kept open: ours would give errors while no program has it open.
        _theirs: OwnedFd,
    }

    impl Bridge {
        pub fn start(board: BoardHandle, uart: u8) -> io::Result<(PathBuf, Self)> {
            let pair = openpty(None, None)?;
            let mut settings = tcgetattr(&pair.slave)?;
            cfmakeraw(&mut settings);
            tcsetattr(&pair.slave, SetArg::TCSANOW, &settings)?;
            fcntl(&pair.master, FcntlArg::F_SETFL(OFlag::O_NONBLOCK))?;
            let path = ttyname(&pair.slave)?;
            let ends = Arc::new(AtomicBool::new(false));
            let (ours, stop) = (File::from(pair.master), Arc::clone(&ends));
            let thread = thread::Builder::new()
                .name(format!("uart{uart}-terminal"))
                .spawn(move || carry(&board, uart, ours, &stop))?;
            Ok((path, Bridge { ends, thread: Some(thread), _theirs: pair.slave }))
        }
    }

    impl Drop for Bridge {
        fn drop(&mut self) {
            self.ends.store(true, Ordering::Relaxed);
            if let Some(thread) = self.thread.take() {
                // A thread that panicked has nothing left to close.
                let _ = thread.join();
            }
        }
    }

    fn carry(board: &BoardHandle, uart: u8, mut ours: File, ends: &AtomicBool) {
        let mut waiting = Vec::new();
        let mut buffer = [0; 4096];
        while !ends.load(Ordering::Relaxed) {
            let mut events = [PollFd::new(ours.as_fd(), PollFlags::POLLIN)];
            // An interrupted wait is as good as one that is over.
            if poll(&mut events, PollTimeout::from(POLL_INTERVAL)).unwrap_or(0) > 0
                && let Ok(count) = ours.read(&mut buffer)
                && let Some(bytes) = buffer.get(..count)
            {
                board.lock().board.send_to_uart(uart, bytes);
            }
            waiting.extend(board.take_uart_output(uart));
            let lost = waiting.len().saturating_sub(BACKLOG);
            waiting.drain(..lost);
            match ours.write(&waiting) {
                Ok(count) => drop(waiting.drain(..count)),
                Err(error) if matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::Interrupted) => {}
                Err(_) => return,
            }
        }
    }
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;
    use crate::bus::Size;
    use crate::control;
    use crate::debug::DebugTarget;
    use std::fs::OpenOptions;
    use std::io::{Read, Write};

    /// Sets UART0 up over the debug port as firmware does: out of reset, fast, and looped back inside.
    fn set_up(board: &BoardHandle) {
        let mut target = board.lock();
        let uart = 0x4007_0000;
        for (address, value) in [
            (0x4001_0048, 1 << 11),
            (0x4002_3000, 1 << 26),
            (uart + 0x24, 1),
            (uart + 0x2C, 3 << 5 | 1 << 4),
            (uart + 0x30, 1 << 9 | 1 << 8 | 1),
        ] {
            target.board.write(0, address, Size::Word, value).unwrap();
        }
    }

    #[test]
    fn bytes_go_both_ways() {
        let lease = control::open("SIM200").unwrap();
        let board = lease.handle().clone();
        let terminal = UartTerminal::open(board.clone(), 0).unwrap();
        set_up(&board);
        let mut port = OpenOptions::new().read(true).write(true).open(terminal.path()).unwrap();
        let uart = 0x4007_0000;
        for byte in b"board\r\n" {
            board.lock().board.write(0, uart, Size::Word, u32::from(*byte)).unwrap();
        }
        board.lock().board.advance(100_000);
        let mut text = [0; 7];
        port.read_exact(&mut text).unwrap();
        assert_eq!(&text, b"board\r\n");
        port.write_all(b"\x03host").unwrap();
        let mut received = Vec::new();
        // The bridge looks every few milliseconds; how long that takes here does not matter.
        while received.len() < 5 {
            let mut target = board.lock();
            target.board.advance(10_000);
            if target.board.read(0, uart + 0x18, Size::Word).unwrap() & 1 << 4 == 0 {
                received.push(target.board.read(0, uart, Size::Word).unwrap() as u8);
            } else {
                drop(target);
                std::thread::yield_now();
            }
        }
        assert_eq!(received, b"\x03host");
    }

    #[test]
    fn there_are_two_uarts() {
        let lease = control::open("SIM201").unwrap();
        let error = UartTerminal::open(lease.handle().clone(), 2).unwrap_err();
        assert!(matches!(error, TerminalError::NoSuchUart(2)));
    }
}
