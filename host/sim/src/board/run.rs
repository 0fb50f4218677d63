//! The run loop: which core runs how far, and what happens in between.

use super::Board;
use crate::bus::BusFault;
use crate::cpu::{Exit, StopReason};
use crate::peripheral::Effects;
use crate::ppb::dcb::{DebugEvent, DebugReset};
use std::cmp::Ordering;
use std::ops::Range;

/// While both cores execute, neither gets further ahead of the other than this. A choice: small enough that a lock or
/// a flag between them is seen soon, large enough to be quick.
const QUANTUM: u64 = 32;

/// Where both cores are at the same cycle, they go first by turns of so many cycles (choice).
const TURN: u64 = 16;

/// Why running ahead ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RunAheadEnd {
    /// All cycles have passed.
    CyclesElapsed,
    /// A core stored to the watched range.
    WatchedStore,
    /// A core that was running is halted now.
    CoreHalted,
    /// The board has stopped for good.
    BoardStopped,
}

impl Board {
    /// Lets cycles of clk_sys pass. It may be more of them when a ROM function works on the flash meanwhile: that goes
    /// on to its end.
    pub fn advance(&mut self, cycles: u64) {
        let target = self.now.saturating_add(cycles);
        self.run_until(target, false);
    }

    /// Lets up to `most` cycles pass, but stops early when a core stores to `watched`, is halted by a breakpoint, or
    /// the board stops.
    pub fn run_ahead(&mut self, most: u64, watched: Range<u32>) -> RunAheadEnd {
        let halted = |board: &Board| [board.cores[0].debug.halted(), board.cores[1].debug.halted()];
        let before = halted(self);
        self.chip.watch_stores(watched);
        let target = self.now.saturating_add(most);
        self.run_until(target, true);
        let stored = self.chip.noticed_store();
        self.chip.watch_stores(0..0);
        if self.stop.is_some() {
            RunAheadEnd::BoardStopped
        } else if halted(self) != before {
            RunAheadEnd::CoreHalted
        } else if stored {
            RunAheadEnd::WatchedStore
        } else {
            RunAheadEnd::CyclesElapsed
        }
    }

    /// Runs to a cycle, or with `early` to a halt or a store to the watched range.
    fn run_until(&mut self, mut target: u64, early: bool) {
        while self.now < target {
            if self.stop.is_some() || self.held || self.hung {
                self.pass(target);
                return;
            }
            let horizon = self.horizon(target);
            let Some((core, until)) = self.next_core(horizon) else {
                self.pass_event(horizon);
                continue;
            };
            let exit = self.run_core(core, until);
            let halts = exit == Exit::Halted && early;
            let finished = self.handle(core, exit);
            target = target.max(finished.unwrap_or(0));
            if halts || early && self.chip.noticed_store() {
                self.now = self.now.max(self.cores[core].cycle.min(target));
                return;
            }
        }
    }

    /// Both cores have come to a cycle: what is due then happens.
    fn pass_event(&mut self, cycle: u64) {
        self.now = cycle;
        let before = [self.chip.interrupts(0), self.chip.interrupts(1)];
        self.chip.advance(cycle);
        self.service_pending(0);
        for (core, lines) in before.into_iter().enumerate() {
            self.wake_pending[core] |= self.chip.interrupts(core) != lines;
        }
    }

    /// Nothing runs: time passes.
    fn pass(&mut self, target: u64) {
        self.now = target;
        for core in &mut self.cores {
            core.cycle = core.cycle.max(target);
        }
        self.chip.advance(target);
        self.chip.take_pending();
    }

    /// How far the cores can run without looking at anything else: to the next event, and to the cycle in which a
    /// sleeping one wakes by itself.
    fn horizon(&self, target: u64) -> u64 {
        let mut horizon = target.min(self.chip.next_event());
        for core in &self.cores {
            if core.asleep() {
                horizon = horizon.min(core.next_wakeup().unwrap_or(u64::MAX));
            }
        }
        horizon.max(self.now + 1)
    }

    /// Which core is to run next, and how far; `None` when both have come to the horizon.
    ///
    /// A core that sleeps lets the other go first, so that it can still be woken at the right cycle.
    fn next_core(&mut self, horizon: u64) -> Option<(usize, u64)> {
        let behind = [0, 1].map(|core| self.cores[core].cycle < horizon);
        for (core, behind) in behind.into_iter().enumerate() {
            if behind && std::mem::take(&mut self.wake_pending[core]) && self.cores[core].asleep() {
                // It looks whether that wakes it.
                return Some((core, self.cores[core].cycle + 1));
            }
        }
        let core = match behind {
            [false, false] => return None,
            [true, false] => 0,
            [false, true] => 1,
            [true, true] => match [self.executes(0), self.executes(1)] {
                [true, false] => 0,
                [false, true] => 1,
                _ => self.behind(),
            },
        };
        Some((core, self.limit(core, horizon)))
    }

