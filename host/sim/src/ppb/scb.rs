//! System control block: registers that hold state of their own (Armv8-M ARM D1.2).
//!
//! ICSR, SHPRn, SHCSR and STIR show state of the interrupt controller: [`crate::cpu`] composes them.

use bitflags::bitflags;

use super::mpu::Mpu;
use super::sau::Sau;

/// Auxiliary Control Register.
pub const ACTLR: u32 = 0xE000_E008;
/// Coprocessor Power Control Register.
pub const CPPWR: u32 = 0xE000_E00C;
/// Interrupt Control and State Register.
pub const ICSR: u32 = 0xE000_ED04;
/// Vector Table Offset Register.
pub const VTOR: u32 = 0xE000_ED08;
/// Application Interrupt and Reset Control Register.
pub const AIRCR: u32 = 0xE000_ED0C;
/// System Control Register.
pub const SCR: u32 = 0xE000_ED10;
/// Configuration and Control Register.
pub const CCR: u32 = 0xE000_ED14;
/// System Handler Priority Register 1.
pub const SHPR1: u32 = 0xE000_ED18;
/// System Handler Priority Register 3.
pub const SHPR3: u32 = 0xE000_ED20;
/// System Handler Control and State Register.
pub const SHCSR: u32 = 0xE000_ED24;
/// Configurable Fault Status Register.
pub const CFSR: u32 = 0xE000_ED28;
/// HardFault Status Register.
pub const HFSR: u32 = 0xE000_ED2C;
/// MemManage Fault Address Register.
pub const MMFAR: u32 = 0xE000_ED34;
/// BusFault Address Register.
pub const BFAR: u32 = 0xE000_ED38;
/// Auxiliary Fault Status Register.
pub const AFSR: u32 = 0xE000_ED3C;
/// Coprocessor Access Control Register.
pub const CPACR: u32 = 0xE000_ED88;
/// Non-secure Access Control Register.
pub const NSACR: u32 = 0xE000_ED8C;
/// Secure Fault Status Register.
pub const SFSR: u32 = 0xE000_EDE4;
/// Secure Fault Address Register.
pub const SFAR: u32 = 0xE000_EDE8;
/// Software Triggered Interrupt Register.
pub const STIR: u32 = 0xE000_EF00;
/// Floating-Point Context Control Register.
pub const FPCCR: u32 = 0xE000_EF34;
/// Floating-Point Context Address Register.
pub const FPCAR: u32 = 0xE000_EF38;
/// Floating-Point Default Status Control Register.
pub const FPDSCR: u32 = 0xE000_EF3C;
/// First of the cache and branch predictor maintenance registers.
pub const ICIALLU: u32 = 0xE000_EF50;
/// Last of the cache and branch predictor maintenance registers.
pub const BPIALL: u32 = 0xE000_EF78;

/// VECTKEY of AIRCR: the upper halfword that a write needs.
pub const AIRCR_VECTKEY: u32 = 0x05FA << 16;
/// SYSRESETREQ of AIRCR: requests a reset of the system.
pub const AIRCR_SYSRESETREQ: u32 = 1 << 2;
/// VECTCLRACTIVE of AIRCR: clears the active state of all exceptions.
pub const AIRCR_VECTCLRACTIVE: u32 = 1 << 1;
/// BFHFNMINS of AIRCR: BusFault, HardFault and NMI are Non-secure.
pub(crate) const AIRCR_BFHFNMINS: u32 = 1 << 13;
/// VECTKEYSTAT: the upper halfword of AIRCR when it is read.
const AIRCR_VECTKEYSTAT: u32 = 0xFA05 << 16;
/// PRIS, PRIGROUP and SYSRESETREQS of AIRCR: the fields that are stored.
const AIRCR_STORED: u32 = 0x4708;

/// SLEEPONEXIT, SLEEPDEEP, SLEEPDEEPS and SEVONPEND of SCR.
const SCR_STORED: u32 = 0x1E;

