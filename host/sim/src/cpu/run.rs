//! The run loop.

use super::Cpu;
use super::decode_cache::DecodeCache;
use super::execution_state::Activity;
use super::exit::Exit;
use super::trap::{Fault, Trap};
use crate::bus::Bus;
use crate::instruction::{Attributes, FLAGS, Kind, Operation};
use crate::ppb::dcb::DebugEvent;

/// SCR.SEVONPEND: an interrupt that becomes pending, enabled or not, is an event for WFE (Armv8-M ARM, SCR).
const SEVONPEND: u32 = 1 << 4;

impl Cpu {
    /// Executes until [`Cpu::cycle`] reaches `deadline`, or until the board must act. For a core that sleeps, is locked
    /// up or was halted before, the time until the deadline passes at once.
    pub fn run<B: Bus>(&mut self, bus: &mut B, deadline: u64) -> Exit {
        self.discard_stale_code(bus);
        self.run_control.deadline = deadline;
        if self.debug.halted() {
            self.pass_time_in_debug_state();
        }
        loop {
            if let Some(exit) = self.service_pending(bus) {
                return exit;
            }
            let result = if self.needs_checks() {
                self.execute_until_limit::<B, true>(bus)
            } else {
                self.execute_until_limit::<B, false>(bus)
            };
            if let Err(trap) = result
                && let Some(exit) = self.take_trap(bus, trap)
            {
                return exit;
            }
        }
    }

    /// Services everything that is pending, and sets the limit of the loop over instructions. Returns the reason to
    /// leave the run loop, if there is one.
    fn service_pending<B: Bus>(&mut self, bus: &mut B) -> Option<Exit> {
        loop {
            if self.decoded.take_stale() {
                self.discard_stale_code(bus);
            }
            if let Some(exit) = self.run_control.take_request() {
                return Some(exit);
            }
            if self.debug.enter_pending_halt() {
                self.debug_state_changed();
            }
            if self.debug.halted() {
                if !self.locked_up() {
                    self.state.activity = Activity::Running;
                }
                return Some(Exit::Halted);
            }
            // NMI ends lock-up, unless the core is locked up in the handler of NMI.
            if self.locked_up() && self.preempting().is_some() {
                self.state.release();
            }
            if self.locked_up() {
                self.advance_to(self.run_control.deadline);
                return Some(Exit::LockedUp);
            }
            self.advance_systick();
            if self.dwt.cycle_match().is_some_and(|due| self.cycle() >= due)
                && self.dwt.take_cycle_match(self.cycle())
                && self.debug.enabled()
            {
                self.debug.request_halt(DebugEvent::Watchpoint);
                continue;
            }
            if self.nvic.newly_pending() && self.scb.scr & SEVONPEND != 0 {
                self.state.event_register = true;
            }
            if self.stalled() && self.preempting().is_some() {
                // The instruction is abandoned; the coprocessor then asserts NMI (RP2350 §3.6.3.7.7).
                self.state.release();
                self.set_nmi_line(true);
            }
            if self.stalled() || self.asleep() && !self.try_wake() {
                self.advance_to(self.next_stop());
                if self.cycle() >= self.run_control.deadline {
                    return Some(Exit::Asleep);
                }
                continue;
            }
            if self.cycle() >= self.run_control.deadline {
                return Some(Exit::Deadline);
            }
            if let Some(exception) = self.preempting() {
                self.enter_exception(bus, exception);
                if self.debug.stepping() {
                    self.debug.request_halt(DebugEvent::Halted);
                }
                continue;
            }
            if !self.registers.thumb {
                let trap = self.fetch_without_execution(bus).err().unwrap_or(Fault::InvalidState.into());
                if let Some(exit) = self.take_trap(bus, trap) {
                    return Some(exit);
                }
                continue;
            }
            // Privilege and priority may have changed.
            self.fetch.discard_permission();
            self.run_control.limit = self.next_stop();
            return None;
        }
    }

