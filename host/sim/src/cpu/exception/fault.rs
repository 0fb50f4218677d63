//! Faults: status registers, escalation to HardFault, lock-up (Armv8-M ARM B3.12, B3.13, B3.33).

use crate::bus::{Bus, BusFault};
use crate::cpu::Cpu;
use crate::cpu::exit::Trap;
use crate::ppb::dcb::{CaughtException, DebugEvent};
use crate::ppb::nvic::number;

// CFSR: MemManage, BusFault and UsageFault status.
const IACCVIOL: u32 = 1;
const IBUSERR: u32 = 1 << 8;
const PRECISERR: u32 = 1 << 9;
const UNSTKERR: u32 = 1 << 11;
const STKERR: u32 = 1 << 12;
const LSPERR: u32 = 1 << 13;
const BFARVALID: u32 = 1 << 15;
const UNDEFINSTR: u32 = 1 << 16;
const INVSTATE: u32 = 1 << 17;
const NOCP: u32 = 1 << 19;
const STKOF: u32 = 1 << 20;
const UNALIGNED: u32 = 1 << 24;
const DIVBYZERO: u32 = 1 << 25;
// HFSR.
const VECTTBL: u32 = 1 << 1;
const FORCED: u32 = 1 << 30;
const DEBUGEVT: u32 = 1 << 31;

/// Where the PC stands while the core is locked up.
const LOCKUP_ADDRESS: u32 = 0xEFFF_FFFE;

/// Status bit and exception of a trap that is a fault of the program.
fn fault_of(trap: Trap) -> Option<(u32, u16)> {
    Some(match trap {
        Trap::Undefined => (UNDEFINSTR, number::USAGE_FAULT),
        Trap::NoCoprocessor => (NOCP, number::USAGE_FAULT),
        Trap::InvalidState => (INVSTATE, number::USAGE_FAULT),
        Trap::Unaligned => (UNALIGNED, number::USAGE_FAULT),
        Trap::DivideByZero => (DIVBYZERO, number::USAGE_FAULT),
        Trap::StackLimit => (STKOF, number::USAGE_FAULT),
        Trap::InvalidReturn => (0, number::USAGE_FAULT),
        Trap::DataBus => (PRECISERR | BFARVALID, number::BUS_FAULT),
        Trap::LazyState => (LSPERR, number::BUS_FAULT),
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
        Trap::ExecuteNever => CaughtException::MemManage,
        _ => CaughtException::State,
    }
}

impl Cpu {
    /// Takes the fault that `trap` stands for; the return address is `pc`. False if it is no fault.
    pub(in crate::cpu) fn take_fault<B: Bus>(&mut self, bus: &mut B, trap: Trap) -> bool {
        let Some((status, exception)) = fault_of(trap) else {
            return false;
        };
        self.scb.cfsr |= status;
        if status & BFARVALID != 0 {
            self.scb.bfar = self.fault_address;
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

    /// BKPT without halting debug; the debug monitor is not modelled and cannot be enabled.
    pub(in crate::cpu) fn take_debug_event<B: Bus>(&mut self, bus: &mut B) {
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

    /// Stacking for `original` failed: what is handled first. The other one stays pending.
    pub(super) fn derived_on_entry(&mut self, trap: Trap, original: u16) -> u16 {
        let derived = self.derived(trap, STKERR);
        let Some(derived) = derived else {
            return original;
        };
        let (a, b) = (self.nvic.priority(derived), self.nvic.priority(original));
        let (first, second) =
            if (a, derived) < (b, original) { (derived, original) } else { (original, derived) };
        self.nvic.pend(second);
        first
    }

    /// Unstacking failed: the fault is tail-chained, with EXC_RETURN back in LR.
    pub(super) fn derived_on_return<B: Bus>(&mut self, bus: &mut B, trap: Trap, link: u32) {
        self.r[14] = link;
        if let Some(exception) = self.derived(trap, UNSTKERR) {
            self.start_handler(bus, exception);
        }
    }

    /// Status and exception of a fault while stacking or unstacking.
    fn derived(&mut self, trap: Trap, stacking: u32) -> Option<u16> {
        let (status, exception) = match trap {
            Trap::DataBus => (stacking, number::BUS_FAULT),
            Trap::Stop => return None,
            other => fault_of(other)?,
        };
        self.scb.cfsr |= status;
        self.catch(CaughtException::Interrupt);
        self.escalate(exception)
    }

    /// The vector could not be read: HardFault, or lock-up if that was HardFault's own.
    pub(super) fn vector_fault(&mut self, fault: BusFault, exception: u16) {
        let trap = self.bus_fault(fault);
        if trap == Trap::Stop {
            return;
        }
        self.scb.hfsr |= VECTTBL;
        if matches!(exception, number::HARD_FAULT | number::NMI) {
            self.lock_up();
        } else {
            self.nvic.pend(number::HARD_FAULT);
        }
    }
}