bitflags! {
    /// Fields of CCR.
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    pub struct Ccr: u32 {
        /// Reserved, reads as one.
        const RES1 = 1 << 0;
        /// Unprivileged code may write STIR.
        const USERSETMPEND = 1 << 1;
        /// Unaligned halfword and word accesses fault.
        const UNALIGN_TRP = 1 << 3;
        /// Divisions by zero fault.
        const DIV_0_TRP = 1 << 4;
        /// Precise bus faults of data accesses at negative priority are ignored.
        const BFHFNMIGN = 1 << 8;
        /// Exception entry aligns the stack to 8 bytes; reads as one.
        const STKALIGN = 1 << 9;
        /// Stack limit violations at negative priority are ignored.
        const STKOFHFNMIGN = 1 << 10;
        /// Data cache enable: storage, this core has no caches.
        const DC = 1 << 16;
        /// Instruction cache enable: storage.
        const IC = 1 << 17;
        /// Branch prediction enable: storage.
        const BP = 1 << 18;
    }
}

impl Ccr {
    const READ_AS_ONE: Self = Self::RES1.union(Self::STKALIGN);
}

/// LSPACT of FPCCR: lazy state preservation is active.
pub const FPCCR_LSPACT: u32 = 1;
/// LSPEN of FPCCR: lazy state preservation is enabled.
pub const FPCCR_LSPEN: u32 = 1 << 30;
/// ASPEN of FPCCR: automatic state preservation is enabled.
pub const FPCCR_ASPEN: u32 = 1 << 31;
/// TS of FPCCR: the registers are treated as Secure, so that s16 to s31 are stacked too.
pub const FPCCR_TS: u32 = 1 << 26;
/// S of FPCCR: the context belongs to the Secure state.
const FPCCR_S: u32 = 1 << 2;
const FPCCR_STORED: u32 = 0xFC00_07FF;
/// AHP, DN, FZ and RMode of FPDSCR.
const FPDSCR_STORED: u32 = 0x07C0_0000;

/// CP0 to CP7 of CPACR, two bits each.
const CPACR_COPROCESSORS: u32 = 0xFFFF;
/// CP10 of CPACR; CP11 has the same value.
const CPACR_FPU: u32 = 0b11 << 20;
/// CP0 to CP7, CP10 and CP11 of NSACR.
const NSACR_STORED: u32 = 0x0CFF;

/// State of the system control block of one core.
#[derive(Clone, Debug)]
pub struct Scb {
    /// VTOR.
    pub vtor: u32,
    aircr: u32,
    /// SCR.
    pub scr: u32,
    ccr: Ccr,
    /// CFSR.
    pub cfsr: u32,
    /// SFSR.
    pub sfsr: u32,
    /// HFSR.
    pub hfsr: u32,
    /// MMFAR.
    pub mmfar: u32,
    /// BFAR.
    pub bfar: u32,
    cpacr: u32,
    cppwr: u32,
    nsacr: u32,
    actlr: u32,
    /// FPCCR.
    pub fpccr: u32,
    /// FPCAR.
    pub fpcar: u32,
    /// FPDSCR.
    pub fpdscr: u32,
    /// Memory protection unit.
    pub mpu: Mpu,
    /// Security attribution unit.
    pub sau: Sau,
}

impl Scb {
    /// Returns the state after reset.
    pub fn new() -> Self {
        Scb {
            vtor: 0,
            aircr: 0,
            scr: 0,
            ccr: Ccr::READ_AS_ONE,
            cfsr: 0,
            sfsr: 0,
            hfsr: 0,
            mmfar: 0,
            bfar: 0,
            cpacr: 0,
            cppwr: 0,
            nsacr: 0,
            actlr: 0,
            fpccr: FPCCR_ASPEN | FPCCR_LSPEN | FPCCR_S,
            fpcar: 0,
            fpdscr: 0,
            mpu: Mpu::default(),
            sau: Sau::default(),
        }
    }

