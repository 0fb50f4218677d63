//! Faults: status registers, escalation to HardFault, lock-up (Armv8-M ARM B3.12, B3.13, B3.33).

use super::frame::FrameAccess;
use crate::bus::{Bus, BusFault};
use crate::cpu::Cpu;
use crate::cpu::execution_state::Activity;
use crate::cpu::trap::{Fault, Trap};
use crate::ppb::dcb::{CaughtException, DebugEvent};
use crate::ppb::nvic::number;

// Bits of CFSR: MemManage, BusFault and UsageFault status.
const IACCVIOL: u32 = 1;
const DACCVIOL: u32 = 1 << 1;
const MUNSTKERR: u32 = 1 << 3;
const MSTKERR: u32 = 1 << 4;
const MLSPERR: u32 = 1 << 5;
const MMARVALID: u32 = 1 << 7;
const IBUSERR: u32 = 1 << 8;
const PRECISERR: u32 = 1 << 9;
const UNSTKERR: u32 = 1 << 11;
const STKERR: u32 = 1 << 12;
const LSPERR: u32 = 1 << 13;
const BFARVALID: u32 = 1 << 15;
const UNDEFINSTR: u32 = 1 << 16;
const INVSTATE: u32 = 1 << 17;
const INVPC: u32 = 1 << 18;
const NOCP: u32 = 1 << 19;
const STKOF: u32 = 1 << 20;
const UNALIGNED: u32 = 1 << 24;
const DIVBYZERO: u32 = 1 << 25;
// Bits of SFSR.
const LSERR: u32 = 1 << 7;
// Bits of HFSR.
const VECTTBL: u32 = 1 << 1;
const FORCED: u32 = 1 << 30;
const DEBUGEVT: u32 = 1 << 31;

/// PC of a core that is locked up.
const LOCKUP_ADDRESS: u32 = 0xEFFF_FFFE;

/// Status bit and exception of a fault.
fn status(fault: Fault) -> (u32, u16) {
    match fault {
        Fault::Undefined => (UNDEFINSTR, number::USAGE_FAULT),
        Fault::NoCoprocessor => (NOCP, number::USAGE_FAULT),
        Fault::InvalidState => (INVSTATE, number::USAGE_FAULT),
        Fault::InvalidReturn => (INVPC, number::USAGE_FAULT),
        Fault::Unaligned => (UNALIGNED, number::USAGE_FAULT),
        Fault::DivideByZero => (DIVBYZERO, number::USAGE_FAULT),
        Fault::StackLimit => (STKOF, number::USAGE_FAULT),
        Fault::DataBus { .. } => (PRECISERR | BFARVALID, number::BUS_FAULT),
        Fault::DataProtection { .. } => (DACCVIOL | MMARVALID, number::MEM_MANAGE),
        Fault::Fetch => (IBUSERR, number::BUS_FAULT),
        Fault::ExecuteNever => (IACCVIOL, number::MEM_MANAGE),
        Fault::LazyState => (LSERR, number::SECURE_FAULT),
    }
}

/// Vector catch of DEMCR for a fault.
fn vector_catch(fault: Fault) -> CaughtException {
    match fault {
        Fault::NoCoprocessor => CaughtException::NoCoprocessor,
        Fault::Unaligned | Fault::DivideByZero => CaughtException::Checking,
        Fault::DataBus { .. } | Fault::Fetch => CaughtException::BusFault,
        Fault::ExecuteNever | Fault::DataProtection { .. } => CaughtException::MemManage,
        Fault::LazyState => CaughtException::SecureFault,
        Fault::Undefined | Fault::InvalidState | Fault::InvalidReturn | Fault::StackLimit => {
            CaughtException::State
        }
    }
}

impl Cpu {
    /// Takes the exception of a fault; the return address is the PC.
    pub(in crate::cpu) fn take_fault<B: Bus>(&mut self, bus: &mut B, fault: Fault) {
        let (status, exception) = status(fault);
        self.record_status(status, exception);
        match fault {
            Fault::DataBus { address } => self.scb.bfar = address,
            Fault::DataProtection { address } => self.scb.mmfar = address,
            Fault::Undefined | Fault::NoCoprocessor | Fault::InvalidState | Fault::InvalidReturn => {}
            Fault::Unaligned | Fault::DivideByZero | Fault::StackLimit => {}
            Fault::Fetch | Fault::ExecuteNever | Fault::LazyState => {}
        }
        if let Some(exception) = self.escalate(exception) {
            self.enter_exception(bus, exception);
        }
        self.catch(vector_catch(fault));
    }

    /// Halts at the handler's first instruction if the debugger catches this exception.
    pub(super) fn catch(&mut self, exception: CaughtException) {
        if self.debug.catches(exception) {
            self.debug.request_halt(DebugEvent::VectorCatch);
        }
    }

    /// Takes SVC, which escalates to HardFault if its priority is too low.
    pub(in crate::cpu) fn take_supervisor_call<B: Bus>(&mut self, bus: &mut B) {
        if let Some(exception) = self.escalate(number::SV_CALL) {
            self.enter_exception(bus, exception);
        }
    }

