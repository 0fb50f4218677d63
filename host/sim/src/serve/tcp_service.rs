//! Services over TCP, each with one client at a time.

use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Semaphore;
use tokio::task::JoinSet;

use super::shared_board::SharedBoard;
use super::shutdown::Shutdown;

/// Delay after a failed accept, so that a persistent failure does not occupy the processor.
const ACCEPT_RETRY_DELAY: Duration = Duration::from_millis(100);

/// Service over TCP.
pub(super) trait TcpService: Send + Sync + 'static {
    /// Name of the client program in messages.
    const CLIENT: &'static str;

    /// Serves one client until it disconnects. At the shutdown of the server the future is dropped.
    fn serve_client(&self, board: Arc<SharedBoard>, stream: TcpStream) -> impl Future<Output = ()> + Send;
}

/// Accepts clients until the shutdown. While one client is served, others are disconnected at once.
pub(super) async fn accept_clients<S: TcpService>(
    listener: TcpListener,
    service: S,
    board: Arc<SharedBoard>,
    mut shutdown: Shutdown,
) {
    let service = Arc::new(service);
    let client_slot = Arc::new(Semaphore::new(1));
    let mut sessions = JoinSet::new();
    loop {
        let accepted = tokio::select! {
            () = shutdown.requested() => break,
            accepted = listener.accept() => accepted,
            Some(_) = sessions.join_next() => continue,
        };
        let (stream, peer) = match accepted {
            Ok(accepted) => accepted,
            Err(error) => {
                board.notice(&format!("{}: cannot accept a client: {error}", S::CLIENT));
                tokio::time::sleep(ACCEPT_RETRY_DELAY).await;
                continue;
            }
        };
        let Ok(slot) = Arc::clone(&client_slot).try_acquire_owned() else {
            drop(stream);
            board.notice(&format!("{}: refused {peer}, because another client is connected", S::CLIENT));
            continue;
        };
        // Answers are small packets, which Nagle's algorithm would delay.
        if let Err(error) = stream.set_nodelay(true) {
            board.notice(&format!("{}: {peer}: {error}", S::CLIENT));
            continue;
        }
        let (service, board, mut shutdown) = (Arc::clone(&service), Arc::clone(&board), shutdown.clone());
        sessions.spawn(async move {
            board.notice(&format!("{}: {peer} connected", S::CLIENT));
            tokio::select! {
                () = shutdown.requested() => {}
                () = service.serve_client(Arc::clone(&board), stream) => {}
            }
            drop(slot);
            board.notice(&format!("{}: {peer} disconnected", S::CLIENT));
        });
    }
    while sessions.join_next().await.is_some() {}
}
