//! What lies behind the debug port: where an access to an access port leads.

use crate::bus::{BusFault, Size};

use super::dap::Dap;
use super::error::DapError;
use super::mem_ap::{self, Target};
use super::root_rom_table;
use super::rp_ap::{self, Rescue};
use super::target::DebugTarget;

/// What a successful access to an access port needs of the wire.
pub(super) enum Access {
    Read,
    Write(u32),
}

impl Dap {
    pub(super) fn access<T: DebugTarget>(
        &mut self,
        target: &mut T,
        register: u8,
        access: &Access,
    ) -> Result<u32, DapError> {
        let address = self.port.can_access().then(|| self.port.access_address(register)).flatten();
        let Some(address) = address else { return self.fault() };
        let offset = address & 0xFFF;
        let value = match address & !0xFFF {
            0 => Ok(root_rom_table::read(offset)),
            base if base == mem_ap::BASES[0] => self.access_memory(target, 0, offset, access),
            base if base == mem_ap::BASES[1] => self.access_memory(target, 1, offset, access),
            rp_ap::BASE => self.access_rescue(target, address, offset, access),
            base => match root_rom_table::not_modelled(base) {
                Some(what) => Err(DapError::Unmodelled { address, what: what.to_owned() }),
                None => self.fault(),
            },
        }?;
        if matches!(access, Access::Read) {
            self.port.finish_read(value);
        }
        Ok(value)
    }

    pub(super) fn fault(&mut self) -> Result<u32, DapError> {
        self.port.set_sticky_error();
        Err(DapError::Fault)
    }

    fn access_rescue<T: DebugTarget>(
        &mut self,
        target: &mut T,
        address: u32,
        offset: u32,
        access: &Access,
    ) -> Result<u32, DapError> {
        let not_modelled = |what: &str| DapError::Unmodelled { address, what: what.to_owned() };
        match *access {
            Access::Read => self.rescue.read(offset).map_err(not_modelled),
            Access::Write(value) => {
                match self.rescue.write(offset, value).map_err(not_modelled)? {
                    Some(Rescue::Reset) => target.assert_reset(),
                    Some(Rescue::Restart) => target.release_reset_for_rescue(),
                    None => {}
                }
                self.polling.note_write();
                Ok(0)
            }
        }
    }

    fn access_memory<T: DebugTarget>(
        &mut self,
        target: &mut T,
        index: usize,
        offset: u32,
        access: &Access,
    ) -> Result<u32, DapError> {
        match self.memory[index].target(offset) {
            Ok(Target::Register) => Ok(match *access {
                Access::Read => self.memory[index].read_register(offset),
                Access::Write(value) => {
                    self.memory[index].write_register(offset, value);
                    0
                }
            }),
            Ok(Target::Transfer { address, size, increment }) => {
                self.report_stop(target)?;
                let value = self.transfer(target, index, address, size, access)?;
                if increment {
                    self.memory[index].increment();
                }
                Ok(value)
            }
            Err(fault) => self.bus_error(index, fault),
        }
    }

    fn transfer<T: DebugTarget>(
        &mut self,
        target: &mut T,
        index: usize,
        address: u32,
        size: Size,
        access: &Access,
    ) -> Result<u32, DapError> {
        let result = match *access {
            Access::Read => {
                if let Some(poll) = self.polling.note_read(index as u8, address, size) {
                    if self.runs_ahead {
                        poll.run_ahead(target, &mut self.reset_line);
                    }
                    self.report_stop(target)?;
                    if poll.is_wait() {
                        self.refuse_to_wait(target)?;
                    }
                }
                self.memory[index].read_bus(target, address, size)
            }
            Access::Write(value) => {
                self.polling.note_write();
                self.memory[index].write_bus(target, address, size, value).map(|()| 0)
            }
        };
        result.or_else(|fault| self.bus_error(index, fault))
    }

    fn bus_error(&mut self, index: usize, fault: BusFault) -> Result<u32, DapError> {
        match fault {
            BusFault::Unmodelled { address, what } => Err(DapError::Unmodelled { address, what }),
            BusFault::Bus { .. } if self.memory[index].note_error() => self.fault(),
            // The debugger asked not to be told (CSW.ERRNPASS).
            BusFault::Bus { .. } => Ok(0),
        }
    }

    /// Fails once after the board has stopped.
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

    /// Fails when the debugger waits for a board that has stopped.
    fn refuse_to_wait<T: DebugTarget>(&mut self, target: &T) -> Result<(), DapError> {
        target.stop_reason().map_or(Ok(()), |reason| Err(DapError::Stopped { reason }))
    }
}
