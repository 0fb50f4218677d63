//! The registers of the debug control block, as a debugger and code see them.

use super::{
    C_DEBUGEN, C_HALT, C_MASKINTS, C_STEP, CDS, DebugEvent, DebugState, MON_EN, MONITOR, TRCENA, VECTOR_CATCH,
};
use crate::bus::BusFault;
use crate::ppb::core_register::CoreRegister;

/// DFSR, Debug Fault Status Register.
pub const DFSR: u32 = 0xE000_ED30;
/// DHCSR, Debug Halting Control and Status Register.
pub const DHCSR: u32 = 0xE000_EDF0;
/// DCRSR, Debug Core Register Select Register.
pub const DCRSR: u32 = 0xE000_EDF4;
/// DCRDR, Debug Core Register Data Register.
pub const DCRDR: u32 = 0xE000_EDF8;
/// DEMCR, Debug Exception and Monitor Control Register.
pub const DEMCR: u32 = 0xE000_EDFC;
/// DAUTHCTRL, Debug Authentication Control Register.
pub const DAUTHCTRL: u32 = 0xE000_EE04;
/// DSCSR, Debug Security Control and Status Register.
pub const DSCSR: u32 = 0xE000_EE08;
/// DAUTHSTATUS, Debug Authentication Status Register.
pub const DAUTHSTATUS: u32 = 0xE000_EFB8;

/// DBGKEY of DHCSR.
const DBGKEY: u32 = 0xA05F;
/// Fields of DHCSR that are only read.
const S_REGRDY: u32 = 1 << 16;
const S_HALT: u32 = 1 << 17;
const S_SLEEP: u32 = 1 << 18;
const S_LOCKUP: u32 = 1 << 19;
const S_SDE: u32 = 1 << 20;
const S_RETIRE_ST: u32 = 1 << 24;
const S_RESET_ST: u32 = 1 << 25;
const S_RESTART_ST: u32 = 1 << 26;

/// REGWnR of DCRSR.
const REGWNR: u32 = 1 << 16;

/// MON_PEND of DEMCR.
const MON_PEND: u32 = 1 << 17;
/// SDME of DEMCR: the debug monitor is Secure, because Secure debug is enabled.
const SDME: u32 = 1 << 20;

/// CDSKEY of DSCSR: a write with this bit set leaves CDS alone.
const CDSKEY: u32 = 1 << 17;

/// All four debug levels (Non-secure and Secure, invasive and non-invasive) implemented and enabled: 0b11 each.
/// RP2350 with no debug key in OTP, datasheet §3.5.9.1.
const ALL_DEBUG_ENABLED: u32 = 0xFF;

/// State of the core that DHCSR shows, and that the core holds.
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

/// What the core must do after a write to the debug control block.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DebugAction {
    /// Nothing.
    None,
    /// Debug state or the trace enable has changed: counters start or stop now.
    StateChanged,
    /// The debug monitor was enabled or disabled, and its exception is pending now or not; as `StateChanged` too.
    Monitor {
        /// MON_EN.
        enabled: bool,
        /// MON_PEND.
        pending: bool,
    },
    /// Put the value of the register into DCRDR by [`DebugState::set_transfer_data`].
    ReadRegister(CoreRegister),
    /// Write the value into the register.
    WriteRegister(CoreRegister, u32),
}

impl DebugState {
    /// Reads a register of the block; `None` when the address is not one of its registers.
    /// The sticky bits of DHCSR fall by a read of the debugger only.
    pub fn read(&mut self, address: u32, by_debugger: bool, core: CoreStatus) -> Option<u32> {
        Some(match address {
            DFSR => self.dfsr,
            DHCSR => self.read_dhcsr(by_debugger, core),
            // Write only; Armv8-M ARM, D1.2.33.
            DCRSR => 0,
            DCRDR => self.transfer_data,
            DEMCR => self.demcr | SDME | if core.monitor_pending { MON_PEND } else { 0 },
            DAUTHCTRL => self.dauthctrl,
            DSCSR => self.dscsr,
            DAUTHSTATUS => ALL_DEBUG_ENABLED,
            _ => return None,
        })
    }

