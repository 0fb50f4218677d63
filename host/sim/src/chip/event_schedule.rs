//! Schedule of the chip's next event.

/// Cycles of the next events of DMA and of the other devices.
#[derive(Debug)]
pub(super) struct EventSchedule {
    next: u64,
    /// Next event of the devices other than DMA.
    next_of_devices: u64,
}

impl Default for EventSchedule {
    fn default() -> Self {
        EventSchedule { next: u64::MAX, next_of_devices: u64::MAX }
    }
}

impl EventSchedule {
    /// Cycle of the next event; `u64::MAX` when none is scheduled.
    #[inline(always)]
    pub(super) fn next(&self) -> u64 {
        self.next
    }

    /// Returns true if an event of a device other than DMA is due in a cycle.
    #[inline]
    pub(super) fn devices_due(&self, cycle: u64) -> bool {
        cycle >= self.next_of_devices
    }

    /// Schedules the next event of the devices other than DMA. [`EventSchedule::set_dma`] must follow.
    #[inline]
    pub(super) fn set_devices(&mut self, next: u64) {
        self.next_of_devices = next;
    }

    /// Schedules DMA's next step.
    #[inline]
    pub(super) fn set_dma(&mut self, next: u64) {
        self.next = self.next_of_devices.min(next);
    }
}
