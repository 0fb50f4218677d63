//! System control block, SAU and the memory-mapped floating-point registers (Armv8-M ARM D1.2).

use super::identification;
use super::mpu::Mpu;
use super::nvic::number;
use super::sau::Sau;
use crate::cpu::Cpu;

/// CCR bits.
const USERSETMPEND: u32 = 1 << 1;
const UNALIGN_TRP: u32 = 1 << 3;
const DIV_0_TRP: u32 = 1 << 4;
const BFHFNMIGN: u32 = 1 << 8;
const STKOFHFNMIGN: u32 = 1 << 10;
/// Bits of CCR that can be written.
const CCR_WRITABLE: u32 =
    USERSETMPEND | UNALIGN_TRP | DIV_0_TRP | BFHFNMIGN | STKOFHFNMIGN | 1 << 16 | 1 << 17 | 1 << 18;
/// STKALIGN and, where Armv7-M had NONBASETHRDENA, a reserved bit: they read as one.
const CCR_ONES: u32 = 1 << 9 | 1;

/// FPCCR bits.
pub const FPCCR_LSPACT: u32 = 1;
/// Lazy state preservation.
pub const FPCCR_LSPEN: u32 = 1 << 30;
/// Automatic state preservation.
pub const FPCCR_ASPEN: u32 = 1 << 31;
/// Secure callee-saved registers are stacked too.
pub const FPCCR_TS: u32 = 1 << 26;

/// Registers of the system control block that are plain state.
#[derive(Clone, Debug)]
pub struct Scb {
    /// Vector table offset.
    pub vtor: u32,
    /// AIRCR bits that read back: PRIGROUP, PRIS, BFHFNMINS, SYSRESETREQS, IESB and DIT.
    aircr: u32,
    /// System control: SLEEPONEXIT 1, SLEEPDEEP 2, SEVONPEND 4.
    pub scr: u32,
    ccr: u32,
    /// Configurable fault status.
    pub cfsr: u32,
    /// SecureFault status.
    pub sfsr: u32,
    /// HardFault status.
    pub hfsr: u32,
    /// MemManage fault address.
    pub mmfar: u32,
    /// BusFault address.
    pub bfar: u32,
    /// Coprocessor access control.
    pub cpacr: u32,
    /// Coprocessor power control: state that may become unknown.
    cppwr: u32,
    nsacr: u32,
    actlr: u32,
    afsr: u32,
    /// Floating-point context control.
    pub fpccr: u32,
    /// Floating-point context address.
    pub fpcar: u32,
    /// Default FPSCR of new contexts.
    pub fpdscr: u32,
    /// Memory protection.
    pub mpu: Mpu,
    /// Security attribution.
    pub sau: Sau,
}

impl Scb {
    /// State after reset.
    pub fn new() -> Self {
        Scb {
            vtor: 0,
            aircr: 0,
            scr: 0,
            ccr: CCR_ONES,
            cfsr: 0,
            sfsr: 0,
            hfsr: 0,
            mmfar: 0,
            bfar: 0,
            cpacr: 0,
            cppwr: 0,
            nsacr: 0,
            actlr: 0,
            afsr: 0,
            fpccr: FPCCR_ASPEN | FPCCR_LSPEN | 0x4,
            fpcar: 0,
            fpdscr: 0,
            mpu: Mpu::default(),
            sau: Sau::default(),
        }
    }

    /// CCR.UNALIGN_TRP.
    #[inline]
    pub fn trap_unaligned(&self) -> bool {
        self.ccr & UNALIGN_TRP != 0
    }

    /// CCR.DIV_0_TRP.
    #[inline]
    pub fn trap_divide_by_zero(&self) -> bool {
        self.ccr & DIV_0_TRP != 0
    }

    /// CCR.USERSETMPEND.
    pub fn user_may_pend(&self) -> bool {
        self.ccr & USERSETMPEND != 0
    }

    /// CCR.BFHFNMIGN: data bus faults at negative priority are ignored.
    pub fn ignores_bus_faults(&self) -> bool {
        self.ccr & BFHFNMIGN != 0
    }

