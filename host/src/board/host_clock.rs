//! The board's timer against the host's clock: cycle counter, clk_sys and timer all come from one crystal, so only a
//! clock of somebody else can tell that it is another than the firmware was built for.

use std::thread::sleep;
use std::time::{Duration, Instant};

use super::clock::Moment;
use super::{AttachedBoard, BoardError};
use crate::run::BoardKind;

/// How long both run. No work is measured meanwhile, and the host's clock takes part in no figure.
const SPAN: Duration = Duration::from_secs(1);
/// Parts per thousand by which they may differ: crystals of both sides are within a tenth of one, and a wrong
/// crystal is off by a multiple of ten.
const TOLERANCE_PER_MILLE: u64 = 5;

impl AttachedBoard {
    /// Holds the timer of the running firmware against the host's clock for a second. A simulated board has a time of
    /// its own, which depends on nobody's clock: there is nothing to check.
    ///
    /// # Errors
    /// [`BoardError::HostClock`] where they differ by more than five parts in a thousand; SWD trouble.
    pub fn check_against_host_clock(&mut self) -> Result<(), BoardError> {
        match self.kind() {
            BoardKind::Simulated => Ok(()),
            BoardKind::Hardware => {
                let (timer_us, host) = self.span_by_both_clocks(SPAN)?;
                agree(timer_us, host)
            }
        }
    }

    /// Microseconds of the board's timer over `span`, and the shortest and longest time that the host says may have
    /// passed between its two readings.
    fn span_by_both_clocks(&mut self, span: Duration) -> Result<(u64, [Duration; 2]), BoardError> {
        let mut core = self.core()?;
        let mut read = || {
            let before = Instant::now();
            let moment = Moment::read(&mut core)?;
            Ok::<_, BoardError>((before, moment, Instant::now()))
        };
        let (first_before, first, first_after) = read()?;
        sleep(span);
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
    fn what_the_transfers_leave_open_and_half_a_percent_are_allowed() {
        let span = |least, most| [Duration::from_micros(least), Duration::from_micros(most)];
        let second = span(1_000_000, 1_003_000);
        for timer_us in [995_000, 1_000_000, 1_003_000, 1_008_000] {
            agree(timer_us, second).unwrap();
        }
        // A crystal of 13 or 11 MHz, a timer that stands still, one that was never told its tick.
        for timer_us in [1_083_333, 916_667, 0, 12_000_000] {
            let error = agree(timer_us, second).unwrap_err().to_string();
            assert!(error.contains(&format!("{timer_us} µs")) && error.contains("1000000 µs"), "{error}");
        }
    }
}
