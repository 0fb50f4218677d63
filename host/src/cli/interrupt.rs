//! Interruption by the user: the first signal cancels the work, the second ends the program.

use std::io;
use std::process::exit;

use anyhow::Context;
#[cfg(unix)]
use tokio::signal::unix::{Signal, SignalKind, signal};
use tokio_util::sync::CancellationToken;

use super::exit::INTERRUPTED;

/// Handles Ctrl-C and termination signals for the rest of the process. Returns the token that the first signal
/// cancels; the second one ends the program at once. Must be called in a tokio runtime.
///
/// # Errors
/// Returns an error if the system refuses a handler.
pub(super) fn install() -> anyhow::Result<CancellationToken> {
    let mut signals = Signals::new().context("cannot handle Ctrl-C")?;
    let token = CancellationToken::new();
    let first = token.clone();
    tokio::spawn(async move {
        signals.next().await;
        first.cancel();
        signals.next().await;
        exit(INTERRUPTED.into());
    });
    Ok(token)
}

/// Signals that ask the program to end: SIGINT, SIGTERM, SIGHUP.
#[cfg(unix)]
struct Signals([Signal; 3]);

#[cfg(unix)]
impl Signals {
    fn new() -> io::Result<Self> {
        let [interrupt, terminate, hangup] =
            [SignalKind::interrupt(), SignalKind::terminate(), SignalKind::hangup()].map(signal);
        Ok(Self([interrupt?, terminate?, hangup?]))
    }

    async fn next(&mut self) {
        let [interrupt, terminate, hangup] = &mut self.0;
        tokio::select! {
            _ = interrupt.recv() => {}
            _ = terminate.recv() => {}
            _ = hangup.recv() => {}
        }
    }
}

/// Signals that ask the program to end: Ctrl-C.
#[cfg(windows)]
struct Signals(tokio::signal::windows::CtrlC);

#[cfg(windows)]
impl Signals {
    fn new() -> io::Result<Self> {
        tokio::signal::windows::ctrl_c().map(Self)
    }

    async fn next(&mut self) {
        self.0.recv().await;
    }
}
