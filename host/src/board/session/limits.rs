//! Time limits and retries of a session.

use std::time::Duration;

use crate::board::error::BoardError;

/// Time limits of the steps of a session, and the number of retries of a step that failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SessionLimits {
    /// Time from reset until the firmware is ready.
    pub boot: Duration,
    /// Time of one request; `None` waits without limit.
    pub request: Option<Duration>,
    /// Repetitions of a failed reset, flash or boot.
    pub retries: u32,
}

impl Default for SessionLimits {
    /// A boot takes 0.1 s on hardware: crystal, PLL, clock measurement, heap. Requests have no limit, and nothing is
    /// repeated.
    fn default() -> Self {
        Self { boot: Duration::from_secs(5), request: None, retries: 0 }
    }
}

impl SessionLimits {
    /// Returns the same limits with a limit for requests.
    pub fn with_request(self, limit: Duration) -> Self {
        Self { request: Some(limit), ..self }
    }

    /// Calls `step` until it succeeds, is interrupted, or the last retry fails.
    pub(super) fn retry<T>(&self, mut step: impl FnMut() -> Result<T, BoardError>) -> Result<T, BoardError> {
        let mut retries = self.retries;
        loop {
            match step() {
                Err(error) if retries > 0 && !error.is_interruption() => {
                    retries -= 1;
                    tracing::warn!("{error}; {retries} retries are left");
                }
                result => return result,
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::board::link_error::LinkError;

    fn failures(retries: u32, error: fn() -> LinkError) -> u32 {
        let limits = SessionLimits { retries, ..SessionLimits::default() };
        let mut calls = 0;
        let result: Result<(), BoardError> = limits.retry(|| {
            calls += 1;
            Err(error().into())
        });
        result.unwrap_err();
        calls
    }

    #[test]
    fn a_failed_step_is_repeated_as_often_as_allowed() {
        assert_eq!(failures(0, || LinkError::NotReady { state: None }), 1);
        assert_eq!(failures(2, || LinkError::NotReady { state: None }), 3);
        assert_eq!(failures(2, || LinkError::Interrupted), 1);
    }
}