    /// Pends DebugMonitor for a debug event without halting debug, if it can be taken now. Returns false if it cannot;
    /// the event is then ignored.
    pub(in crate::cpu) fn pend_monitor(&mut self, event: DebugEvent) -> bool {
        let taken = self.debug.monitors() && self.could_take(number::DEBUG_MONITOR);
        if taken {
            self.debug.record_event(event);
            self.nvic.pend(number::DEBUG_MONITOR);
            self.request_service();
        }
        taken
    }

    /// Takes BKPT without halting debug: as DebugMonitor, or else as HardFault.
    pub(in crate::cpu) fn take_debug_event<B: Bus>(&mut self, bus: &mut B) {
        if self.pend_monitor(DebugEvent::Breakpoint) {
            return self.enter_exception(bus, number::DEBUG_MONITOR);
        }
        if self.execution_priority() <= -1 {
            return self.lock_up();
        }
        self.scb.hfsr |= DEBUGEVT;
        self.enter_exception(bus, number::HARD_FAULT);
    }

    /// Returns the exception that a synchronous exception leads to: itself, HardFault, or `None` for lock-up.
    fn escalate(&mut self, exception: u16) -> Option<u16> {
        if self.could_take(exception) {
            return Some(exception);
        }
        if self.execution_priority() <= -1 {
            self.lock_up();
            return None;
        }
        self.scb.hfsr |= FORCED;
        Some(number::HARD_FAULT)
    }

    fn lock_up(&mut self) {
        self.state.activity = Activity::LockedUp;
        self.registers.pc = LOCKUP_ADDRESS;
        self.request_service();
    }

    /// Pends the derived exception of a failed stacking or unstacking. Returns false if the core cannot continue: it is
    /// locked up or must stop.
    pub(super) fn pend_derived(&mut self, trap: Trap, access: FrameAccess) -> bool {
        let Trap::Fault(fault) = trap else {
            return false;
        };
        let (status, exception) = match (fault, access) {
            (Fault::DataBus { .. }, FrameAccess::Stacking) => (STKERR, number::BUS_FAULT),
            (Fault::DataBus { .. }, FrameAccess::Unstacking) => (UNSTKERR, number::BUS_FAULT),
            (Fault::DataProtection { .. }, FrameAccess::Stacking) => (MSTKERR, number::MEM_MANAGE),
            (Fault::DataProtection { .. }, FrameAccess::Unstacking) => (MUNSTKERR, number::MEM_MANAGE),
            (other, _) => status(other),
        };
        self.record_status(status, exception);
        self.catch(CaughtException::Interrupt);
        match self.escalate(exception) {
            Some(exception) => {
                self.nvic.pend(exception);
                true
            }
            None => false,
        }
    }

    /// Tail-chains the derived exception of a failed return, with EXC_RETURN again in LR.
    pub(super) fn take_derived_on_return<B: Bus>(&mut self, bus: &mut B, trap: Trap, link: u32) {
        if self.pend_derived(trap, FrameAccess::Unstacking) {
            self.start_handler(bus, link);
        }
    }

    /// Pends HardFault because the vector of `exception` could not be read; `exception` stays pending. Returns false if
    /// the core cannot continue: it is locked up, because HardFault would not preempt, or must stop.
    pub(super) fn pend_vector_fault(&mut self, fault: BusFault, exception: u16) -> bool {
        if self.bus_fault(fault) == Trap::Unmodelled {
            return false;
        }
        self.scb.hfsr |= VECTTBL;
        if matches!(exception, number::HARD_FAULT | number::NMI) {
            self.lock_up();
            return false;
        }
        self.nvic.pend(number::HARD_FAULT);
        true
    }

    /// Sets bits of CFSR, or of SFSR for a SecureFault.
    fn record_status(&mut self, status: u32, exception: u16) {
        if exception == number::SECURE_FAULT {
            self.scb.sfsr |= status;
        } else {
            self.scb.cfsr |= status;
        }
    }

    /// Pends the exception of a fault during lazy stacking (PreserveFPState). `ready` returns true if FPCCR records
    /// that an exception could be taken when lazy stacking was prepared; an exception that could not escalates to
    /// HardFault. Returns a trap if the instruction is abandoned; otherwise the exception stays pending.
    pub(in crate::cpu) fn pend_lazy_fault(
        &mut self,
        trap: Trap,
        ready: impl Fn(u16) -> bool,
    ) -> Option<Trap> {
        let Trap::Fault(fault) = trap else {
            return Some(trap);
        };
        let (status, exception) = match fault {
            Fault::DataBus { .. } => (LSPERR, number::BUS_FAULT),
            Fault::DataProtection { .. } => (MLSPERR, number::MEM_MANAGE),
            other => status(other),
        };
        self.record_status(status, exception);
        let escalates = !ready(exception);
        let taken = if escalates { number::HARD_FAULT } else { exception };
        if !self.could_take(taken) && !ready(number::HARD_FAULT) {
            self.lock_up();
            return Some(Trap::Preempted);
        }
        self.scb.hfsr |= if escalates { FORCED } else { 0 };
        self.nvic.pend(taken);
        self.preempting().is_some().then_some(Trap::Preempted)
    }
}
