//! Debug control block as the core accesses it, and the core registers that DCRSR transfers.

use crate::bus::BusFault;
use crate::cpu::Cpu;
use crate::cpu::special_registers::{NON_SECURE, SpecialRegister};
use crate::ppb::core_register::CoreRegister;
use crate::ppb::dcb::{CoreStatus, DebugAction};
use crate::ppb::nvic::number;

/// SYSm of the registers of REGSEL 0x14, from the most significant byte down.
const MASKS: [u8; 4] = [
    SpecialRegister::Control as u8,
    SpecialRegister::Faultmask as u8,
    SpecialRegister::Basepri as u8,
    SpecialRegister::Primask as u8,
];

impl Cpu {
    /// Reads a register of the debug control block; `None` if it has none at the address.
    pub(super) fn read_debug_control(&mut self, address: u32, debugger: bool) -> Option<u32> {
        let status = CoreStatus {
            sleeping: self.asleep(),
            locked_up: self.locked_up(),
            retired: self.retired(),
            monitor_pending: self.nvic.is_pending(number::DEBUG_MONITOR),
        };
        self.debug.read(address, debugger, status)
    }

    /// Writes a register of the debug control block and performs the action that it requires; `None` if the block has
    /// no register at the address.
    pub(super) fn write_debug_control(
        &mut self,
        address: u32,
        value: u32,
        debugger: bool,
    ) -> Option<Result<(), BusFault>> {
        let action = match self.debug.write(address, value, debugger)? {
            Ok(action) => action,
            Err(fault) => return Some(Err(fault)),
        };
        match action {
            DebugAction::None => {}
            DebugAction::StateChanged => self.debug_state_changed(),
            DebugAction::Monitor { enabled, pending } => {
                self.nvic.set_enabled(number::DEBUG_MONITOR, enabled);
                if pending {
                    self.nvic.pend(number::DEBUG_MONITOR);
                } else {
                    self.nvic.unpend(number::DEBUG_MONITOR);
                }
                self.debug_state_changed();
            }
            DebugAction::ReadRegister(register) => {
                let value = self.core_register(register);
                self.debug.set_transfer_data(value);
            }
            DebugAction::WriteRegister(register, value) => self.set_core_register(register, value),
        }
        Some(Ok(()))
    }

    /// Starts or stops the DWT: it runs while trace is enabled and the core is not in Debug state.
    pub(crate) fn debug_state_changed(&mut self) {
        let running = self.debug.trace_enabled() && !self.debug.halted();
        self.dwt.set_running(running, self.cycle());
        self.refresh_checks();
        self.request_service();
    }

    /// Reads a core register as DCRSR does.
    pub fn core_register(&self, register: CoreRegister) -> u32 {
        match register {
            CoreRegister::General(number) => self.register(usize::from(number)),
            CoreRegister::ReturnAddress => self.register(15),
            CoreRegister::Xpsr => self.xpsr(),
            CoreRegister::Msp | CoreRegister::MspSecure => self.msp(),
            CoreRegister::Psp | CoreRegister::PspSecure => self.psp(),
            CoreRegister::SpecialMasks | CoreRegister::SpecialMasksSecure => {
                u32::from_be_bytes(MASKS.map(|number| self.special_unchecked(number) as u8))
            }
            CoreRegister::SpecialMasksNonSecure => {
                u32::from_be_bytes(MASKS.map(|number| self.special_unchecked(number | NON_SECURE) as u8))
            }
            CoreRegister::MspNonSecure => self.special_unchecked(SpecialRegister::Msp as u8 | NON_SECURE),
            CoreRegister::PspNonSecure => self.special_unchecked(SpecialRegister::Psp as u8 | NON_SECURE),
            CoreRegister::MspLimitSecure => self.special_unchecked(SpecialRegister::Msplim as u8),
            CoreRegister::PspLimitSecure => self.special_unchecked(SpecialRegister::Psplim as u8),
            CoreRegister::MspLimitNonSecure => {
                self.special_unchecked(SpecialRegister::Msplim as u8 | NON_SECURE)
            }
            CoreRegister::PspLimitNonSecure => {
                self.special_unchecked(SpecialRegister::Psplim as u8 | NON_SECURE)
            }
            CoreRegister::Fpscr => self.fp.registers.fpscr.bits(),
            CoreRegister::Single(number) => {
                self.fp.registers.single.get(usize::from(number)).copied().unwrap_or(0)
            }
        }
    }

    /// Writes a core register as DCRSR does.
    pub fn set_core_register(&mut self, register: CoreRegister, value: u32) {
        let mut set = |number: u8| self.set_special_unchecked(number, value);
        match register {
            CoreRegister::General(number) => self.set_register(usize::from(number), value),
            CoreRegister::ReturnAddress => self.set_register(15, value),
            CoreRegister::Xpsr => self.set_xpsr(value, true),
            CoreRegister::Msp | CoreRegister::MspSecure => set(SpecialRegister::Msp as u8),
            CoreRegister::Psp | CoreRegister::PspSecure => set(SpecialRegister::Psp as u8),
            CoreRegister::SpecialMasks | CoreRegister::SpecialMasksSecure => {
                for (number, byte) in MASKS.into_iter().zip(value.to_be_bytes()) {
                    self.set_special_unchecked(number, u32::from(byte));
                }
            }
            CoreRegister::SpecialMasksNonSecure => {
                for (number, byte) in MASKS.into_iter().zip(value.to_be_bytes()) {
                    self.set_special_unchecked(number | NON_SECURE, u32::from(byte));
                }
            }
            CoreRegister::MspNonSecure => set(SpecialRegister::Msp as u8 | NON_SECURE),
            CoreRegister::PspNonSecure => set(SpecialRegister::Psp as u8 | NON_SECURE),
            CoreRegister::MspLimitSecure => set(SpecialRegister::Msplim as u8),
            CoreRegister::PspLimitSecure => set(SpecialRegister::Psplim as u8),
            CoreRegister::MspLimitNonSecure => set(SpecialRegister::Msplim as u8 | NON_SECURE),
            CoreRegister::PspLimitNonSecure => set(SpecialRegister::Psplim as u8 | NON_SECURE),
            CoreRegister::Fpscr => self.fp.registers.fpscr = crate::cpu::fp::Fpscr::from_bits(value),
            CoreRegister::Single(number) => {
                if let Some(single) = self.fp.registers.single.get_mut(usize::from(number)) {
                    *single = value;
                }
            }
        }
    }
}
