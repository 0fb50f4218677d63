//! Checks of data accesses by the memory protection unit and by watchpoints.

use super::Cpu;
use crate::ppb::dcb::DebugEvent;
use crate::ppb::dwt::DataAccess;
use crate::ppb::mpu::Permission;

/// Checks of data accesses.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct AccessCheck {
    /// Loads and stores must be checked, by the MPU or by watchpoints.
    pub enabled: bool,
}

impl Cpu {
    /// Returns the permission of an access to an address outside the private peripheral bus.
    pub(super) fn permission(&self, address: u32, privileged: bool) -> Permission {
        self.scb.mpu.look_up(address, privileged, self.negative_priority_requested())
    }

    /// Enables or disables the checks. Must be called after every change of the MPU or the watchpoints.
    pub(crate) fn refresh_checks(&mut self) {
        self.access_check.enabled = self.scb.mpu.enabled() || self.dwt.watches_data();
        self.fetch.discard_permission();
    }

    /// Reports an access to the watchpoints.
    pub(super) fn watch(&mut self, access: DataAccess) {
        if self.dwt.watches_data() && self.dwt.check_data_access(&access) {
            self.debug.request_halt(DebugEvent::Watchpoint);
            self.pend_monitor(DebugEvent::Watchpoint);
            self.request_service();
        }
    }
}
