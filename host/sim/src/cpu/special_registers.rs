//! Special registers by their SYSm number, as MRS, MSR and the debugger access them (Armv8-M ARM D1.1).

use num_enum::TryFromPrimitive;

use super::Cpu;
use super::core_registers::{CONTROL_NPRIV, CONTROL_SFPA, CONTROL_SPSEL, CoreRegisters};
use crate::ppb::nvic::PRIORITY_MASK;

/// Added to the SYSm of a register to select its Non-secure instance.
pub(super) const NON_SECURE: u8 = 0x80;

/// Special registers by their SYSm number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, TryFromPrimitive)]
#[expect(missing_docs, reason = "these are the architecture's own names")]
#[repr(u8)]
pub enum SpecialRegister {
    Apsr = 0,
    Iapsr = 1,
    Eapsr = 2,
    Xpsr = 3,
    Ipsr = 5,
    Epsr = 6,
    Iepsr = 7,
    Msp = 8,
    Psp = 9,
    Msplim = 10,
    Psplim = 11,
    Primask = 16,
    Basepri = 17,
    BasepriMax = 18,
    Faultmask = 19,
    Control = 20,
    /// The stack pointer of the current mode; only its Non-secure instance exists.
    Sp = 24,
}

impl SpecialRegister {
    /// Returns the register with a SYSm number, and true for its Non-secure instance; `None` if there is no such
    /// register.
    fn decode(number: u8) -> Option<(SpecialRegister, bool)> {
        let register = SpecialRegister::try_from_primitive(number & !NON_SECURE).ok()?;
        Some((register, number & NON_SECURE != 0))
    }
}

/// All bits of CONTROL.
const CONTROL_ALL: u8 = 0xF;

/// Registers of the Non-secure bank. Secure code can access them; nothing here runs in the Non-secure state, and their
/// masks do not mask Secure exceptions.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct NonSecureRegisters {
    msp: u32,
    psp: u32,
    msplim: u32,
    psplim: u32,
    control: u8,
    primask: bool,
    faultmask: bool,
    basepri: u8,
}

impl NonSecureRegisters {
    fn read(&self, register: SpecialRegister, handler_mode: bool) -> u32 {
        match register {
            SpecialRegister::Msp => self.msp,
            SpecialRegister::Psp => self.psp,
            SpecialRegister::Msplim => self.msplim,
            SpecialRegister::Psplim => self.psplim,
            SpecialRegister::Primask => u32::from(self.primask),
            SpecialRegister::Basepri => u32::from(self.basepri),
            SpecialRegister::Faultmask => u32::from(self.faultmask),
            SpecialRegister::Control => u32::from(self.control),
            SpecialRegister::Sp if self.process_stack(handler_mode) => self.psp,
            SpecialRegister::Sp => self.msp,
            SpecialRegister::Apsr
            | SpecialRegister::Iapsr
            | SpecialRegister::Eapsr
            | SpecialRegister::Xpsr => 0,
            SpecialRegister::Ipsr
            | SpecialRegister::Epsr
            | SpecialRegister::Iepsr
            | SpecialRegister::BasepriMax => 0,
        }
    }

    fn write(&mut self, register: SpecialRegister, value: u32, handler_mode: bool) {
        match register {
            SpecialRegister::Msp => self.msp = value & !3,
            SpecialRegister::Psp => self.psp = value & !3,
            SpecialRegister::Msplim => self.msplim = value & !7,
            SpecialRegister::Psplim => self.psplim = value & !7,
            SpecialRegister::Primask => self.primask = value & 1 != 0,
            SpecialRegister::Basepri => self.basepri = value as u8 & PRIORITY_MASK,
            SpecialRegister::Faultmask => self.faultmask = value & 1 != 0,
            SpecialRegister::Control => self.control = value as u8 & (CONTROL_NPRIV | CONTROL_SPSEL),
            SpecialRegister::Sp if self.process_stack(handler_mode) => self.psp = value & !3,
            SpecialRegister::Sp => self.msp = value & !3,
            SpecialRegister::Apsr
            | SpecialRegister::Iapsr
            | SpecialRegister::Eapsr
            | SpecialRegister::Xpsr => {}
            SpecialRegister::Ipsr
            | SpecialRegister::Epsr
            | SpecialRegister::Iepsr
            | SpecialRegister::BasepriMax => {}
        }
    }

    /// Returns true if SP_NS is PSP_NS.
    fn process_stack(&self, handler_mode: bool) -> bool {
        !handler_mode && self.control & CONTROL_SPSEL != 0
    }
}

