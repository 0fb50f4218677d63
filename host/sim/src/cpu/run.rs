//! The run loop.

use super::exit::{Exit, Trap};
use super::protection::NO_PERMIT;
use super::{Cpu, DecodeCache, NO_LINE, Sleep};
use crate::bus::{Bus, BusFault};
use crate::instruction::decode::{Location, decode};
use crate::instruction::{Attributes, FLAGS, Kind, Operation, PREPARATION, is_wide};
use crate::ppb::dcb::DebugEvent;
use crate::ppb::mpu::execute_never;
use crate::ppb::nvic::number;

/// SCR.SEVONPEND: an interrupt that becomes pending, enabled or not, is an event for WFE (Armv8-M ARM, SCR).
const SEVONPEND: u32 = 1 << 4;

impl Cpu {
    /// Executes until [`Cpu::cycle`] reaches `until`, or earlier. A core that is asleep, locked up or was halted before
    /// lets the time until then pass at once.
    pub fn run<B: Bus>(&mut self, bus: &mut B, until: u64) -> Exit {
        self.forget_stale_code(bus);
        self.until = until;
        if self.debug.halted() {
            self.pass_halted();
        }
        loop {
            if let Some(exit) = self.look_up(bus) {
                return exit;
            }
            let outcome = if self.needs_debug_checks() || self.scb.mpu.enabled() {
                self.execute_until_limit::<B, true>(bus)
            } else {
                self.execute_until_limit::<B, false>(bus)
            };
            if let Err(trap) = outcome
                && let Some(exit) = self.take_trap(bus, trap)
            {
                return exit;
            }
        }
    }

    /// What has to be seen to before instructions can be executed; sets the loop's limit.
    fn look_up<B: Bus>(&mut self, bus: &mut B) -> Option<Exit> {
        loop {
            if std::mem::take(&mut self.stale_code) {
                self.forget_stale_code(bus);
            }
            if let Some(reason) = &self.stop {
                return Some(Exit::Stopped(reason.clone()));
            }
            if std::mem::take(&mut self.events_pending) {
                return Some(Exit::EventsPending);
            }
            if std::mem::take(&mut self.event_sent) {
                return Some(Exit::EventSent);
            }
            if std::mem::take(&mut self.reset_requested) {
                return Some(Exit::ResetRequested);
            }
            if self.debug.enter_pending_halt() {
                self.debug_state_changed();
            }
            if self.debug.halted() {
                // Debug state ends sleep.
                self.sleep = Sleep::Awake;
                self.stalled = false;
                return Some(Exit::Halted);
            }
            // NMI ends lock-up, unless it is NMI's own.
            self.locked_up &= self.preempting().is_none();
            if self.locked_up {
                self.cycle = self.cycle.max(self.until);
                return Some(Exit::LockedUp);
            }
            self.advance_systick();
            if self.dwt.cycle_match().is_some_and(|due| self.cycle >= due)
                && self.dwt.take_cycle_match(self.cycle)
                && self.debug.enabled()
            {
                self.debug.request_halt(DebugEvent::Watchpoint);
                continue;
            }
            if self.nvic.newly_pending() && self.scb.scr & SEVONPEND != 0 {
                self.event = true;
            }
            if self.stalled && self.preempting().is_some() {
                // The instruction is abandoned, and the coprocessor asserts NMI for that (RP2350 §3.6.3.7.7).
                self.stalled = false;
                self.set_nmi_line(true);
            }
            if self.stalled || self.sleep != Sleep::Awake && !self.wakes() {
                let wakeup = self.next_wakeup().unwrap_or(u64::MAX);
                self.cycle = self.cycle.max(self.until.min(wakeup));
                if self.cycle >= self.until {
                    return Some(Exit::Asleep);
                }
                continue;
            }
            if self.cycle >= self.until {
                return Some(Exit::Deadline);
            }
            if let Some(exception) = self.preempting() {
                self.enter_exception(bus, exception);
                if self.debug.stepping() {
                    self.debug.request_halt(DebugEvent::Halted);
                }
                continue;
            }
            if !self.thumb {
                let trap = self.fetch_alone(bus).err().unwrap_or(Trap::InvalidState);
                self.take_fault(bus, trap);
                continue;
            }
            // Privilege and priority may have changed.
            self.permitted_line = NO_PERMIT;
            self.limit = self.until.min(self.next_wakeup().unwrap_or(u64::MAX));
            return None;
        }
    }

