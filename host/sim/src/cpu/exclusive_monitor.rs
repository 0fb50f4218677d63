//! Local exclusive monitor.

/// Local exclusive monitor. Its granule is the whole memory (Cortex-M33 TRM, "Exclusive monitor"), so that it keeps no
/// address.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct ExclusiveMonitor {
    exclusive: bool,
}

impl ExclusiveMonitor {
    /// Enters the exclusive state, for a load-exclusive.
    pub(crate) const fn set(&mut self) {
        self.exclusive = true;
    }

    /// Enters the open state.
    pub(crate) const fn clear(&mut self) {
        self.exclusive = false;
    }

    /// Enters the open state for a store-exclusive, and returns true if the state was exclusive.
    pub(crate) const fn take(&mut self) -> bool {
        std::mem::replace(&mut self.exclusive, false)
    }
}
