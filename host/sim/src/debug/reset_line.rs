//! The probe's line to the RUN pin.

use super::target::DebugTarget;

/// Time from the rise of RUN until the processors start, in milliseconds of simulated time. The power manager and the
/// boot sequence of the chip take some milliseconds (RP2350 datasheet §7.4); 10 are assumed. A debugger that
/// connects under reset has this long to enable halting debug.
const STARTUP_MILLISECONDS: u64 = 10;

/// State of the line.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum ResetLine {
    /// High, the chip runs.
    #[default]
    High,
    /// Low, the chip is held in reset.
    Low,
    /// High again; the processors start when these cycles have passed.
    Starting(u64),
}

impl ResetLine {
    /// Drives the line.
    pub fn drive<T: DebugTarget>(&mut self, high: bool, target: &mut T) {
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

    /// The level of the line.
    pub fn is_high(&self) -> bool {
        *self != ResetLine::Low
    }

    /// Lets time pass, and starts the processors when it is due.
    pub fn advance<T: DebugTarget>(&mut self, cycles: u64, target: &mut T) {
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

    /// Cycles until the processors start; 0 when they have started or the line is low.
    pub fn startup_left(&self) -> u64 {
        match self {
            ResetLine::Starting(left) => *left,
            ResetLine::High | ResetLine::Low => 0,
        }
    }
}
