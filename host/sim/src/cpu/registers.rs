//! Access to the registers as debuggers, the board and the special-register instructions see them.

use super::Cpu;
use crate::instruction::{Attributes, PREPARATION};
use crate::ppb::nvic::PRIORITY_MASK;

/// CONTROL.nPRIV: Thread mode is unprivileged.
pub(super) const CONTROL_NPRIV: u8 = 1;
/// CONTROL.SPSEL: Thread mode uses PSP.
pub(super) const CONTROL_SPSEL: u8 = 2;
/// CONTROL.FPCA: floating-point context is active.
pub(super) const CONTROL_FPCA: u8 = 4;
/// CONTROL.SFPA: floating-point registers hold Secure state.
pub(super) const CONTROL_SFPA: u8 = 8;

/// Special registers by their SYSm number (Armv8-M ARM D1.1, MRS).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "these are the architecture's own names")]
#[repr(u8)]
pub enum Special {
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
}

impl Cpu {
    /// r0 to r12, active SP (13), LR (14), PC (15: address of the next instruction). 0 for other numbers.
    pub fn register(&self, number: usize) -> u32 {
        match number {
            15 => self.pc,
            0..=14 => self.r[number],
            _ => 0,
        }
    }

    /// Sets a core register; for the PC, bit 0 is ignored and an IT block is left. Other numbers do nothing.
    pub fn set_register(&mut self, number: usize, value: u32) {
        match number {
            15 => {
                self.pc = value & !1;
                self.it = 0;
                self.slot = Attributes::empty();
                self.late = u64::from(PREPARATION);
                self.locked_up = false;
                self.stalled = false;
            }
            13 => self.r[13] = value & !3,
            0..=14 => self.r[number] = value,
            _ => {}
        }
    }

    /// True in Handler mode or in Thread mode with CONTROL.nPRIV clear.
    pub fn privileged(&self) -> bool {
        self.exception != 0 || self.control & CONTROL_NPRIV == 0
    }

    /// True while SP means PSP.
    pub(super) fn process_stack(&self) -> bool {
        self.exception == 0 && self.control & CONTROL_SPSEL != 0
    }

    /// The limit that checks the active SP.
    #[inline(always)]
    pub(super) fn stack_limit(&self) -> u32 {
        if self.process_stack() { self.psplim } else { self.msplim }
    }

    /// The main stack pointer.
    pub fn msp(&self) -> u32 {
        if self.process_stack() { self.other_sp } else { self.r[13] }
    }

    /// The process stack pointer.
    pub fn psp(&self) -> u32 {
        if self.process_stack() { self.r[13] } else { self.other_sp }
    }

    /// Sets the main stack pointer.
    pub fn set_msp(&mut self, value: u32) {
        if self.process_stack() {
            self.other_sp = value & !3;
        } else {
            self.r[13] = value & !3;
        }
    }

    /// Sets the process stack pointer.
    pub fn set_psp(&mut self, value: u32) {
        if self.process_stack() {
            self.r[13] = value & !3;
        } else {
            self.other_sp = value & !3;
        }
    }

    /// Changes mode or CONTROL.SPSEL and banks SP accordingly.
    pub(super) fn switch_stack(&mut self, change: impl FnOnce(&mut Cpu)) {
        let before = self.process_stack();
        change(self);
        if self.process_stack() != before {
            std::mem::swap(&mut self.r[13], &mut self.other_sp);
        }
    }

    /// The program status register: flags, ITSTATE, T and exception number.
    pub fn xpsr(&self) -> u32 {
        let it = u32::from(self.it);
        self.flags.apsr()
            | (it & 3) << 25
            | (it & 0xFC) << 8
            | u32::from(self.thumb) << 24
            | u32::from(self.exception)
    }

    /// Sets flags, ITSTATE and T; with `exception`, IPSR too.
    pub fn set_xpsr(&mut self, value: u32, exception: bool) {
        self.flags.set_apsr(value);
        self.it = (value >> 25 & 3 | value >> 8 & 0xFC) as u8;
        self.thumb = value & 1 << 24 != 0;
        if exception {
            self.switch_stack(|cpu| cpu.exception = (value & 0x1FF) as u16);
        }
    }

