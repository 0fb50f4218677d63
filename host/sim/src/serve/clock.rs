//! Clock of the board: lets simulated time pass while the server runs.

use std::time::{Duration, Instant};

use super::gdb::halt_all;
use super::shared_board::SharedBoard;
use super::shutdown::Shutdown;
use crate::board::{Board, RunAheadEnd};
use crate::control::BoardWithDap;
use crate::debug::DebugTarget;

/// Number of slices per second of simulated time. Services access the board between two slices.
const SLICES_PER_SECOND: u32 = 1000;
/// Picoseconds in a nanosecond.
const PICOSECONDS_PER_NANOSECOND: u64 = 1000;
/// Maximum lag that a board in real time catches up. A longer lag, of a busy or suspended computer, is dropped.
const MAX_LAG: Duration = Duration::from_millis(100);
/// Pause between two slices of a stopped board that runs as fast as possible.
const STOPPED_PAUSE: Duration = Duration::from_millis(1);

/// Work of a service on the board after each slice.
pub(super) type SliceHook = Box<dyn FnMut(&mut Board) + Send>;

/// Speed of the board.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pace {
    /// Real time, or slower on a slow computer.
    RealTime,
    /// As fast as possible.
    Fast,
}

/// Lets time pass until the shutdown.
pub(super) fn run(shared: &SharedBoard, pace: Pace, shutdown: &Shutdown, mut hooks: Vec<SliceHook>) {
    let mut real_time = RealTime::new(shared);
    let mut stopped = false;
    while !shutdown.is_requested() {
        let (time, stop) = shared.with_low_priority(|target| {
            run_slice(shared, target);
            hooks.iter_mut().for_each(|hook| hook(&mut target.board));
            (target.board.time(), target.board.stop_reason().map(ToString::to_string))
        });
        if let (Some(reason), false) = (&stop, stopped) {
            shared.notice(&format!("the simulated board has stopped: {reason}; reset it to continue"));
        }
        stopped = stop.is_some();
        match pace {
            Pace::RealTime => real_time.wait_until(time),
            Pace::Fast if stopped => std::thread::sleep(STOPPED_PAUSE),
            Pace::Fast => std::thread::yield_now(),
        }
    }
}

/// Runs the board for one slice, or until a core halts.
fn run_slice(shared: &SharedBoard, BoardWithDap { board, dap, .. }: &mut BoardWithDap) {
    let cycles = u64::from(board.system_clock() / SLICES_PER_SECOND).max(1);
    if dap.advance_startup(board, cycles) {
        return;
    }
    if board.run_ahead(cycles, 0..0) == RunAheadEnd::CoreHalted && shared.halts_together() {
        halt_all(board);
    }
}

/// Correspondence of real time and simulated time.
struct RealTime {
    real: Instant,
    /// Simulated time at `real`, in picoseconds.
    simulated: u64,
}

impl RealTime {
    fn new(shared: &SharedBoard) -> Self {
        Self { real: Instant::now(), simulated: shared.with(|target| target.board.time()) }
    }

    /// Waits until real time has reached a simulated time, in picoseconds.
    fn wait_until(&mut self, simulated: u64) {
        let elapsed = simulated.saturating_sub(self.simulated) / PICOSECONDS_PER_NANOSECOND;
        let due = self.real + Duration::from_nanos(elapsed);
        let now = Instant::now();
        if let Some(wait) = due.checked_duration_since(now) {
            std::thread::sleep(wait);
        } else if now.duration_since(due) > MAX_LAG {
            *self = Self { real: now, simulated };
        }
    }
}
