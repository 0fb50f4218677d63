//! What the threads of a server share.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::Duration;

use crate::control::{BoardWithDap, Lease};

/// How long the clock steps aside for a debugger at a time.
const YIELD_INTERVAL: Duration = Duration::from_micros(50);

/// The board and the end of the service.
pub struct Shared {
    board: Lease,
    /// Debuggers that want the board now.
    waiting: AtomicUsize,
    ended: AtomicBool,
    /// A core that halts takes the other with it: a debugger with all-stop semantics is attached.
    halts_together: AtomicBool,
    notice: Box<dyn Fn(&str) + Send + Sync>,
}

impl Shared {
    pub fn new(board: Lease, notice: Box<dyn Fn(&str) + Send + Sync>) -> Self {
        Self {
            board,
            waiting: AtomicUsize::new(0),
            ended: AtomicBool::new(false),
            halts_together: AtomicBool::new(false),
            notice,
        }
    }

    /// A debugger's work on the board: it comes before the clock's.
    pub fn with<R>(&self, work: impl FnOnce(&mut BoardWithDap) -> R) -> R {
        self.waiting.fetch_add(1, Ordering::SeqCst);
        let mut target = self.board.handle().lock();
        self.waiting.fetch_sub(1, Ordering::SeqCst);
        work(&mut target)
    }

    /// The clock's work on the board.
    pub fn with_patience<R>(&self, work: impl FnOnce(&mut BoardWithDap) -> R) -> R {
        while self.waiting.load(Ordering::SeqCst) > 0 {
            std::thread::sleep(YIELD_INTERVAL);
        }
        work(&mut self.board.handle().lock())
    }

    /// The service ends.
    pub fn end(&self) {
        self.ended.store(true, Ordering::SeqCst);
    }

    pub fn ended(&self) -> bool {
        self.ended.load(Ordering::SeqCst)
    }

    /// See [`Shared::halts_together`].
    pub fn set_halts_together(&self, together: bool) {
        self.halts_together.store(together, Ordering::SeqCst);
    }

    pub fn halts_together(&self) -> bool {
        self.halts_together.load(Ordering::SeqCst)
    }

    /// Tells the user.
    pub fn notice(&self, text: &str) {
        (self.notice)(text);
    }
}