    /// Which of two cores is behind. Of two at the same cycle, the one with priority at the bus, else by turns.
    fn behind(&self) -> usize {
        let [first, second] = [0, 1].map(|core| self.cores[core].cycle);
        match second.cmp(&first) {
            Ordering::Less => 1,
            Ordering::Greater => 0,
            Ordering::Equal if self.chip.core_leads(0) => 0,
            Ordering::Equal if self.chip.core_leads(1) => 1,
            Ordering::Equal => usize::from(first / TURN % 2 == 1),
        }
    }

    fn limit(&self, core: usize, horizon: u64) -> u64 {
        let other = 1 - core;
        let [cycle, others] = [core, other].map(|core| self.cores[core].cycle);
        let horizon = match self.chip.debugger_until() {
            stolen if stolen > cycle => horizon.min(stolen),
            _ => horizon,
        };
        if !self.executes(core) || !self.executes(other) {
            horizon
        } else if self.chip.core_leads(other) && others > cycle {
            // The other one comes first at every bank.
            horizon.min(others)
        } else {
            horizon.min(cycle.max(others) + QUANTUM)
        }
    }

    /// Whether a core has instructions to execute now.
    pub(super) fn executes(&self, core: usize) -> bool {
        let cpu = &self.cores[core];
        !cpu.asleep()
            && !cpu.stalled()
            && !cpu.debug.halted()
            && !cpu.locked_up()
            && !self.chip.core_held(core)
    }

    fn run_core(&mut self, core: usize, until: u64) -> Exit {
        if self.chip.core_held(core) {
            self.cores[core].cycle = self.cores[core].cycle.max(until);
            return Exit::Deadline;
        }
        let both = self.executes(core) && self.executes(1 - core);
        self.chip.share_banks(both, self.cores[core].cycle);
        self.cores[core].set_irq_lines(self.chip.interrupts(core));
        self.cores[core].run(&mut self.chip, until)
    }

    /// Does what a core gave up control for. A ROM function that took time gives the cycle of its end.
    fn handle(&mut self, core: usize, exit: Exit) -> Option<u64> {
        let mut finished = None;
        match exit {
            Exit::Deadline | Exit::Asleep | Exit::LockedUp => {}
            Exit::Halted => self.update_halted(core),
            Exit::EventsPending => self.service_pending(core),
            Exit::EventSent => self.signal(1 - core, self.cores[core].cycle),
            Exit::ResetRequested => self.reset_cores(),
            Exit::RomCall(number) => {
                finished = self.call_rom(core, number);
                if self.cores[core].debug.stepping() {
                    self.cores[core].debug.request_halt(DebugEvent::Halted);
                }
            }
            Exit::Stopped(reason) => self.stop = Some(reason),
        }
        if let Some(fault) = self.chip.take_fault() {
            self.stop_at(core, fault);
        }
        finished
    }

    /// Acts on what the chip has for the board, after an access or an event.
    pub(super) fn service_pending(&mut self, core: usize) {
        let pending = self.chip.take_pending();
        let cycle = self.cores[core].cycle.max(self.now);
        if pending.contains(Effects::WATCHDOG) {
            let reset = self.chip.watchdog_reset(cycle);
            for core in (0..2).filter(|core| reset[*core]) {
                self.restart_core(core, DebugReset::Warm);
            }
        }
        if pending.contains(Effects::CORES) {
            for core in 0..2 {
                if self.chip.core_held(core) {
                    self.chip.core_reset(core);
                    self.restart_core(core, DebugReset::Warm);
                }
            }
        }
        if pending.contains(Effects::NMI) {
            for core in 0..2 {
                self.cores[core].set_nmi_line(self.chip.asserts_nmi(core));
                self.wake(core, cycle);
            }
        }
        if pending.contains(Effects::MAILBOX) {
            self.serve_launch(cycle);
        }
        // A line may have risen that the other core waits for.
        self.wake(1 - core, cycle);
    }

    /// Sets the event register of a core at a cycle.
    pub(super) fn signal(&mut self, core: usize, cycle: u64) {
        self.wake(core, cycle);
        self.cores[core].signal_event();
    }

    /// Something may wake a core at a cycle: if it sleeps, it has slept until then.
    fn wake(&mut self, core: usize, cycle: u64) {
        if self.cores[core].asleep() {
            self.cores[core].cycle = self.cores[core].cycle.max(cycle);
            self.wake_pending[core] = true;
        }
    }

    /// Stops for good, at the instruction that a core is at.
    pub(super) fn stop_at(&mut self, core: usize, fault: BusFault) {
        let what = match fault {
            BusFault::Unmodelled { address: 0, what } => what,
            BusFault::Unmodelled { address, what } => format!("{what} at {address:#010x}"),
            BusFault::Bus { address } => {
                format!("fetch of code at {address:#010x}, where the bus gives an error")
            }
        };
        self.stop_because(core, what);
    }

    /// Stops for good, for that reason.
    pub(super) fn stop_because(&mut self, core: usize, what: String) {
        self.stop = Some(StopReason { pc: self.cores[core].register(15), what });
    }
}
