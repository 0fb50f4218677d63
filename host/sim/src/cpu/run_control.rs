//! Control of the run loop: its limits, and requests to the board.

use super::exit::{Exit, StopReason};

/// Limits of the run loop, and requests to the board.
#[derive(Debug, Default)]
pub(super) struct RunControl {
    /// Cycle at which the current run ends.
    pub deadline: u64,
    /// Cycle at which the loop over instructions ends; 0 to service pending events before the next instruction.
    pub limit: u64,
    /// An access made events of the board pending.
    pub events_pending: bool,
    /// SEV was executed.
    pub event_sent: bool,
    /// AIRCR.SYSRESETREQ was written.
    pub reset_requested: bool,
    /// Unmodelled part of the chip that the core needed: it cannot continue.
    pub stop: Option<StopReason>,
}

impl RunControl {
    /// Makes the run loop service pending events before the next instruction.
    #[inline(always)]
    pub(crate) const fn request_service(&mut self) {
        self.limit = 0;
    }

    /// Takes the next request to the board. A stop is returned but not taken, so that it persists.
    pub(crate) fn take_request(&mut self) -> Option<Exit> {
        if let Some(reason) = &self.stop {
            return Some(Exit::Stopped(reason.clone()));
        }
        if std::mem::take(&mut self.events_pending) {
            return Some(Exit::EventsPending);
        }
        if std::mem::take(&mut self.event_sent) {
            return Some(Exit::EventSent);
        }
        std::mem::take(&mut self.reset_requested).then_some(Exit::ResetRequested)
    }
}