    /// Time passes in debug state: neither CYCCNT nor SysTick counts.
    fn pass_halted(&mut self) {
        let skipped = self.until.saturating_sub(self.cycle);
        self.systick.skip(skipped);
        self.cycle += skipped;
    }

    /// Whether sleep ends now.
    fn wakes(&mut self) -> bool {
        let wakes = match self.sleep {
            Sleep::Awake => true,
            Sleep::Interrupt => self.wakes_from_interrupt_wait(),
            Sleep::Event => std::mem::take(&mut self.event) || self.preempting().is_some(),
        };
        if wakes {
            self.sleep = Sleep::Awake;
        }
        wakes
    }

    /// Executes with the cache at hand beside the core, so that an operation can be read while the core changes.
    fn execute_until_limit<B: Bus, const CHECKS: bool>(&mut self, bus: &mut B) -> Result<(), Trap> {
        let mut cache = std::mem::take(&mut self.cache);
        let outcome = self.execute_from::<B, CHECKS>(bus, &mut cache);
        self.cache = cache;
        outcome
    }

    /// The loop itself. `CHECKS`: with breakpoints, stepping and memory protection.
    fn execute_from<B: Bus, const CHECKS: bool>(
        &mut self,
        bus: &mut B,
        cache: &mut DecodeCache,
    ) -> Result<(), Trap> {
        let mut pc = self.pc;
        'pages: while self.cycle < self.limit {
            let number = DecodeCache::number(pc);
            let page = cache.page(pc);
            if self.line == pc & !7 | 1 {
                self.line = pc & !7;
            }
            while self.cycle < self.limit {
                if CHECKS {
                    if self.breaks_here() {
                        return Ok(());
                    }
                    self.permit_fetch(pc)?;
                    if self.traces() {
                        self.trace_fetch(bus);
                    }
                }
                let in_it = self.it != 0;
                if in_it {
                    self.execute_in_it_block(bus)?;
                    pc = self.pc;
                } else {
                    if pc & !7 != self.line {
                        if DecodeCache::number(pc) != number {
                            continue 'pages;
                        }
                        self.enter_line(bus, pc & !7)?;
                    }
                    let op = &page[DecodeCache::offset(pc)];
                    if self.late as u32 & op.waits_for != 0 {
                        self.stall(bus, op.waits_for)?;
                    }
                    if CHECKS && self.traces() {
                        self.trace_execution(bus);
                    }
                    pc = self.execute(bus, op, pc.wrapping_add(op.length()))?;
                    self.pc = pc;
                    self.retired += 1;
                }
                if CHECKS && self.traces() {
                    self.trace_retirement();
                }
                if CHECKS && self.debug.stepping() {
                    self.debug.request_halt(DebugEvent::Halted);
                    self.limit = 0;
                } else if CHECKS && self.debug.monitor_steps() {
                    self.pend_monitor(DebugEvent::Halted);
                }
                if in_it && DecodeCache::number(pc) != number {
                    continue 'pages;
                }
            }
        }
        Ok(())
    }

    /// Whether the run loop must look for breakpoints and steps.
    fn needs_debug_checks(&self) -> bool {
        let armed = self.fpb.armed() || self.dwt.watches_instructions();
        self.traces()
            || self.debug.enabled() && (self.debug.stepping() || armed)
            || self.debug.monitors() && (self.debug.monitor_steps() || armed)
    }

    /// Whether a breakpoint or an instruction watchpoint halts before the instruction at `pc`.
    fn breaks_here(&mut self) -> bool {
        if !self.debug.enabled() && !self.debug.monitors() {
            return false;
        }
        let event = if self.fpb.hits(self.pc) {
            DebugEvent::Breakpoint
        } else if self.dwt.watches_instructions() && self.dwt.check_instruction(self.pc) {
            DebugEvent::Watchpoint
        } else {
            return false;
        };
        if !self.debug.enabled() {
            return self.pend_monitor(event);
        }
        self.debug.request_halt(event);
        true
    }

    /// One instruction of an IT block: its own cache, because most 16-bit encodings mean something else there.
    #[inline(never)]
    fn execute_in_it_block<B: Bus>(&mut self, bus: &mut B) -> Result<(), Trap> {
        if self.pc & !7 != self.line {
            self.enter_line(bus, self.pc & !7)?;
        }
        let op = self.it_cache.page(self.pc)[DecodeCache::offset(self.pc)];
        if op.kind == Kind::Undecoded {
            return Err(Trap::Undecoded);
        }
        let mut next = self.pc.wrapping_add(op.length());
        let state = self.it;
        // Without its operands and result an instruction whose condition fails is a NOP, except that it must know
        // the flags.
        if self.late as u32 & (op.waits_for | FLAGS) != 0 {
            self.stall(bus, op.waits_for | FLAGS)?;
        }
        // ITSTATE moves on before the instruction, so that an exception it causes at its end stacks what follows; one
        // that it causes at its start puts it back.
        self.it = if state & 7 == 0 { 0 } else { state & 0xE0 | state << 1 & 0x1F };
        if !self.flags.condition(state >> 4) && op.kind != Kind::Bkpt {
            let skipped = Operation {
                attributes: op.attributes & !Attributes::SECOND_SLOT
                    | Attributes::PAIRS_WITH_UNTAKEN
                    | Attributes::PAIRS_WITH_TAKEN,
                ..op
            };
            self.nop(skipped);
        } else {
            match self.execute(bus, &op, next) {
                Ok(target) => next = target,
                Err(trap) => {
                    if !matches!(trap, Trap::SupervisorCall | Trap::ExceptionReturn(_)) {
                        self.it = state;
                    }
                    return Err(trap);
                }
            }
        }
        self.pc = next;
        self.retired += 1;
        Ok(())
    }

    /// Execution enters another 8-byte line of code.
    #[inline(always)]
    fn enter_line<B: Bus>(&mut self, bus: &mut B, line: u32) -> Result<(), Trap> {
        match bus.fetch(line, self.initiator()) {
            Ok(0) => self.line = line,
            Ok(wait) => {
                self.line = line;
                self.wait(u64::from(wait));
            }
            Err(fault) => return Err(self.failed_fetch(*fault)),
        }
        Ok(())
    }

    #[cold]
    #[inline(never)]
    fn failed_fetch(&mut self, fault: BusFault) -> Trap {
        self.line = NO_LINE;
        match fault {
            BusFault::Bus { .. } => Trap::Fetch,
            fault => self.bus_fault(fault),
        }
    }

    /// Fetches the instruction at `pc` without executing it: a fault of the fetch comes before one of the state.
    #[cold]
    fn fetch_alone<B: Bus>(&mut self, bus: &mut B) -> Result<(), Trap> {
        self.permit_fetch(self.pc)?;
        if !self.scb.mpu.enabled() && execute_never(self.pc) {
            return Err(Trap::ExecuteNever);
        }
        self.enter_line(bus, self.pc & !7)?;
        self.code(bus, self.pc).map(|_| ())
    }

    /// While the MPU is enabled, looks whether it allows the fetch from each line of code.
    fn permit_fetch(&mut self, pc: u32) -> Result<(), Trap> {
        let line = pc & !7;
        if line != self.permitted_line && self.scb.mpu.enabled() {
            self.check_fetch(line)?;
            self.permitted_line = line;
        }
        Ok(())
    }

    /// Cycles in which nothing issues.
    pub(super) fn wait(&mut self, cycles: u64) {
        self.cycle += cycles;
        self.late = u64::from(PREPARATION);
        self.slot = Attributes::empty();
    }

    /// The operation waits for an operand, or stands in two lines.
    #[cold]
    #[inline(never)]
    fn stall<B: Bus>(&mut self, bus: &mut B, waits: u32) -> Result<(), Trap> {
        if self.late as u32 & waits & !PREPARATION != 0 {
            self.wait(1);
        }
        if waits & PREPARATION != 0 {
            let line = (self.pc & !7).wrapping_add(8);
            self.permit_fetch(line)?;
            self.enter_line(bus, line)?;
            if DecodeCache::number(line) != DecodeCache::number(self.pc) {
                self.line = line | 1;
            }
        }
        Ok(())
    }

    /// Decodes the instruction at `pc` into the cache of the present kind of execution.
    #[cold]
    #[inline(never)]
    fn decode_here<B: Bus>(&mut self, bus: &mut B) -> Result<(), Trap> {
        let address = self.pc;
        // The MPU was asked already, if it is enabled; it can make Device memory executable.
        if !self.scb.mpu.enabled() && execute_never(address) {
            return Err(Trap::ExecuteNever);
        }
        let first = self.code(bus, address)?;
        let second = if is_wide(first) { self.code(bus, address.wrapping_add(2))? } else { 0 };
        let in_it = self.it != 0;
        let op = decode(first, second, Location { address, in_it });
        let cache = if in_it { &mut self.it_cache } else { &mut self.cache };
        cache.page(address)[DecodeCache::offset(address)] = op;
        Ok(())
    }

    fn code<B: Bus>(&mut self, bus: &mut B, address: u32) -> Result<u16, Trap> {
        bus.code(address, self.core).map_err(|fault| self.failed_fetch(fault))
    }

    /// Deals with what ended the loop.
    #[cold]
    #[inline(never)]
    fn take_trap<B: Bus>(&mut self, bus: &mut B, trap: Trap) -> Option<Exit> {
        match trap {
            Trap::Undecoded => match self.decode_here(bus) {
                Ok(()) => None,
                Err(trap) => self.take_trap(bus, trap),
            },
            Trap::ExceptionReturn(link) => {
                self.retired += 1;
                self.return_from_exception(bus, link);
                None
            }
            Trap::SupervisorCall => {
                self.retired += 1;
                self.take_supervisor_call(bus);
                None
            }
            Trap::Breakpoint if self.debug.enabled() => {
                self.debug.enter_debug_state(DebugEvent::Breakpoint);
                self.debug_state_changed();
                self.slot = Attributes::empty();
                None
            }
            Trap::Breakpoint => {
                self.take_debug_event(bus);
                None
            }
            Trap::Stop => None,
            // Looking up finds the exception, or lock-up.
            Trap::Pended => None,
            Trap::RomCall(function) => Some(Exit::RomCall(function)),
            fault => {
                self.take_fault(bus, fault);
                None
            }
        }
    }

    /// Forgets all decoded code, for memory that changed behind the bus's back.
    pub fn forget_all_code(&mut self) {
        self.cache.clear();
        self.it_cache.clear();
        self.line = NO_LINE;
    }

    /// Asks for a system reset.
    pub(crate) fn request_reset(&mut self) {
        self.reset_requested = true;
        self.limit = 0;
    }

    /// Whether the core is locked up.
    pub fn locked_up(&self) -> bool {
        self.locked_up
    }

    /// Whether a coprocessor does not let its instruction end.
    pub fn stalled(&self) -> bool {
        self.stalled
    }

    /// Whether the core sleeps in WFI or WFE.
    pub fn asleep(&self) -> bool {
        self.sleep != Sleep::Awake
    }

    /// The exception being handled is a fault of priority -1 or higher.
    pub fn in_hard_fault(&self) -> bool {
        matches!(self.exception, number::NMI | number::HARD_FAULT)
    }
}