impl CoreRegisters {
    fn read(&self, register: SpecialRegister) -> u32 {
        match register {
            SpecialRegister::Apsr | SpecialRegister::Eapsr => self.flags.apsr(),
            SpecialRegister::Iapsr | SpecialRegister::Xpsr => self.flags.apsr() | u32::from(self.exception),
            SpecialRegister::Ipsr | SpecialRegister::Iepsr => u32::from(self.exception),
            SpecialRegister::Epsr | SpecialRegister::Sp => 0,
            SpecialRegister::Msp => self.msp(),
            SpecialRegister::Psp => self.psp(),
            SpecialRegister::Msplim => self.msplim,
            SpecialRegister::Psplim => self.psplim,
            SpecialRegister::Primask => u32::from(self.primask),
            SpecialRegister::Basepri | SpecialRegister::BasepriMax => u32::from(self.basepri),
            SpecialRegister::Faultmask => u32::from(self.faultmask),
            SpecialRegister::Control => u32::from(self.control),
        }
    }

    fn write(&mut self, register: SpecialRegister, value: u32) {
        match register {
            SpecialRegister::Apsr
            | SpecialRegister::Iapsr
            | SpecialRegister::Eapsr
            | SpecialRegister::Xpsr => {}
            SpecialRegister::Ipsr | SpecialRegister::Epsr | SpecialRegister::Iepsr | SpecialRegister::Sp => {}
            SpecialRegister::Msp => self.set_msp(value),
            SpecialRegister::Psp => self.set_psp(value),
            SpecialRegister::Msplim => self.msplim = value & !7,
            SpecialRegister::Psplim => self.psplim = value & !7,
            SpecialRegister::Primask => self.primask = value & 1 != 0,
            SpecialRegister::Basepri | SpecialRegister::BasepriMax => {
                self.basepri = value as u8 & PRIORITY_MASK
            }
            SpecialRegister::Faultmask => self.faultmask = value & 1 != 0,
            SpecialRegister::Control => self.set_control(value as u8, CONTROL_ALL),
        }
    }

    /// Writes BASEPRI_MAX: BASEPRI changes only if it then masks more.
    fn raise_base_priority(&mut self, value: u32) {
        let new = value as u8 & PRIORITY_MASK;
        if new != 0 && (self.basepri == 0 || new < self.basepri) {
            self.basepri = new;
        }
    }
}

impl Cpu {
    /// Reads the special register with this SYSm number as MRS does: 0 if there is none, and, without privilege, for
    /// all but the flags and CONTROL.
    pub fn special(&self, number: u8) -> u32 {
        if self.registers.privileged() {
            return self.special_unchecked(number);
        }
        match SpecialRegister::decode(number) {
            Some((
                SpecialRegister::Apsr
                | SpecialRegister::Iapsr
                | SpecialRegister::Eapsr
                | SpecialRegister::Xpsr,
                false,
            )) => self.registers.flags.apsr(),
            Some((SpecialRegister::Control, false)) => u32::from(self.registers.control),
            _ => 0,
        }
    }

    /// Reads the special register with this SYSm number without regard to privilege.
    pub(crate) fn special_unchecked(&self, number: u8) -> u32 {
        match SpecialRegister::decode(number) {
            Some((register, false)) => self.registers.read(register),
            Some((register, true)) => self.non_secure.read(register, self.registers.handler_mode()),
            None => 0,
        }
    }

    /// Writes the special register with this SYSm number as MSR does. `mask` bit 1: N Z C V Q, bit 0: GE.
    pub fn set_special(&mut self, number: u8, value: u32, mask: u8) {
        let privileged = self.registers.privileged();
        match SpecialRegister::decode(number) {
            Some((
                SpecialRegister::Apsr
                | SpecialRegister::Iapsr
                | SpecialRegister::Eapsr
                | SpecialRegister::Xpsr,
                false,
            )) => {
                self.registers.flags.set_masked(value, mask & 2 != 0, mask & 1 != 0);
            }
            Some((SpecialRegister::Control, false)) if !privileged => {
                self.registers.set_control(value as u8, CONTROL_SFPA);
            }
            _ if !privileged => {}
            Some((SpecialRegister::BasepriMax, false)) => self.registers.raise_base_priority(value),
            Some((SpecialRegister::Faultmask, false))
                if value & 1 != 0 && self.execution_priority() <= -1 => {}
            _ => self.set_special_unchecked(number, value),
        }
        self.request_service();
    }

    /// Writes a special register other than the flags without regard to privilege and priority.
    pub(crate) fn set_special_unchecked(&mut self, number: u8, value: u32) {
        match SpecialRegister::decode(number) {
            Some((register, false)) => self.registers.write(register, value),
            Some((register, true)) => {
                self.non_secure.write(register, value, self.registers.handler_mode());
            }
            None => {}
        }
        self.request_service();
    }
}
