//! The wire to the board that all adapters share.

use std::sync::{Mutex, PoisonError};

use super::shared::Shared;
use crate::control::BoardWithDap;
use crate::debug::swd::SwdLine;

/// The board's end of the wire. It outlives clients, as wires do.
#[derive(Debug, Default)]
pub struct SwdWire {
    line: Mutex<SwdLine>,
}

impl SwdWire {
    /// Work at the wire; what the board could not answer is told to the user.
    pub fn with<R>(&self, shared: &Shared, work: impl FnOnce(&mut SwdLine, &mut BoardWithDap) -> R) -> R {
        let mut line = self.line.lock().unwrap_or_else(PoisonError::into_inner);
        let result = shared.with(|target| work(&mut line, target));
        for error in line.take_errors() {
            shared.notice(&error);
        }
        result
    }
}
