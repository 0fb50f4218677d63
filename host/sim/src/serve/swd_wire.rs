//! SWD wire to the board, which all adapters share.

use std::sync::{Mutex, PoisonError};

use super::shared_board::SharedBoard;
use crate::control::BoardWithDap;
use crate::debug::swd::SwdLine;

/// SWD wire with the port of the board. Its state outlives clients.
#[derive(Debug, Default)]
pub(super) struct SwdWire {
    line: Mutex<SwdLine>,
}

impl SwdWire {
    /// Calls `work` with the wire and the board. Errors that the wire cannot carry are shown to the user.
    pub(super) fn with<R>(
        &self,
        board: &SharedBoard,
        work: impl FnOnce(&mut SwdLine, &mut BoardWithDap) -> R,
    ) -> R {
        let mut line = self.line.lock().unwrap_or_else(PoisonError::into_inner);
        let result = board.with(|target| work(&mut line, target));
        for error in line.take_errors() {
            board.notice(&error);
        }
        result
    }
}
