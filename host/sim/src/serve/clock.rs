//! The board's time goes on by itself.

use std::time::{Duration, Instant};

use super::gdb::halt_all;
use super::shared::Shared;
use crate::board::RunAheadEnd;
use crate::control::BoardWithDap;
use crate::debug::DebugTarget;

/// The board runs this long before debuggers are let in.
const SLICES_PER_SECOND: u32 = 1000;
/// Picoseconds of a second.
const PICOSECONDS: u64 = 1_000_000_000_000;
/// A board that lags further behind than this does not catch up: the computer was busy or asleep.
const LARGEST_LAG: Duration = Duration::from_millis(100);

/// How fast the board runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pace {
    /// A second takes a second, or longer on a slow computer.
    RealTime,
    /// As fast as it can.
    Fast,
}

/// Lets time pass until the service ends.
pub fn run(shared: &Shared, pace: Pace) {
    let mut anchor = Anchor::new(shared);
    let mut stopped = false;
    while !shared.ended() {
        let (time, stop) = shared.with_patience(|BoardWithDap { board, dap, .. }| {
            let cycles = u64::from(board.system_clock() / SLICES_PER_SECOND).max(1);
            if !dap.advance_startup(board, cycles)
                && board.run_ahead(cycles, 0..0) == RunAheadEnd::CoreHalted
                && shared.halts_together()
            {
                halt_all(board);
            }
            (board.time(), board.stop_reason().map(ToString::to_string))
        });
        if let (Some(reason), false) = (&stop, stopped) {
            shared.notice(&format!("the simulated board has stopped: {reason}; a reset starts it again"));
        }
        stopped = stop.is_some();
        match pace {
            Pace::RealTime => anchor.wait_until(time),
            // Nothing to hurry for.
            Pace::Fast if stopped => std::thread::sleep(Duration::from_millis(1)),
            Pace::Fast => std::thread::yield_now(),
        }
    }
}

/// A moment in both times.
struct Anchor {
    wall: Instant,
    board: u64,
}

impl Anchor {
    fn new(shared: &Shared) -> Self {
        Self { wall: Instant::now(), board: shared.with(|target| target.board.time()) }
    }

    /// Waits until the wall's clock shows the board's time, in picoseconds.
    fn wait_until(&mut self, board: u64) {
        let passed = Duration::from_nanos(board.saturating_sub(self.board) / (PICOSECONDS / 1_000_000_000));
        let due = self.wall + passed;
        let now = Instant::now();
        if let Some(wait) = due.checked_duration_since(now) {
            std::thread::sleep(wait);
        } else if now.duration_since(due) > LARGEST_LAG {
            *self = Self { wall: now, board };
        }
    }
}