    /// Reads the special register with this SYSm number as MRS does: 0 where there is none, and, without privilege,
    /// for all but the flags and CONTROL.
    pub fn special(&self, number: u8) -> u32 {
        if self.privileged() || matches!(number, 0 | 2 | 20) {
            return self.special_unchecked(number);
        }
        match number {
            1 | 3 => self.special_unchecked(number & !1),
            _ => 0,
        }
    }

    /// As [`Cpu::special`] with privilege.
    pub(crate) fn special_unchecked(&self, number: u8) -> u32 {
        match number {
            0..=3 => self.flags.apsr() | if number & 1 != 0 { u32::from(self.exception) } else { 0 },
            5 | 7 => u32::from(self.exception),
            8 => self.msp(),
            9 => self.psp(),
            10 => self.msplim,
            11 => self.psplim,
            16 => u32::from(self.primask),
            17 | 18 => u32::from(self.basepri),
            19 => u32::from(self.faultmask),
            20 => u32::from(self.control),
            0x88 => self.non_secure.msp,
            0x89 => self.non_secure.psp,
            0x8A => self.non_secure.msplim,
            0x8B => self.non_secure.psplim,
            0x90 => u32::from(self.non_secure.primask),
            0x91 => u32::from(self.non_secure.basepri),
            0x93 => u32::from(self.non_secure.faultmask),
            0x94 => u32::from(self.non_secure.control),
            // SP_NS: Thread mode's or Handler mode's.
            0x98 if self.exception == 0 && self.non_secure.control & CONTROL_SPSEL != 0 => {
                self.non_secure.psp
            }
            0x98 => self.non_secure.msp,
            _ => 0,
        }
    }

    /// Writes the special register with this SYSm number as MSR does. `mask` bit 1: N Z C V Q, bit 0: GE.
    pub fn set_special(&mut self, number: u8, value: u32, mask: u8) {
        match number {
            0..=3 => {
                if mask & 2 != 0 {
                    self.flags.set_nzcv(value);
                    self.flags.q = value & 1 << 27 != 0;
                }
                if mask & 1 != 0 {
                    self.flags.ge = (value >> 16 & 0xF) as u8;
                }
            }
            20 if !self.privileged() => self.set_control(value, CONTROL_SFPA),
            _ if !self.privileged() => {}
            18 => {
                let new = value as u8 & PRIORITY_MASK;
                if new != 0 && (self.basepri == 0 || new < self.basepri) {
                    self.basepri = new;
                }
            }
            19 if value & 1 != 0 && self.execution_priority() <= -1 => {}
            _ => self.set_special_unchecked(number, value),
        }
        self.limit = 0;
    }

    /// Writes a special register other than the flags without regard to mode.
    pub(crate) fn set_special_unchecked(&mut self, number: u8, value: u32) {
        let bit = value & 1 != 0;
        match number {
            8 => self.set_msp(value),
            9 => self.set_psp(value),
            10 => self.msplim = value & !7,
            11 => self.psplim = value & !7,
            16 => self.primask = bit,
            17 | 18 => self.basepri = value as u8 & PRIORITY_MASK,
            19 => self.faultmask = bit,
            20 => self.set_control(value, 0xF),
            0x88 => self.non_secure.msp = value & !3,
            0x89 => self.non_secure.psp = value & !3,
            0x8A => self.non_secure.msplim = value & !7,
            0x8B => self.non_secure.psplim = value & !7,
            0x90 => self.non_secure.primask = bit,
            0x91 => self.non_secure.basepri = value as u8 & PRIORITY_MASK,
            0x93 => self.non_secure.faultmask = bit,
            0x94 => self.non_secure.control = value as u8 & (CONTROL_NPRIV | CONTROL_SPSEL),
            0x98 if self.exception == 0 && self.non_secure.control & CONTROL_SPSEL != 0 => {
                self.non_secure.psp = value & !3;
            }
            0x98 => self.non_secure.msp = value & !3,
            _ => {}
        }
        self.limit = 0;
    }

    /// Writes those bits of CONTROL that are set in `mask`.
    fn set_control(&mut self, value: u32, mask: u8) {
        self.switch_stack(|cpu| cpu.control = cpu.control & !mask | value as u8 & mask & 0xF);
    }
}

/// Registers of the Non-secure bank. Secure code may set them up; nothing here runs in the Non-secure state, and their
/// masks do not hold back Secure exceptions.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct NonSecureBank {
    msp: u32,
    psp: u32,
    msplim: u32,
    psplim: u32,
    control: u8,
    primask: bool,
    faultmask: bool,
    basepri: u8,
}
