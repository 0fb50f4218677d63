//! Accesses to the access ports behind the debug port.

use crate::bus::{BusFault, Size};

use super::ap_request::ApRequest;
use super::dap::Dap;
use super::debug_target::DebugTarget;
use super::error::DapError;
use super::mem_ap::{self, RegisterAccess, Transfers};
use super::root_rom_table;
use super::rp_ap::{self, RescueAction};

impl Dap {
    /// Carries out an access to the register at bits 3 and 2 of `register` in the bank that SELECT selects. Returns the
    /// value read, or 0 for a write.
    pub(super) fn access_ap<T: DebugTarget>(
        &mut self,
        target: &mut T,
        register: u8,
        access: ApRequest,
    ) -> Result<u32, DapError> {
        let address = self.port.can_access().then(|| self.port.ap_address(register)).flatten();
        let Some(address) = address else { return Err(self.fault()) };
        let offset = address & 0xFFF;
        let value = match address & !0xFFF {
            0 => Ok(root_rom_table::read(offset)),
            base if base == mem_ap::BASES[0] => self.access_mem_ap(target, 0, offset, access),
            base if base == mem_ap::BASES[1] => self.access_mem_ap(target, 1, offset, access),
            rp_ap::BASE => self.access_rp_ap(target, address, offset, access),
            base => match root_rom_table::unmodelled_component(base) {
                Some(name) => Err(DapError::Unmodelled { address, what: name.to_owned() }),
                None => Err(self.fault()),
            },
        }?;
        if matches!(access, ApRequest::Read) {
            self.port.finish_read(value);
        }
        Ok(value)
    }

    /// Sets the sticky error, and returns the error of the access that failed.
    pub(super) fn fault(&mut self) -> DapError {
        self.port.set_sticky_error();
        DapError::Fault
    }

    fn access_rp_ap<T: DebugTarget>(
        &mut self,
        target: &mut T,
        address: u32,
        offset: u32,
        access: ApRequest,
    ) -> Result<u32, DapError> {
        let unmodelled = |what: &str| DapError::Unmodelled { address, what: what.to_owned() };
        match access {
            ApRequest::Read => self.rp_ap.read(offset).map_err(unmodelled),
            ApRequest::Write(value) => {
                match self.rp_ap.write(offset, value).map_err(unmodelled)? {
                    Some(RescueAction::Reset) => target.assert_reset(),
                    Some(RescueAction::Restart) => target.release_reset_for_rescue(),
                    None => {}
                }
                self.polling.record_write();
                Ok(0)
            }
        }
    }

    fn access_mem_ap<T: DebugTarget>(
        &mut self,
        target: &mut T,
        index: usize,
        offset: u32,
        access: ApRequest,
    ) -> Result<u32, DapError> {
        match self.mem_aps[index].register_access(offset) {
            Ok(RegisterAccess::Register) => Ok(match access {
                ApRequest::Read => self.mem_aps[index].read_register(offset),
                ApRequest::Write(value) => {
                    self.mem_aps[index].write_register(offset, value);
                    0
                }
            }),
            Ok(RegisterAccess::Memory(transfers)) => {
                self.report_stop(target)?;
                self.transfer_all(target, index, transfers, access)
            }
            Err(fault) => self.bus_fault(index, fault),
        }
    }

    /// Makes the transfers of one access, each in the byte lanes of its address.
    fn transfer_all<T: DebugTarget>(
        &mut self,
        target: &mut T,
        index: usize,
        transfers: Transfers,
        access: ApRequest,
    ) -> Result<u32, DapError> {
        let (mut address, mut value) = (transfers.address, 0);
        for _ in 0..transfers.count {
            value |= self.transfer(target, index, address, transfers.size, access)?;
            if transfers.increment {
                self.mem_aps[index].increment();
                address = self.mem_aps[index].address();
            }
            if self.mem_aps[index].stopped() {
                break;
            }
        }
        Ok(value)
    }

    fn transfer<T: DebugTarget>(
        &mut self,
        target: &mut T,
        index: usize,
        address: u32,
        size: Size,
        access: ApRequest,
    ) -> Result<u32, DapError> {
        let result = match access {
            ApRequest::Read => {
                if let Some(poll) = self.polling.record_read(index as u8, address, size) {
                    if self.run_ahead_enabled {
                        poll.run_ahead(target, &mut self.reset_line);
                    }
                    self.report_stop(target)?;
                    if poll.is_wait() {
                        self.fail_wait(target)?;
                    }
                }
                self.mem_aps[index].read_bus(target, address, size)
            }
            ApRequest::Write(value) => {
                self.polling.record_write();
                self.mem_aps[index].write_bus(target, address, size, value).map(|()| 0)
            }
        };
        result.or_else(|fault| self.bus_fault(index, fault))
    }

    fn bus_fault(&mut self, index: usize, fault: BusFault) -> Result<u32, DapError> {
        match fault {
            BusFault::Unmodelled { address, what } => Err(DapError::Unmodelled { address, what }),
            BusFault::Bus { .. } if self.mem_aps[index].record_error() => Err(self.fault()),
            // CSW.ERRNPASS: the error is not passed to the debug port.
            BusFault::Bus { .. } => Ok(0),
        }
    }

    /// Fails the first access after the board has stopped.
    fn report_stop<T: DebugTarget>(&mut self, target: &T) -> Result<(), DapError> {
        let Some(reason) = target.stop_reason() else {
            self.stop_reported = false;
            return Ok(());
        };
        if std::mem::replace(&mut self.stop_reported, true) {
            return Ok(());
        }
        Err(DapError::Stopped { reason })
    }

    /// Fails an access of a debugger that waits for a board that has stopped.
    fn fail_wait<T: DebugTarget>(&mut self, target: &T) -> Result<(), DapError> {
        target.stop_reason().map_or(Ok(()), |reason| Err(DapError::Stopped { reason }))
    }
}
