//! Comparison of the board's timer with the host's clock. The cycle counter, clk_sys and the timer share one crystal,
//! so only an independent clock reveals a crystal of another frequency than the firmware was built for.

use std::time::{Duration, Instant};

use tokio_util::sync::CancellationToken;

use super::attached::AttachedBoard;
use super::clock::ClockReading;
use super::error::BoardError;
use super::link_error::LinkError;
use super::polling::pause;
use crate::run::BoardKind;

/// Duration of the comparison. No sample is taken during the comparison, and no result depends on the host's clock.
const SPAN: Duration = Duration::from_secs(1);
/// Allowed difference in parts per thousand. Crystals are within 0.1 ‰; a wrong crystal is off by tens of ‰.
const TOLERANCE_PER_MILLE: u64 = 5;

impl AttachedBoard {
    /// Compares the timer of the running firmware with the host's clock for one second. Returns at once for a simulated
    /// board, whose time is independent of the host's.
    ///
    /// # Errors
    /// Returns [`BoardError::HostClock`] if they differ by more than 5 ‰, [`LinkError::Interrupted`] if `cancel` is
    /// cancelled, or an SWD error.
    pub fn check_against_host_clock(&mut self, cancel: &CancellationToken) -> Result<(), BoardError> {
        match self.kind() {
            BoardKind::Simulated => Ok(()),
            BoardKind::Hardware => {
                let (timer_us, host) = self.measure_span(SPAN, cancel)?;
                agree(timer_us, host)
            }
        }
    }

    /// Returns the microseconds that the board's timer counts in `span`, and the shortest and longest time that may
    /// have passed on the host between the two readings.
    fn measure_span(
        &mut self,
        span: Duration,
        cancel: &CancellationToken,
    ) -> Result<(u64, [Duration; 2]), BoardError> {
        let mut core = self.core()?;
        let mut read = || {
            let before = Instant::now();
            let clocks = ClockReading::read(&mut core)?;
            Ok::<_, BoardError>((before, clocks, Instant::now()))
        };
        let (first_before, first, first_after) = read()?;
        if !pause(span, cancel) {
            return Err(LinkError::Interrupted.into());
        }
        let (last_before, last, last_after) = read()?;
        Ok((last.since(first).timer_us, [last_before - first_after, last_after - first_before]))
    }
}

fn agree(timer_us: u64, [shortest, longest]: [Duration; 2]) -> Result<(), BoardError> {
    let whole = |time: Duration| u64::try_from(time.as_micros()).unwrap_or(u64::MAX);
    let least = whole(shortest) / 1000 * (1000 - TOLERANCE_PER_MILLE);
    let most = whole(longest).saturating_add(1000) / 1000 * (1000 + TOLERANCE_PER_MILLE);
    if (least..=most).contains(&timer_us) {
        return Ok(());
    }
    Err(BoardError::HostClock {
        timer_us,
        host_us: whole(shortest),
        tolerance_per_mille: TOLERANCE_PER_MILLE,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_uncertainty_of_the_transfers_and_half_a_percent_are_allowed() {
        let span = |least, most| [Duration::from_micros(least), Duration::from_micros(most)];
        let second = span(1_000_000, 1_003_000);
        for timer_us in [995_000, 1_000_000, 1_003_000, 1_008_000] {
            agree(timer_us, second).unwrap();
        }
        // A crystal of 13 or 11 MHz, a stopped timer, a timer that counts the crystal's cycles.
        for timer_us in [1_083_333, 916_667, 0, 12_000_000] {
            let error = agree(timer_us, second).unwrap_err().to_string();
            assert!(error.contains(&format!("{timer_us} µs")) && error.contains("1000000 µs"), "{error}");
        }
    }
}
