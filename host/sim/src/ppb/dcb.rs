//! Debug control block: halting debug of one core.
//! Armv8-M ARM, D1.2 (DHCSR, DCRSR, DCRDR, DEMCR, DFSR, DAUTHSTATUS, DSCSR).

use crate::bus::BusFault;

use super::core_register::CoreRegister;

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

const DBGKEY: u32 = 0xA05F;
const C_DEBUGEN: u32 = 1 << 0;
const C_HALT: u32 = 1 << 1;
const C_STEP: u32 = 1 << 2;
const C_MASKINTS: u32 = 1 << 3;
const S_REGRDY: u32 = 1 << 16;
const S_HALT: u32 = 1 << 17;
const S_SLEEP: u32 = 1 << 18;
const S_LOCKUP: u32 = 1 << 19;
const S_SDE: u32 = 1 << 20;
const S_RETIRE_ST: u32 = 1 << 24;
const S_RESET_ST: u32 = 1 << 25;
const S_RESTART_ST: u32 = 1 << 26;

const REGWNR: u32 = 1 << 16;

const TRCENA: u32 = 1 << 24;
const VC_CORERESET: u32 = 1 << 0;
/// VC_* fields of DEMCR.
const VECTOR_CATCH: u32 = 0x0000_0FF1;
const MON_EN: u32 = 1 << 16;
const MON_PEND: u32 = 1 << 17;
const MON_STEP: u32 = 1 << 18;
const MON_REQ: u32 = 1 << 19;
/// The debug monitor's bits that are kept here; MON_PEND is the exception's pending state.
const MONITOR: u32 = MON_EN | MON_STEP | MON_REQ;
/// SDME: the debug monitor is Secure, because Secure debug is enabled.
const SDME: u32 = 1 << 20;

/// CDSKEY of DSCSR: a write with this bit set leaves CDS alone.
const CDSKEY: u32 = 1 << 17;
/// CDS: the core is in Secure state.
const CDS: u32 = 1 << 16;

/// All four debug levels (Non-secure and Secure, invasive and non-invasive) implemented and enabled: 0b11 each.
/// RP2350 with no debug key in OTP, datasheet §3.5.9.1.
const ALL_DEBUG_ENABLED: u32 = 0xFF;

/// Why a core entered Debug state; a bit of DFSR each.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DebugEvent {
    /// A halt request by DHCSR or a finished step (HALTED).
    Halted,
    /// A BKPT instruction or an FPB match (BKPT).
    Breakpoint,
    /// A DWT comparator match (DWTTRAP).
    Watchpoint,
    /// A vector catch (VCATCH).
    VectorCatch,
    /// An external request (EXTERNAL).
    External,
}

impl DebugEvent {
    const fn dfsr_bit(self) -> u32 {
        match self {
            DebugEvent::Halted => 1 << 0,
            DebugEvent::Breakpoint => 1 << 1,
            DebugEvent::Watchpoint => 1 << 2,
            DebugEvent::VectorCatch => 1 << 3,
            DebugEvent::External => 1 << 4,
        }
    }
}

/// Exceptions at whose entry DEMCR can halt the core. Armv8-M ARM, D1.2.36.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CaughtException {
    /// Reset (VC_CORERESET).
    CoreReset,
    /// MemManage (VC_MMERR).
    MemManage,
    /// UsageFault by an access to an absent or disabled coprocessor (VC_NOCPERR).
    NoCoprocessor,
    /// UsageFault by a check: alignment, division by zero (VC_CHKERR).
    Checking,
    /// UsageFault by state: undefined instruction and the like (VC_STATERR).
    State,
    /// BusFault (VC_BUSERR).
    BusFault,
    /// A fault during exception entry or return (VC_INTERR).
    Interrupt,
    /// HardFault (VC_HARDERR).
    HardFault,
    /// SecureFault (VC_SFERR).
    SecureFault,
}

impl CaughtException {
    const fn demcr_bit(self) -> u32 {
        match self {
            CaughtException::CoreReset => VC_CORERESET,
            CaughtException::MemManage => 1 << 4,
            CaughtException::NoCoprocessor => 1 << 5,
            CaughtException::Checking => 1 << 6,
            CaughtException::State => 1 << 7,
            CaughtException::BusFault => 1 << 8,
            CaughtException::Interrupt => 1 << 9,
            CaughtException::HardFault => 1 << 10,
            CaughtException::SecureFault => 1 << 11,
        }
    }
}

/// What of a reset reaches the debug logic. Armv8-M ARM, B3.2.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DebugReset {
    /// Power-on, RUN pin, rescue: the debug logic starts afresh.
    Cold,
    /// SYSRESETREQ, watchdog: what the debugger has set stays.
    Warm,
}

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