    /// CCR.STKOFHFNMIGN: stack limits are ignored at negative priority.
    pub fn ignores_stack_limits(&self) -> bool {
        self.ccr & STKOFHFNMIGN != 0
    }

    /// AIRCR.PRIGROUP.
    pub fn priority_grouping(&self) -> u32 {
        self.aircr >> 8 & 7
    }

    /// Whether coprocessor `number` may be used (CPACR): 0 never, 1 privileged only, 3 always.
    #[inline]
    pub fn coprocessor_access(&self, number: u32) -> u32 {
        self.cpacr >> (2 * number) & 3
    }
}

impl Default for Scb {
    fn default() -> Self {
        Self::new()
    }
}

impl Cpu {
    /// Reads an offset of the system control space; `None` where no register is modelled.
    pub(super) fn system_read(&mut self, offset: u32) -> Option<u32> {
        let scb = &self.scb;
        Some(match offset {
            0x008 => scb.actlr,
            0x00C => scb.cppwr,
            0xD04 => self.icsr(),
            0xD08 => scb.vtor,
            0xD0C => 0xFA05_0000 | scb.aircr,
            0xD10 => scb.scr,
            0xD14 => scb.ccr,
            0xD18 | 0xD1C | 0xD20 => self.nvic.system_priorities((offset - 0xD18) / 4),
            0xD24 => self.shcsr(),
            0xD28 => scb.cfsr,
            0xD2C => scb.hfsr,
            0xD34 => scb.mmfar,
            0xD38 => scb.bfar,
            0xD3C => scb.afsr,
            0xD88 => scb.cpacr,
            0xD8C => scb.nsacr,
            0xD90..=0xDC4 => return scb.mpu.read(offset),
            0xDD0..=0xDE0 => scb.sau.read(offset),
            0xDE4 => scb.sfsr,
            // SecureFaults that know an address need Non-secure code.
            0xDE8 => 0,
            0xF34 => scb.fpccr,
            0xF38 => scb.fpcar,
            0xF3C => scb.fpdscr,
            _ => return identification::feature(offset),
        })
    }

    /// Writes an offset of the system control space; false where no register is modelled.
    pub(super) fn system_write(&mut self, offset: u32, value: u32) -> bool {
        let scb = &mut self.scb;
        match offset {
            0x008 => scb.actlr = value,
            0x00C => scb.cppwr = value,
            0xD04 => self.write_icsr(value),
            0xD08 => scb.vtor = value & !0x7F,
            0xD0C => return self.write_aircr(value),
            0xD10 => scb.scr = value & 0x1E,
            0xD14 => scb.ccr = value & CCR_WRITABLE | CCR_ONES,
            0xD24 => self.write_shcsr(value),
            0xD28 => scb.cfsr &= !value,
            0xD2C => scb.hfsr &= !value,
            0xD34 => scb.mmfar = value,
            0xD38 => scb.bfar = value,
            0xD3C => scb.afsr = 0,
            // Coprocessors 0 to 7 and the FPU (10, 11 follows 10).
            0xD88 => scb.cpacr = value & 0x0030_FFFF | (value & 0x0030_0000) << 2,
            0xD8C => scb.nsacr = value & 0x0CFF,
            0xD90..=0xDC4 => {
                let known = scb.mpu.write(offset, value);
                self.refresh_checks();
                return known;
            }
            0xDD0..=0xDE0 => return scb.sau.write(offset, value),
            0xDE4 => scb.sfsr &= !value,
            0xDE8 => {}
            0xF00 => self.nvic.trigger(value & 0x1FF),
            0xF34 => scb.fpccr = value & 0xFC00_07FF,
            0xF38 => scb.fpcar = value & !7,
            0xF3C => scb.fpdscr = value & 0x07C0_0000,
            // Instruction and branch predictor maintenance: this core has no caches.
            0xF50..=0xF78 => {}
            _ => return identification::feature(offset).is_some(),
        }
        true
    }

