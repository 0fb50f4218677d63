//! Shutdown of a server, which every wait of its tasks observes.

use tokio::sync::watch;

/// Sender of the shutdown request. Dropping it requests the shutdown too.
#[derive(Debug)]
pub(super) struct ShutdownSender(watch::Sender<bool>);

impl ShutdownSender {
    /// Creates a sender and an observer.
    pub(super) fn new() -> (Self, Shutdown) {
        let (sender, receiver) = watch::channel(false);
        (Self(sender), Shutdown(receiver))
    }

    /// Requests the shutdown.
    pub(super) fn request(&self) {
        self.0.send_replace(true);
    }
}

/// Observer of the shutdown request.
#[derive(Clone, Debug)]
pub(super) struct Shutdown(watch::Receiver<bool>);

impl Shutdown {
    /// Waits for the request.
    pub(super) async fn requested(&mut self) {
        // An error means that the sender was dropped.
        let _ = self.0.wait_for(|requested| *requested).await;
    }

    /// Returns true if the shutdown has been requested.
    pub(super) fn is_requested(&self) -> bool {
        *self.0.borrow() || self.0.has_changed().is_err()
    }
}
