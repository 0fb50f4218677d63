//! Reset line from the probe to the RUN pin.

use super::debug_target::DebugTarget;

/// Time from the rising edge of RUN to the start of the processors, in milliseconds of simulated time. Power manager
/// and boot sequence of the chip take some milliseconds (RP2350 datasheet §7.4); 10 is an assumption. A debugger that
/// connects under reset has this time to enable halting debug.
const STARTUP_MILLISECONDS: u64 = 10;

/// State of the reset line.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) enum ResetLine {
    /// High: the chip runs.
    #[default]
    High,
    /// Low: the chip is held in reset.
    Low,
    /// High again: the processors start after this number of cycles.
    Starting(u64),
}

impl ResetLine {
    /// Drives the line.
    pub(super) fn drive<T: DebugTarget>(&mut self, high: bool, target: &mut T) {
        match (high, &self) {
            (false, ResetLine::High | ResetLine::Starting(_)) => {
                target.assert_reset();
                *self = ResetLine::Low;
            }
            (true, ResetLine::Low) => {
                let cycles = STARTUP_MILLISECONDS * u64::from(target.system_clock()) / 1000;
                *self = ResetLine::Starting(cycles);
            }
            _ => {}
        }
    }

    /// Returns true if the line is high.
    pub(super) fn is_high(&self) -> bool {
        *self != ResetLine::Low
    }

    /// Lets cycles pass, and starts the processors at the end of the start-up time.
    pub(super) fn advance<T: DebugTarget>(&mut self, cycles: u64, target: &mut T) {
        let ResetLine::Starting(left) = *self else {
            target.advance(cycles);
            return;
        };
        if cycles < left {
            target.advance(cycles);
            *self = ResetLine::Starting(left - cycles);
            return;
        }
        target.advance(left);
        target.release_reset();
        *self = ResetLine::High;
        target.advance(cycles - left);
    }

    /// Returns the cycles until the processors start; 0 if they have started or the line is low.
    pub(super) fn startup_left(&self) -> u64 {
        match self {
            ResetLine::Starting(left) => *left,
            ResetLine::High | ResetLine::Low => 0,
        }
    }
}