    /// Writes a register of the block; `None` when the address is not one of its registers.
    pub fn write(
        &mut self,
        address: u32,
        value: u32,
        by_debugger: bool,
    ) -> Option<Result<DebugAction, BusFault>> {
        Some(match address {
            DFSR => {
                self.dfsr &= !value;
                Ok(DebugAction::None)
            }
            DHCSR => Ok(self.write_dhcsr(value, by_debugger)),
            DCRSR => self.write_dcrsr(value),
            DCRDR => {
                self.transfer_data = value;
                Ok(DebugAction::None)
            }
            DEMCR => Ok(self.write_demcr(value)),
            DAUTHCTRL => {
                self.dauthctrl = value & 0xF;
                Ok(DebugAction::None)
            }
            DSCSR => self.write_dscsr(value),
            DAUTHSTATUS => Ok(DebugAction::None),
            _ => return None,
        })
    }

    fn read_dhcsr(&mut self, by_debugger: bool, core: CoreStatus) -> u32 {
        let mut value = self.control | S_REGRDY | S_SDE;
        for (bit, set) in [
            (S_HALT, self.halted),
            (S_SLEEP, core.sleeping && !self.halted),
            (S_LOCKUP, core.locked_up && !self.halted),
            (S_RETIRE_ST, core.retired != self.retired_seen),
            (S_RESET_ST, self.reset_seen),
            (S_RESTART_ST, self.restart_seen),
        ] {
            if set {
                value |= bit;
            }
        }
        if by_debugger {
            self.retired_seen = core.retired;
            self.reset_seen = false;
            self.restart_seen = false;
        }
        value
    }

    fn write_dhcsr(&mut self, value: u32, by_debugger: bool) -> DebugAction {
        if value >> 16 != DBGKEY {
            return DebugAction::None;
        }
        // Only the debugger changes C_DEBUGEN, and nothing else takes effect without it.
        let debug_enable = if by_debugger { value & C_DEBUGEN } else { self.control & C_DEBUGEN };
        if debug_enable == 0 {
            self.control = 0;
            self.pending = None;
            return self.restart();
        }
        self.control = C_DEBUGEN | value & (C_HALT | C_STEP | C_MASKINTS);
        if value & C_HALT == 0 {
            return self.restart();
        }
        if self.halted {
            return DebugAction::None;
        }
        if by_debugger {
            // Between two instructions: at once.
            self.enter_debug_state(DebugEvent::Halted);
        } else {
            self.request_halt(DebugEvent::Halted);
        }
        DebugAction::StateChanged
    }

    fn restart(&mut self) -> DebugAction {
        if !self.halted {
            return DebugAction::None;
        }
        self.halted = false;
        self.restart_seen = true;
        DebugAction::StateChanged
    }

    fn write_dcrsr(&mut self, value: u32) -> Result<DebugAction, BusFault> {
        let selector = (value & 0x7F) as u8;
        let register = CoreRegister::from_selector(selector).ok_or_else(|| BusFault::NotModelled {
            address: DCRSR,
            what: format!("DCRSR with REGSEL {selector:#04x}"),
        })?;
        // UNPREDICTABLE outside Debug state: nothing is transferred.
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
        self.demcr = value & (TRCENA | VECTOR_CATCH | MONITOR);
        DebugAction::Monitor { enabled: value & MON_EN != 0, pending: value & MON_PEND != 0 }
    }

    fn write_dscsr(&mut self, value: u32) -> Result<DebugAction, BusFault> {
        if value & CDSKEY == 0 && value & CDS == 0 {
            return Err(BusFault::NotModelled {
                address: DSCSR,
                what: "DSCSR.CDS cleared: switching to Non-secure state by the debugger".to_owned(),
            });
        }
        self.dscsr = CDS | value & 0b11;
        Ok(DebugAction::None)
    }
}

#[cfg(test)]
#[path = "tests.rs"]
mod tests;
