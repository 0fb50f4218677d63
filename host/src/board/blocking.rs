//! Probe work on threads that may block.

use std::panic::resume_unwind;

/// Runs `work` on a thread that may block, and waits for its result. All work with a probe blocks.
///
/// # Panics
/// Propagates a panic of `work`. Must be called in a tokio runtime.
pub async fn on_blocking_thread<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> T {
    match tokio::task::spawn_blocking(work).await {
        Ok(value) => value,
        Err(error) => resume_unwind(error.into_panic()),
    }
}