    fn icsr(&self) -> u32 {
        let nvic = &self.nvic;
        let vector = self.highest_pending().unwrap_or(0);
        let other_active = nvic.active() & !(1 << self.exception_number());
        u32::from(self.exception_number())
            | u32::from(other_active == 0) << 11
            | u32::from(vector) << 12
            | u32::from(nvic.pending() >> 16 != 0) << 22
            | u32::from(nvic.is_pending(number::SYS_TICK)) << 26
            | u32::from(nvic.is_pending(number::PEND_SV)) << 28
            | u32::from(nvic.is_pending(number::NMI)) << 31
    }

    fn write_icsr(&mut self, value: u32) {
        for (set, clear, exception) in
            [(31, 30, number::NMI), (28, 27, number::PEND_SV), (26, 25, number::SYS_TICK)]
        {
            if value >> set & 1 != 0 {
                self.nvic.pend(exception);
            } else if value >> clear & 1 != 0 {
                self.nvic.unpend(exception);
            }
        }
    }

    /// AIRCR; false for targeting BusFault, HardFault and NMI at the Non-secure state.
    fn write_aircr(&mut self, value: u32) -> bool {
        if value >> 16 != 0x05FA {
            return true;
        }
        if value & 1 << 2 != 0 {
            self.request_reset();
        }
        // VECTCLRACTIVE is for debuggers: without effect unless the core is in Debug state.
        if value & 1 << 1 != 0 && self.debug.halted() {
            self.clear_active_exceptions();
        }
        self.scb.aircr = value & 0x4708;
        value & 1 << 13 == 0
    }

    /// Bits of SHCSR: position, exception, and what they show.
    const HANDLERS: [(u32, u16, Handler); 18] = [
        (0, number::MEM_MANAGE, Handler::Active),
        (1, number::BUS_FAULT, Handler::Active),
        (2, number::HARD_FAULT, Handler::Active),
        (3, number::USAGE_FAULT, Handler::Active),
        (4, number::SECURE_FAULT, Handler::Active),
        (5, number::NMI, Handler::Active),
        (7, number::SV_CALL, Handler::Active),
        (8, number::DEBUG_MONITOR, Handler::Active),
        (10, number::PEND_SV, Handler::Active),
        (11, number::SYS_TICK, Handler::Active),
        (12, number::USAGE_FAULT, Handler::Pending),
        (13, number::MEM_MANAGE, Handler::Pending),
        (14, number::BUS_FAULT, Handler::Pending),
        (15, number::SV_CALL, Handler::Pending),
        (20, number::SECURE_FAULT, Handler::Pending),
        (21, number::HARD_FAULT, Handler::Pending),
        (16, number::MEM_MANAGE, Handler::Enabled),
        (17, number::BUS_FAULT, Handler::Enabled),
    ];

    fn shcsr(&self) -> u32 {
        let mut value = u32::from(self.nvic.is_enabled(number::USAGE_FAULT)) << 18
            | u32::from(self.nvic.is_enabled(number::SECURE_FAULT)) << 19;
        for (bit, exception, shows) in Self::HANDLERS {
            let on = match shows {
                Handler::Active => self.nvic.is_active(exception),
                Handler::Pending => self.nvic.is_pending(exception),
                Handler::Enabled => self.nvic.is_enabled(exception),
            };
            value |= u32::from(on) << bit;
        }
        value
    }

    fn write_shcsr(&mut self, value: u32) {
        self.nvic.set_enabled(number::USAGE_FAULT, value >> 18 & 1 != 0);
        self.nvic.set_enabled(number::SECURE_FAULT, value >> 19 & 1 != 0);
        for (bit, exception, shows) in Self::HANDLERS {
            let on = value >> bit & 1 != 0;
            match shows {
                Handler::Active if matches!(exception, number::NMI | number::HARD_FAULT) => {}
                Handler::Active => self.nvic.set_active(exception, on),
                Handler::Pending if on => self.nvic.pend(exception),
                Handler::Pending => self.nvic.unpend(exception),
                Handler::Enabled => self.nvic.set_enabled(exception, on),
            }
        }
    }
}

/// What a bit of SHCSR shows.
#[derive(Clone, Copy)]
enum Handler {
    Active,
    Pending,
    Enabled,
}
