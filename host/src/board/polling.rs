//! Polling over SWD. A debug probe reports no events, so every wait for the board repeats a read.

use std::convert::Infallible;
use std::thread;
use std::time::{Duration, Instant};

use tokio_util::sync::CancellationToken;

use crate::run::BoardKind;

/// Pause between two polls of hardware: short beside the round trip of a full-speed USB probe, about 1 ms.
const HARDWARE_INTERVAL: Duration = Duration::from_micros(100);
/// Longest time until a pause notices a cancellation.
const PAUSE_STEP: Duration = Duration::from_millis(20);

/// Interval, time limit and cancellation of a wait.
#[derive(Clone, Debug)]
pub struct Poller {
    interval: Duration,
    limit: Option<Duration>,
    cancel: CancellationToken,
}

/// End of a wait.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Polled<T> {
    /// The poll returned a value.
    Ready(T),
    /// The time limit passed.
    TimedOut(Duration),
    /// The token was cancelled.
    Cancelled,
}

impl Poller {
    /// Creates a poller for a board of this kind; `limit` of `None` waits without limit.
    ///
    /// A simulated board is polled without a pause: its time advances with the accesses.
    pub fn new(kind: BoardKind, limit: Option<Duration>, cancel: CancellationToken) -> Self {
        let interval = match kind {
            BoardKind::Hardware => HARDWARE_INTERVAL,
            BoardKind::Simulated => Duration::ZERO,
        };
        Self { interval, limit, cancel }
    }

    /// Returns the time limit.
    pub fn limit(&self) -> Option<Duration> {
        self.limit
    }

    /// Calls `poll` until it returns a value, the limit passes or the token is cancelled. Polls at least once.
    ///
    /// # Errors
    /// Returns the error of `poll`.
    pub fn poll<T, E>(&self, mut poll: impl FnMut() -> Result<Option<T>, E>) -> Result<Polled<T>, E> {
        let start = Instant::now();
        loop {
            if let Some(value) = poll()? {
                return Ok(Polled::Ready(value));
            }
            if self.cancel.is_cancelled() {
                return Ok(Polled::Cancelled);
            }
            if let Some(limit) = self.limit
                && start.elapsed() > limit
            {
                return Ok(Polled::TimedOut(limit));
            }
            if !self.interval.is_zero() {
                thread::sleep(self.interval);
            }
        }
    }
}

/// Sleeps for `duration`. Returns false as soon as the token is cancelled.
pub(super) fn pause(duration: Duration, cancel: &CancellationToken) -> bool {
    let poller = Poller { interval: PAUSE_STEP.min(duration), limit: Some(duration), cancel: cancel.clone() };
    let Ok(ended) = poller.poll(|| Ok::<Option<Infallible>, Infallible>(None));
    !matches!(ended, Polled::Cancelled)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn poller(limit: Option<Duration>) -> Poller {
        Poller::new(BoardKind::Simulated, limit, CancellationToken::new())
    }

    #[test]
    fn returns_the_first_value() {
        let mut polls = 0;
        let polled = poller(None).poll(|| {
            polls += 1;
            Ok::<_, ()>((polls == 3).then_some(polls))
        });
        assert_eq!(polled, Ok(Polled::Ready(3)));
    }

    #[test]
    fn a_value_wins_over_limit_and_cancellation() {
        let poller = poller(Some(Duration::ZERO));
        poller.cancel.cancel();
        assert_eq!(poller.poll(|| Ok::<_, ()>(Some(1))), Ok(Polled::Ready(1)));
        assert_eq!(poller.poll(|| Ok::<Option<u8>, ()>(None)), Ok(Polled::Cancelled));
    }

    #[test]
    fn an_error_and_the_limit_end_the_wait() {
        let limit = Duration::from_millis(1);
        assert_eq!(poller(Some(limit)).poll(|| Ok::<Option<u8>, ()>(None)), Ok(Polled::TimedOut(limit)));
        assert_eq!(poller(None).poll(|| Err::<Option<u8>, _>("SWD")), Err("SWD"));
    }

    #[test]
    fn a_pause_ends_early_when_cancelled() {
        let cancel = CancellationToken::new();
        assert!(pause(Duration::from_millis(2), &cancel));
        cancel.cancel();
        assert!(!pause(Duration::from_secs(3600), &cancel));
    }
}
