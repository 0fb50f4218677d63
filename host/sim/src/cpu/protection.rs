//! Accesses that have to be looked at: by the memory protection unit, or by watchpoints.

use super::Cpu;
use super::exit::Trap;
use crate::bus::{Bus, Size};
use crate::ppb::dwt::DataAccess;
use crate::ppb::mpu::Permission;

/// [`Cpu::permitted_line`] when nothing was checked.
pub(super) const NO_PERMIT: u32 = 1;

impl Cpu {
    /// What an access to an address outside the private peripheral bus may do now.
    pub(super) fn permission(&self, address: u32, privileged: bool) -> Permission {
        self.scb.mpu.look_up(address, privileged, self.negative_priority_requested())
    }

    /// Loads and stores take the long way while anybody looks at them. To be called after every change of the
    /// protection unit or the watchpoints.
    pub(crate) fn refresh_checks(&mut self) {
        self.checks_data = self.scb.mpu.enabled() || self.dwt.watches_data();
        self.permitted_line = NO_PERMIT;
    }

    /// An aligned load that is looked at.
    #[cold]
    #[inline(never)]
    pub(super) fn load_checked<B: Bus>(
        &mut self,
        bus: &mut B,
        address: u32,
        size: Size,
        privileged: bool,
    ) -> Result<u32, Trap> {
        if !self.permission(address, privileged).read {
            self.fault_address = address;
            return Err(Trap::DataProtection);
        }
        match bus.read(address, size, self.initiator()) {
            Ok(transfer) => {
                self.settle(transfer);
                self.watch(DataAccess { address, size, write: false, value: transfer.value });
                Ok(transfer.value)
            }
            Err(fault) => self.failed_load(fault),
        }
    }

    /// An aligned store that is looked at.
    #[cold]
    #[inline(never)]
    pub(super) fn store_checked<B: Bus>(
        &mut self,
        bus: &mut B,
        address: u32,
        size: Size,
        value: u32,
        privileged: bool,
    ) -> Result<(), Trap> {
        if !self.permission(address, privileged).write {
            self.fault_address = address;
            return Err(Trap::DataProtection);
        }
        match bus.write(address, size, value, self.initiator()) {
            Ok(transfer) => {
                self.settle(transfer);
                self.note_stale_code(transfer);
                self.watch(DataAccess { address, size, write: true, value });
                Ok(())
            }
            Err(fault) => self.failed_store(fault),
        }
    }

    /// An aligned store of a word that the caller has checked.
    pub(super) fn store_word_unchecked<B: Bus>(
        &mut self,
        bus: &mut B,
        address: u32,
        value: u32,
    ) -> Result<(), Trap> {
        match bus.write(address, Size::Word, value, self.initiator()) {
            Ok(transfer) => {
                self.settle(transfer);
                self.note_stale_code(transfer);
                self.watch(DataAccess { address, size: Size::Word, write: true, value });
                Ok(())
            }
            Err(fault) => Err(self.bus_fault(fault)),
        }
    }

    /// Checks the fetch from the 8-byte line of code around `address`; regions begin and end between lines.
    #[cold]
    #[inline(never)]
    pub(super) fn check_fetch(&mut self, address: u32) -> Result<(), Trap> {
        if !self.permission(address, self.privileged()).execute {
            return Err(Trap::ExecuteNever);
        }
        Ok(())
    }
}