/// The debug control block of one core, and whether the core is in Debug state.
#[derive(Clone, Debug)]
pub struct DebugState {
    /// C_DEBUGEN, C_HALT, C_STEP, C_MASKINTS.
    control: u32,
    halted: bool,
    /// Why the core halts when its present instruction ends.
    pending: Option<DebugEvent>,
    reset_seen: bool,
    restart_seen: bool,
    retired_seen: u64,
    transfer_data: u32,
    demcr: u32,
    dfsr: u32,
    dauthctrl: u32,
    dscsr: u32,
}

impl Default for DebugState {
    fn default() -> Self {
        Self::new()
    }
}

impl DebugState {
    /// State after power-on.
    pub fn new() -> Self {
        Self {
            control: 0,
            halted: false,
            pending: None,
            reset_seen: true,
            restart_seen: false,
            retired_seen: 0,
            transfer_data: 0,
            demcr: 0,
            dfsr: 0,
            dauthctrl: 0,
            dscsr: CDS,
        }
    }

    /// Resets the block; after it the core is halted when the reset vector is caught.
    pub fn reset(&mut self, kind: DebugReset) {
        if kind == DebugReset::Cold {
            *self = Self { retired_seen: self.retired_seen, ..Self::new() };
            return;
        }
        self.control &= !C_HALT;
        self.halted = false;
        self.pending = None;
        self.reset_seen = true;
        self.demcr &= !MONITOR;
        self.dscsr = CDS;
        if self.catches(CaughtException::CoreReset) {
            self.enter_debug_state(DebugEvent::VectorCatch);
        }
    }

    /// The core is in Debug state and executes nothing.
    #[inline]
    pub fn halted(&self) -> bool {
        self.halted
    }

    /// Halting debug is enabled (C_DEBUGEN): breakpoints, catches and BKPT halt the core.
    #[inline]
    pub fn enabled(&self) -> bool {
        self.control & C_DEBUGEN != 0
    }

    /// The core, not halted, must enter Debug state again after one instruction.
    #[inline]
    pub fn stepping(&self) -> bool {
        self.control & (C_DEBUGEN | C_STEP) == C_DEBUGEN | C_STEP
    }

    /// A halt waits for the end of the present instruction: [`DebugState::enter_pending_halt`] carries it out.
    #[inline]
    pub fn halt_pending(&self) -> bool {
        self.pending.is_some()
    }

    /// Asks for Debug state at the end of the present instruction, as a watchpoint does; nothing unless halting
    /// debug is enabled.
    pub fn request_halt(&mut self, event: DebugEvent) {
        if self.enabled() && !self.halted {
            self.pending.get_or_insert(event);
        }
    }

    /// Enters Debug state if a halt waits; true if so.
    pub fn enter_pending_halt(&mut self) -> bool {
        let Some(event) = self.pending else {
            return false;
        };
        self.enter_debug_state(event);
        true
    }

    /// PendSV, SysTick and external interrupts are masked by the debugger (C_MASKINTS).
    #[inline]
    pub fn masks_interrupts(&self) -> bool {
        self.control & (C_DEBUGEN | C_MASKINTS) == C_DEBUGEN | C_MASKINTS
    }

    /// Debug events raise the DebugMonitor exception, where its priority allows: it is enabled and halting debug is not.
    #[inline]
    pub fn monitors(&self) -> bool {
        self.demcr & MON_EN != 0 && !self.enabled()
    }

    /// The debug monitor steps (MON_STEP).
    #[inline]
    pub fn monitor_steps(&self) -> bool {
        self.monitors() && self.demcr & MON_STEP != 0
    }

    /// Notes in DFSR why the DebugMonitor exception is raised.
    pub fn note_event(&mut self, event: DebugEvent) {
        self.dfsr |= event.dfsr_bit();
    }

    /// Trace is enabled (DEMCR.TRCENA): DWT and ITM work.
    #[inline]
    pub fn trace_enabled(&self) -> bool {
        self.demcr & TRCENA != 0
    }

    /// Any debug event needs to be looked for while the core runs.
    #[inline]
    pub fn needs_checks(&self) -> bool {
        self.stepping() || self.halt_pending() || (self.enabled() && self.demcr & VECTOR_CATCH != 0)
    }

    /// The entry of this exception halts the core.
    pub fn catches(&self, exception: CaughtException) -> bool {
        self.enabled() && self.demcr & exception.demcr_bit() != 0
    }

    /// Puts the core into Debug state because of `event`.
    pub fn enter_debug_state(&mut self, event: DebugEvent) {
        self.halted = true;
        self.pending = None;
        self.control |= C_HALT;
        self.dfsr |= event.dfsr_bit();
    }

    /// Stores what a [`DebugAction::ReadRegister`] asked for.
    pub fn set_transfer_data(&mut self, value: u32) {
        self.transfer_data = value;
    }

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
#[path = "dcb_tests.rs"]
mod tests;
