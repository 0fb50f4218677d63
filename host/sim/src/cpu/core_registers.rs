//! Core registers: general registers, banked stack pointers, program status, CONTROL and the masks.

use super::flags::Flags;

/// CONTROL.nPRIV: Thread mode is unprivileged.
pub(super) const CONTROL_NPRIV: u8 = 1;
/// CONTROL.SPSEL: Thread mode uses PSP.
pub(super) const CONTROL_SPSEL: u8 = 2;
/// CONTROL.FPCA: floating-point context is active.
pub(super) const CONTROL_FPCA: u8 = 4;
/// CONTROL.SFPA: floating-point registers hold Secure state.
pub(super) const CONTROL_SFPA: u8 = 8;

/// Number of the stack pointer among the general registers.
pub(super) const SP: usize = 13;
/// Number of the link register.
pub(super) const LR: usize = 14;

/// EPSR.T in the xPSR.
const XPSR_T: u32 = 1 << 24;
/// Exception number in the xPSR.
pub(super) const XPSR_EXCEPTION: u32 = 0x1FF;

/// Core registers of the Secure state.
#[derive(Clone, Debug, Default)]
pub(super) struct CoreRegisters {
    /// r0 to r12, the active SP, LR; element 15 is unused.
    general: [u32; 16],
    /// Address of the instruction being executed, or of the next one between instructions.
    pub pc: u32,
    /// Flags of the APSR.
    pub flags: Flags,
    /// ITSTATE; 0 outside an IT block.
    pub it: u8,
    /// EPSR.T: clear only after a branch to an even address; the next instruction then faults.
    pub thumb: bool,
    /// IPSR: number of the exception being handled, 0 in Thread mode.
    pub exception: u16,
    /// The SP that is not active: PSP while MSP is active, and MSP while PSP is active.
    other_sp: u32,
    /// Limit of MSP.
    pub msplim: u32,
    /// Limit of PSP.
    pub psplim: u32,
    /// CONTROL: nPRIV, SPSEL, FPCA, SFPA.
    pub control: u8,
    /// PRIMASK: exceptions of configurable priority are masked.
    pub primask: bool,
    /// FAULTMASK: all exceptions but NMI are masked.
    pub faultmask: bool,
    /// BASEPRI: exceptions of this priority or lower are masked; 0 masks none.
    pub basepri: u8,
}

impl CoreRegisters {
    /// Returns the registers before reset: all 0, in the Thumb state.
    pub(crate) fn new() -> Self {
        CoreRegisters { thumb: true, ..CoreRegisters::default() }
    }

    /// Returns register `r`, 0 to 14.
    #[inline(always)]
    pub(crate) fn get(&self, r: u8) -> u32 {
        self.general[usize::from(r & 15)]
    }

    /// Sets register `r`, 0 to 12 or 14.
    #[inline(always)]
    pub(crate) fn set(&mut self, r: u8, value: u32) {
        self.general[usize::from(r & 15)] = value;
    }

    /// Returns the active stack pointer.
    #[inline(always)]
    pub(crate) fn sp(&self) -> u32 {
        self.general[SP]
    }

    /// Sets the active stack pointer, bits 1 and 0 of which are always 0.
    #[inline(always)]
    pub(crate) fn set_sp(&mut self, value: u32) {
        self.general[SP] = value & !3;
    }

    /// Returns the link register.
    pub(crate) fn lr(&self) -> u32 {
        self.general[LR]
    }

    /// Sets the link register.
    #[inline(always)]
    pub(crate) fn set_lr(&mut self, value: u32) {
        self.general[LR] = value;
    }

    /// Returns true in Handler mode.
    #[inline(always)]
    pub(crate) fn handler_mode(&self) -> bool {
        self.exception != 0
    }

    /// Returns true in Handler mode or in Thread mode with CONTROL.nPRIV clear.
    pub(crate) fn privileged(&self) -> bool {
        self.handler_mode() || self.control & CONTROL_NPRIV == 0
    }

    /// Returns true while SP is PSP.
    fn process_stack(&self) -> bool {
        !self.handler_mode() && self.control & CONTROL_SPSEL != 0
    }

    /// Returns the limit of the active stack pointer.
    #[inline(always)]
    pub(crate) fn stack_limit(&self) -> u32 {
        if self.process_stack() { self.psplim } else { self.msplim }
    }

    /// Returns the main stack pointer.
    pub(crate) fn msp(&self) -> u32 {
        if self.process_stack() { self.other_sp } else { self.sp() }
    }

    /// Returns the process stack pointer.
    pub(crate) fn psp(&self) -> u32 {
        if self.process_stack() { self.sp() } else { self.other_sp }
    }

    /// Sets the main stack pointer.
    pub(crate) fn set_msp(&mut self, value: u32) {
        if self.process_stack() {
            self.other_sp = value & !3;
        } else {
            self.set_sp(value);
        }
    }

    /// Sets the process stack pointer.
    pub(crate) fn set_psp(&mut self, value: u32) {
        if self.process_stack() {
            self.set_sp(value);
        } else {
            self.other_sp = value & !3;
        }
    }

    /// Sets the exception number and with it the mode, and exchanges the stack pointers accordingly.
    pub(crate) fn set_exception(&mut self, exception: u16) {
        self.set_mode(exception, self.control);
    }

    /// Writes those bits of CONTROL that are set in `mask`, and exchanges the stack pointers accordingly.
    pub(crate) fn set_control(&mut self, value: u8, mask: u8) {
        self.set_mode(self.exception, self.control & !mask | value & mask);
    }

    /// Sets the exception number and CONTROL, and exchanges the stack pointers if the other one becomes active.
    pub(crate) fn set_mode(&mut self, exception: u16, control: u8) {
        let before = self.process_stack();
        self.exception = exception;
        self.control = control;
        if self.process_stack() != before {
            std::mem::swap(&mut self.general[SP], &mut self.other_sp);
        }
    }

    /// Returns the program status register: flags, ITSTATE, T and exception number.
    pub(crate) fn xpsr(&self) -> u32 {
        let it = u32::from(self.it);
        self.flags.apsr()
            | (it & 3) << 25
            | (it & 0xFC) << 8
            | if self.thumb { XPSR_T } else { 0 }
            | u32::from(self.exception)
    }

    /// Sets flags, ITSTATE and T from a program status register.
    pub(crate) fn set_program_status(&mut self, xpsr: u32) {
        self.flags.set_apsr(xpsr);
        self.it = (xpsr >> 25 & 3 | xpsr >> 8 & 0xFC) as u8;
        self.thumb = xpsr & XPSR_T != 0;
    }
}
