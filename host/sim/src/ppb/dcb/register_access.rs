//! Reads and writes of the debug control block by the debugger and by code.

use super::registers::{
    ALL_DEBUG_ENABLED, CDS, CDSKEY, DAUTHCTRL, DAUTHCTRL_STORED, DAUTHSTATUS, DBGKEY, DCRDR, DCRSR, DEMCR,
    DFSR, DHCSR, DSCSR, DSCSR_STORED, Demcr, Dfsr, Dhcsr, REGSEL, REGWNR,
};
use super::{DebugEvent, DebugState};
use crate::bus::BusFault;
use crate::ppb::core_register::CoreRegister;

/// State of the core that the registers show.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct CoreStatus {
    /// The core waits in WFI or WFE.
    pub sleeping: bool,
    /// The core is locked up.
    pub locked_up: bool,
    /// Instructions retired since power-on.
    pub retired: u64,
    /// The DebugMonitor exception is pending.
    pub monitor_pending: bool,
}

/// Action that a write to the debug control block requires of the core.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DebugAction {
    /// None.
    None,
    /// Start or stop counters: Debug state or the trace enable has changed.
    StateChanged,
    /// Enable and pend the DebugMonitor exception as given, and act as for `StateChanged`.
    Monitor {
        /// MON_EN.
        enabled: bool,
        /// MON_PEND.
        pending: bool,
    },
    /// Pass the value of the register to [`DebugState::set_transfer_data`].
    ReadRegister(CoreRegister),
    /// Write the value to the register.
    WriteRegister(CoreRegister, u32),
}

impl DebugState {
    /// Reads a register; `None` if the block has no register at the address. Only a read by the debugger clears the
    /// sticky bits of DHCSR.
    pub fn read(&mut self, address: u32, by_debugger: bool, core: CoreStatus) -> Option<u32> {
        Some(match address {
            DFSR => self.dfsr.bits(),
            DHCSR => self.read_dhcsr(by_debugger, core).bits(),
            // Write only; Armv8-M ARM, D1.2.33.
            DCRSR => 0,
            DCRDR => self.transfer_data,
            DEMCR => {
                let pending = if core.monitor_pending { Demcr::MON_PEND } else { Demcr::empty() };
                (self.demcr | Demcr::SDME | pending).bits()
            }
            DAUTHCTRL => self.dauthctrl,
            DSCSR => self.dscsr,
            DAUTHSTATUS => ALL_DEBUG_ENABLED,
            _ => return None,
        })
    }

    /// Writes a register; `None` if the block has no register at the address.
    pub fn write(
        &mut self,
        address: u32,
        value: u32,
        by_debugger: bool,
    ) -> Option<Result<DebugAction, BusFault>> {
        match address {
            DFSR => self.dfsr.remove(Dfsr::from_bits_truncate(value)),
            DHCSR => return Some(Ok(self.write_dhcsr(value, by_debugger))),
            DCRSR => return Some(self.write_dcrsr(value)),
            DCRDR => self.transfer_data = value,
            DEMCR => return Some(Ok(self.write_demcr(value))),
            DAUTHCTRL => self.dauthctrl = value & DAUTHCTRL_STORED,
            DSCSR => return Some(self.write_dscsr(value)),
            // Read-only.
            DAUTHSTATUS => {}
            _ => return None,
        }
        Some(Ok(DebugAction::None))
    }

    fn read_dhcsr(&mut self, by_debugger: bool, core: CoreStatus) -> Dhcsr {
        let mut value = self.control | Dhcsr::S_REGRDY | Dhcsr::S_SDE;
        value.set(Dhcsr::S_HALT, self.halted);
        value.set(Dhcsr::S_SLEEP, core.sleeping && !self.halted);
        value.set(Dhcsr::S_LOCKUP, core.locked_up && !self.halted);
        value.set(Dhcsr::S_RETIRE_ST, core.retired != self.retired_seen);
        value.set(Dhcsr::S_RESET_ST, self.reset_seen);
        value.set(Dhcsr::S_RESTART_ST, self.restart_seen);
        if by_debugger {
            self.retired_seen = core.retired;
            self.reset_seen = false;
            self.restart_seen = false;
        }
        value
    }

    fn write_dhcsr(&mut self, value: u32, by_debugger: bool) -> DebugAction {
        if value & 0xFFFF_0000 != DBGKEY {
            return DebugAction::None;
        }
        let requested = Dhcsr::from_bits_truncate(value);
        // Only the debugger changes C_DEBUGEN, and no other field has an effect without it.
        let enable = if by_debugger { requested } else { self.control };
        if !enable.contains(Dhcsr::C_DEBUGEN) {
            self.control = Dhcsr::empty();
            self.pending = None;
            return self.leave_debug_state();
        }
        self.control = Dhcsr::C_DEBUGEN | requested & (Dhcsr::C_HALT | Dhcsr::C_STEP | Dhcsr::C_MASKINTS);
        if !requested.contains(Dhcsr::C_HALT) {
            return self.leave_debug_state();
        }
        if self.halted {
            return DebugAction::None;
        }
        if by_debugger {
            // The debugger writes between two instructions: the core halts at once.
            self.enter_debug_state(DebugEvent::Halted);
        } else {
            self.request_halt(DebugEvent::Halted);
        }
        DebugAction::StateChanged
    }

    fn leave_debug_state(&mut self) -> DebugAction {
        if !self.halted {
            return DebugAction::None;
        }
        self.halted = false;
        self.restart_seen = true;
        DebugAction::StateChanged
    }

    fn write_dcrsr(&mut self, value: u32) -> Result<DebugAction, BusFault> {
        let selector = (value & REGSEL) as u8;
        let register = CoreRegister::from_selector(selector).ok_or_else(|| BusFault::Unmodelled {
            address: DCRSR,
            what: format!("DCRSR with REGSEL {selector:#04x}"),
        })?;
        // UNPREDICTABLE outside Debug state: the model transfers nothing.
        if !self.halted {
            return Ok(DebugAction::None);
        }
        Ok(if value & REGWNR != 0 {
            DebugAction::WriteRegister(register, self.transfer_data)
        } else {
            DebugAction::ReadRegister(register)
        })
    }

    fn write_demcr(&mut self, value: u32) -> DebugAction {
        let value = Demcr::from_bits_truncate(value);
        self.demcr = value & Demcr::STORED;
        DebugAction::Monitor {
            enabled: value.contains(Demcr::MON_EN),
            pending: value.contains(Demcr::MON_PEND),
        }
    }

    fn write_dscsr(&mut self, value: u32) -> Result<DebugAction, BusFault> {
        if value & CDSKEY == 0 && value & CDS == 0 {
            return Err(BusFault::Unmodelled {
                address: DSCSR,
                what: "DSCSR.CDS cleared: switching to Non-secure state by the debugger".to_owned(),
            });
        }
        self.dscsr = CDS | value & DSCSR_STORED;
        Ok(DebugAction::None)
    }
}