    /// Returns true if unaligned accesses fault (CCR.UNALIGN_TRP).
    #[inline]
    pub fn trap_unaligned(&self) -> bool {
        self.ccr.contains(Ccr::UNALIGN_TRP)
    }

    /// Returns true if a division by zero faults (CCR.DIV_0_TRP).
    #[inline]
    pub fn trap_divide_by_zero(&self) -> bool {
        self.ccr.contains(Ccr::DIV_0_TRP)
    }

    /// Returns true if unprivileged code may write STIR (CCR.USERSETMPEND).
    pub fn user_may_pend(&self) -> bool {
        self.ccr.contains(Ccr::USERSETMPEND)
    }

    /// Returns true if data bus faults at negative priority are ignored (CCR.BFHFNMIGN).
    pub fn ignores_bus_faults(&self) -> bool {
        self.ccr.contains(Ccr::BFHFNMIGN)
    }

    /// Returns true if stack limits are ignored at negative priority (CCR.STKOFHFNMIGN).
    pub fn ignores_stack_limits(&self) -> bool {
        self.ccr.contains(Ccr::STKOFHFNMIGN)
    }

    /// Returns AIRCR.PRIGROUP.
    pub fn priority_grouping(&self) -> u32 {
        self.aircr >> 8 & 7
    }

    /// Returns the CPACR field of coprocessor `number`: 0 access denied, 1 privileged access only, 3 full access.
    #[inline]
    pub fn coprocessor_access(&self, number: u32) -> u32 {
        self.cpacr >> (2 * number) & 3
    }

    /// Stores the fields of AIRCR that are state.
    pub(crate) fn set_aircr(&mut self, value: u32) {
        self.aircr = value & AIRCR_STORED;
    }

    /// Reads a register; `None` if the block holds no register at the address.
    pub(crate) fn read(&self, address: u32) -> Option<u32> {
        Some(match address {
            ACTLR => self.actlr,
            CPPWR => self.cppwr,
            VTOR => self.vtor,
            AIRCR => AIRCR_VECTKEYSTAT | self.aircr,
            SCR => self.scr,
            CCR => self.ccr.bits(),
            CFSR => self.cfsr,
            HFSR => self.hfsr,
            MMFAR => self.mmfar,
            BFAR => self.bfar,
            CPACR => self.cpacr,
            NSACR => self.nsacr,
            SFSR => self.sfsr,
            // No auxiliary faults; a SecureFault with an address needs Non-secure code.
            AFSR | SFAR => 0,
            FPCCR => self.fpccr,
            FPCAR => self.fpcar,
            FPDSCR => self.fpdscr,
            _ => return None,
        })
    }

    /// Writes a register other than AIRCR; returns false if the block holds no register at the address.
    pub(crate) fn write(&mut self, address: u32, value: u32) -> bool {
        match address {
            ACTLR => self.actlr = value,
            CPPWR => self.cppwr = value,
            VTOR => self.vtor = value & !0x7F,
            SCR => self.scr = value & SCR_STORED,
            CCR => self.ccr = Ccr::from_bits_truncate(value) | Ccr::READ_AS_ONE,
            CFSR => self.cfsr &= !value,
            HFSR => self.hfsr &= !value,
            MMFAR => self.mmfar = value,
            BFAR => self.bfar = value,
            CPACR => {
                self.cpacr = value & (CPACR_COPROCESSORS | CPACR_FPU) | (value & CPACR_FPU) << 2;
            }
            NSACR => self.nsacr = value & NSACR_STORED,
            SFSR => self.sfsr &= !value,
            AFSR | SFAR => {}
            FPCCR => self.fpccr = value & FPCCR_STORED,
            FPCAR => self.fpcar = value & !7,
            FPDSCR => self.fpdscr = value & FPDSCR_STORED,
            // No caches and no branch predictor to maintain.
            ICIALLU..=BPIALL => {}
            _ => return false,
        }
        true
    }
}

impl Default for Scb {
    fn default() -> Self {
        Self::new()
    }
}
