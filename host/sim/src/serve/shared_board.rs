//! Board that the services and the clock of a server share.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Condvar, Mutex, PoisonError};

use tokio::sync::watch;

use crate::control::BoardWithDap;
use crate::registry::Lease;

/// Receiver of messages for the user.
pub(super) type Notice = Box<dyn Fn(&str) + Send + Sync>;

/// State of the board that a debugger waits for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct RunState {
    /// Cores in Debug state.
    halted: [bool; 2],
    /// The board has stopped until a reset.
    stopped: bool,
}

/// Board of a server.
pub(super) struct SharedBoard {
    board: Lease,
    /// Number of services that wait for the board.
    waiting: Mutex<usize>,
    /// Notified when no service waits.
    none_waiting: Condvar,
    /// A halt of one core halts the other: a debugger with all-stop semantics is attached.
    halts_together: AtomicBool,
    run_state: watch::Sender<RunState>,
    notice: Notice,
}

impl SharedBoard {
    pub(super) fn new(board: Lease, notice: Notice) -> Self {
        Self {
            board,
            waiting: Mutex::new(0),
            none_waiting: Condvar::new(),
            halts_together: AtomicBool::new(false),
            run_state: watch::Sender::new(RunState::default()),
            notice,
        }
    }

    /// Calls `work` with the board on behalf of a service, before the clock continues.
    pub(super) fn with<R>(&self, work: impl FnOnce(&mut BoardWithDap) -> R) -> R {
        let waiting = || self.waiting.lock().unwrap_or_else(PoisonError::into_inner);
        *waiting() += 1;
        let mut target = self.board.handle().lock();
        *waiting() -= 1;
        self.none_waiting.notify_all();
        self.observe(&mut target, work)
    }

    /// Calls `work` with the board on behalf of the clock, after all services that wait.
    pub(super) fn with_low_priority<R>(&self, work: impl FnOnce(&mut BoardWithDap) -> R) -> R {
        let waiting = self.waiting.lock().unwrap_or_else(PoisonError::into_inner);
        drop(self.none_waiting.wait_while(waiting, |waiting| *waiting > 0));
        self.observe(&mut self.board.handle().lock(), work)
    }

    /// Calls `work`, and publishes a change of the run state.
    fn observe<R>(&self, target: &mut BoardWithDap, work: impl FnOnce(&mut BoardWithDap) -> R) -> R {
        let result = work(target);
        let board = &target.board;
        let state = RunState {
            halted: [0, 1].map(|core| board.core(core).debug.halted()),
            stopped: board.stop_reason().is_some(),
        };
        self.run_state.send_if_modified(|published| std::mem::replace(published, state) != state);
        result
    }

    /// Returns a receiver of changes of the run state.
    pub(super) fn run_state(&self) -> watch::Receiver<RunState> {
        self.run_state.subscribe()
    }

    /// Sets whether a halt of one core halts the other.
    pub(super) fn set_halts_together(&self, together: bool) {
        self.halts_together.store(together, Ordering::SeqCst);
    }

    /// Returns true if a halt of one core halts the other.
    pub(super) fn halts_together(&self) -> bool {
        self.halts_together.load(Ordering::SeqCst)
    }

    /// Shows a message to the user.
    pub(super) fn notice(&self, text: &str) {
        (self.notice)(text);
    }
}
