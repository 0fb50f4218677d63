//! Faults: status registers, escalation to HardFault, lock-up (Armv8-M ARM B3.12, B3.13, B3.33).

use crate::bus::{Bus, BusFault};
use crate::cpu::Cpu;
use crate::cpu::exit::Trap;
use crate::ppb::dcb::{CaughtException, DebugEvent};
use crate::ppb::nvic::number;

// CFSR: MemManage, BusFault and UsageFault status.
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
// SFSR.
const LSERR: u32 = 1 << 7;
// HFSR.
const VECTTBL: u32 = 1 << 1;
const FORCED: u32 = 1 << 30;
const DEBUGEVT: u32 = 1 << 31;

/// Where the PC stands while the core is locked up.
const LOCKUP_ADDRESS: u32 = 0xEFFF_FFFE;

/// On which side of a handler a fault arises.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    Stacking,
    Unstacking,
}

/// Status bit and exception of a trap that is a fault of the program.
fn fault_of(trap: Trap) -> Option<(u32, u16)> {
    Some(match trap {
        Trap::Undefined => (UNDEFINSTR, number::USAGE_FAULT),
        Trap::NoCoprocessor => (NOCP, number::USAGE_FAULT),
        Trap::InvalidState => (INVSTATE, number::USAGE_FAULT),
        Trap::Unaligned => (UNALIGNED, number::USAGE_FAULT),
        Trap::DivideByZero => (DIVBYZERO, number::USAGE_FAULT),
        Trap::StackLimit => (STKOF, number::USAGE_FAULT),
        Trap::InvalidReturn => (INVPC, number::USAGE_FAULT),
        Trap::DataBus => (PRECISERR | BFARVALID, number::BUS_FAULT),
        Trap::DataProtection => (DACCVIOL | MMARVALID, number::MEM_MANAGE),
        Trap::LazyError => (LSERR, number::SECURE_FAULT),
        Trap::Fetch => (IBUSERR, number::BUS_FAULT),
        Trap::ExecuteNever => (IACCVIOL, number::MEM_MANAGE),
        _ => return None,
    })
}

/// The catch of DEMCR that a fault of the program falls under.
fn caught(trap: Trap) -> CaughtException {
    match trap {
        Trap::NoCoprocessor => CaughtException::NoCoprocessor,
        Trap::Unaligned | Trap::DivideByZero => CaughtException::Checking,
        Trap::DataBus | Trap::Fetch => CaughtException::BusFault,
        Trap::ExecuteNever | Trap::DataProtection => CaughtException::MemManage,
        Trap::LazyError => CaughtException::SecureFault,
        _ => CaughtException::State,
    }
}

impl Cpu {
    /// Takes the fault that `trap` stands for; the return address is `pc`. False if it is no fault.
    pub(in crate::cpu) fn take_fault<B: Bus>(&mut self, bus: &mut B, trap: Trap) -> bool {
        let Some((status, exception)) = fault_of(trap) else {
            return false;
        };
        self.note_status(status, exception);
        if status & BFARVALID != 0 {
            self.scb.bfar = self.fault_address;
        }
        if status & MMARVALID != 0 {
            self.scb.mmfar = self.fault_address;
        }
        if let Some(exception) = self.escalate(exception) {
            self.enter_exception(bus, exception);
        }
        self.catch(caught(trap));
        true
    }

    /// Halts at the handler's first instruction if the debugger catches this exception.
    pub(super) fn catch(&mut self, exception: CaughtException) {
        if self.debug.catches(exception) {
            self.debug.request_halt(DebugEvent::VectorCatch);
        }
    }

    /// SVC; from a priority at which it cannot be taken it is a HardFault.
    pub(in crate::cpu) fn take_supervisor_call<B: Bus>(&mut self, bus: &mut B) {
        if let Some(exception) = self.escalate(number::SV_CALL) {
            self.enter_exception(bus, exception);
        }
    }