    /// Returns the cycle in which the loop over instructions stops, unless a request stops it earlier.
    fn next_stop(&self) -> u64 {
        self.run_control.deadline.min(self.next_wakeup().unwrap_or(u64::MAX))
    }

    /// Lets time pass in Debug state: neither CYCCNT nor SysTick counts.
    fn pass_time_in_debug_state(&mut self) {
        let skipped = self.run_control.deadline.saturating_sub(self.cycle());
        self.systick.skip(skipped);
        self.advance_to(self.run_control.deadline);
    }

    /// Wakes the core if an interrupt or event ends its sleep. Returns true if it executes.
    fn try_wake(&mut self) -> bool {
        let wakes = match self.state.activity {
            Activity::WaitingForInterrupt => self.wakes_from_interrupt_wait(),
            Activity::WaitingForEvent => {
                std::mem::take(&mut self.state.event_register) || self.preempting().is_some()
            }
            Activity::Running | Activity::Stalled | Activity::LockedUp => true,
        };
        if wakes {
            self.state.wake();
        }
        wakes
    }

    /// Executes instructions until the limit. The decode cache is taken out of the core meanwhile, so that an operation
    /// can be read from it while the core changes.
    fn execute_until_limit<B: Bus, const CHECKS: bool>(&mut self, bus: &mut B) -> Result<(), Trap> {
        let mut cache = std::mem::take(&mut self.decoded.outside_it);
        let result = self.execute_from::<B, CHECKS>(bus, &mut cache);
        self.decoded.outside_it = cache;
        result
    }