    /// A debug event without halting debug: DebugMonitor becomes pending if it can be taken now. False if not, and
    /// then the event is ignored.
    pub(in crate::cpu) fn pend_monitor(&mut self, event: DebugEvent) -> bool {
        let taken = self.debug.monitors() && self.could_take(number::DEBUG_MONITOR);
        if taken {
            self.debug.record_event(event);
            self.nvic.pend(number::DEBUG_MONITOR);
            self.limit = 0;
        }
        taken
    }

    /// BKPT without halting debug: DebugMonitor, or else HardFault.
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

    /// Whether a synchronous fault would be taken as this exception, and not escalate.
    pub(in crate::cpu) fn could_take(&self, exception: u16) -> bool {
        self.nvic.is_enabled(exception) && self.is_urgent_enough(exception)
    }

    fn is_urgent_enough(&self, exception: u16) -> bool {
        self.group(self.nvic.priority(exception)) < self.execution_priority()
    }

    /// The exception that a synchronous fault leads to: itself, HardFault, or `None`: lock-up.
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
        self.locked_up = true;
        self.pc = LOCKUP_ADDRESS;
        self.limit = 0;
    }

    /// A fault on the way into a handler or out of it becomes pending, as far as its priority allows. False when the
    /// core cannot go on: locked up, or stopped.
    pub(super) fn pend_derived(&mut self, trap: Trap, place: Place) -> bool {
        let (status, exception) = match (trap, place) {
            (Trap::DataBus, Place::Stacking) => (STKERR, number::BUS_FAULT),
            (Trap::DataBus, Place::Unstacking) => (UNSTKERR, number::BUS_FAULT),
            (Trap::DataProtection, Place::Stacking) => (MSTKERR, number::MEM_MANAGE),
            (Trap::DataProtection, Place::Unstacking) => (MUNSTKERR, number::MEM_MANAGE),
            (other, _) => match fault_of(other) {
                Some(fault) => fault,
                None => return false,
            },
        };
        self.note_status(status, exception);
        self.catch(CaughtException::Interrupt);
        match self.escalate(exception) {
            Some(exception) => {
                self.nvic.pend(exception);
                true
            }
            None => false,
        }
    }

    /// Unstacking failed: the fault is tail-chained, with EXC_RETURN back in LR.
    pub(super) fn derived_on_return<B: Bus>(&mut self, bus: &mut B, trap: Trap, link: u32) {
        if self.pend_derived(trap, Place::Unstacking) {
            self.start_handler(bus, link);
        }
    }

    /// The vector of `exception` could not be read: HardFault becomes pending, and the exception stays so. False for
    /// lock-up, when HardFault would not be more urgent, and for a stop.
    pub(super) fn pend_vector_fault(&mut self, fault: BusFault, exception: u16) -> bool {
        if self.bus_fault(fault) == Trap::Stop {
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
    fn note_status(&mut self, status: u32, exception: u16) {
        if exception == number::SECURE_FAULT {
            self.scb.sfsr |= status;
        } else {
            self.scb.cfsr |= status;
        }
    }

    /// A fault while a floating-point context was stored lazily is taken as FPCCR says it could have been when the
    /// context was left (PreserveFPState). True if it preempts the instruction; if not, it stays pending.
    pub(in crate::cpu) fn pend_lazy_fault(
        &mut self,
        trap: Trap,
        ready: impl Fn(u16) -> bool,
    ) -> Option<Trap> {
        let (status, exception) = match trap {
            Trap::DataBus => (LSPERR, number::BUS_FAULT),
            Trap::DataProtection => (MLSPERR, number::MEM_MANAGE),
            other => match fault_of(other) {
                Some(fault) => fault,
                None => return Some(other),
            },
        };
        self.note_status(status, exception);
        let escalates = !ready(exception);
        let taken = if escalates { number::HARD_FAULT } else { exception };
        if !self.could_take(taken) && !ready(number::HARD_FAULT) {
            self.lock_up();
            return Some(Trap::Pended);
        }
        self.scb.hfsr |= if escalates { FORCED } else { 0 };
        self.nvic.pend(taken);
        self.preempting().is_some().then_some(Trap::Pended)
    }
}