    /// Executes the loop over instructions. `CHECKS`: with breakpoints, stepping, memory protection and tracing.
    fn execute_from<B: Bus, const CHECKS: bool>(
        &mut self,
        bus: &mut B,
        cache: &mut DecodeCache,
    ) -> Result<(), Trap> {
        let mut pc = self.registers.pc;
        'pages: while self.pipeline.cycle < self.run_control.limit {
            let page_number = DecodeCache::page_number(pc);
            let page = cache.page(pc);
            self.fetch.enter_page(pc);
            while self.pipeline.cycle < self.run_control.limit {
                if CHECKS {
                    if self.breaks_here() {
                        return Ok(());
                    }
                    self.check_execution(pc)?;
                    if self.is_tracing() {
                        self.trace_fetch(bus);
                    }
                }
                let in_it = self.registers.it != 0;
                if in_it {
                    self.execute_in_it_block(bus)?;
                    pc = self.registers.pc;
                } else {
                    if !self.fetch.holds(pc) {
                        if DecodeCache::page_number(pc) != page_number {
                            continue 'pages;
                        }
                        self.enter_line(bus, pc & !7)?;
                    }
                    let op = &mut page[DecodeCache::offset(pc)];
                    if self.pipeline.waits(op.waits_for) != 0 {
                        if op.kind == Kind::Undecoded {
                            *op = self.decode(bus)?;
                            continue;
                        }
                        self.prepare(bus, op.waits_for)?;
                    }
                    if CHECKS && self.is_tracing() {
                        self.trace_execution(bus);
                    }
                    pc = self.execute(bus, op, pc.wrapping_add(op.length()))?;
                    self.registers.pc = pc;
                    self.pipeline.retired += 1;
                }
                if CHECKS {
                    self.end_checked_instruction();
                }
                if in_it && DecodeCache::page_number(pc) != page_number {
                    continue 'pages;
                }
            }
        }
        Ok(())
    }

    /// Executes one instruction of an IT block. It has a cache of its own, because most 16-bit encodings differ there.
    #[inline(never)]
    fn execute_in_it_block<B: Bus>(&mut self, bus: &mut B) -> Result<(), Trap> {
        let pc = self.registers.pc;
        if !self.fetch.holds(pc) {
            self.enter_line(bus, pc & !7)?;
        }
        let mut op = self.decoded.in_it.page(pc)[DecodeCache::offset(pc)];
        if op.kind == Kind::Undecoded {
            op = self.decode(bus)?;
            self.decoded.in_it.page(pc)[DecodeCache::offset(pc)] = op;
        }
        // An instruction whose condition fails is a NOP without operands and result, except that it needs the flags.
        if self.pipeline.waits(op.waits_for | FLAGS) != 0 {
            self.prepare(bus, op.waits_for | FLAGS)?;
        }
        // ITSTATE advances before the instruction, so that an exception that follows the instruction stacks the next
        // state. A fault restores it.
        let state = self.registers.it;
        self.registers.it = if state & 7 == 0 { 0 } else { state & 0xE0 | state << 1 & 0x1F };
        let mut next = pc.wrapping_add(op.length());
        if !self.registers.flags.condition(state >> 4) && op.kind != Kind::Bkpt {
            let pairing = Attributes::PAIRS_WITH_UNTAKEN | Attributes::PAIRS_WITH_TAKEN;
            let attributes = op.attributes & !Attributes::SECOND_SLOT | pairing;
            self.pipeline.complete_nop(Operation { attributes, ..op });
        } else {
            match self.execute(bus, &op, next) {
                Ok(target) => next = target,
                Err(trap) => {
                    if !matches!(trap, Trap::SupervisorCall | Trap::ExceptionReturn(_)) {
                        self.registers.it = state;
                    }
                    return Err(trap);
                }
            }
        }
        self.registers.pc = next;
        self.pipeline.retired += 1;
        Ok(())
    }

    /// Returns true if every instruction must be checked: for breakpoints, steps, the MPU or a trace.
    fn needs_checks(&self) -> bool {
        let armed = self.fpb.armed() || self.dwt.watches_instructions();
        self.scb.mpu.enabled()
            || self.is_tracing()
            || self.debug.enabled() && (self.debug.stepping() || armed)
            || self.debug.monitors() && (self.debug.monitor_steps() || armed)
    }

    /// Checks for a breakpoint or an instruction watchpoint at the PC. Returns true if the instruction must not be
    /// executed now.
    fn breaks_here(&mut self) -> bool {
        if !self.debug.enabled() && !self.debug.monitors() {
            return false;
        }
        let pc = self.registers.pc;
        let event = if self.fpb.hits(pc) {
            DebugEvent::Breakpoint
        } else if self.dwt.watches_instructions() && self.dwt.check_instruction(pc) {
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

    /// Ends an instruction in the loop with checks: the trace records it, and a step halts or pends the debug monitor.
    fn end_checked_instruction(&mut self) {
        if self.is_tracing() {
            self.trace_retirement();
        }
        if self.debug.stepping() {
            self.debug.request_halt(DebugEvent::Halted);
            self.request_service();
        } else if self.debug.monitor_steps() {
            self.pend_monitor(DebugEvent::Halted);
        }
    }

    /// Acts on the event that ended the loop over instructions. Returns the reason to leave the run loop, if there is
    /// one.
    #[cold]
    #[inline(never)]
    fn take_trap<B: Bus>(&mut self, bus: &mut B, trap: Trap) -> Option<Exit> {
        match trap {
            Trap::Fault(fault) => self.take_fault(bus, fault),
            Trap::ExceptionReturn(link) => {
                self.pipeline.retired += 1;
                self.return_from_exception(bus, link);
            }
            Trap::SupervisorCall => {
                self.pipeline.retired += 1;
                self.take_supervisor_call(bus);
            }
            Trap::Breakpoint if self.debug.enabled() => {
                self.debug.enter_debug_state(DebugEvent::Breakpoint);
                self.debug_state_changed();
                self.pipeline.close_slot();
            }
            Trap::Breakpoint => self.take_debug_event(bus),
            Trap::RomCall(function) => return Some(Exit::RomCall(function)),
            // `service_pending` handles the exception, the lock-up, the stalled coprocessor, or the reason to stop.
            Trap::Preempted | Trap::Stalled | Trap::Unmodelled => {}
        }
        None
    }
}
