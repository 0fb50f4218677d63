//! Scheduling of the two cores: the core that runs next, and the cycle up to which it runs.

use super::Board;
use crate::cpu::Exit;
use std::cmp::Ordering;

/// Maximum number of cycles by which an executing core is ahead of the other. An assumption: short enough that a
/// core soon sees a lock or a flag of the other, long enough for speed.
const QUANTUM: u64 = 32;

/// Number of cycles for which one core goes first while both are at the same cycle. An assumption.
const TURN: u64 = 16;

impl Board {
    /// Returns the cycle up to which the cores can run independently of the chip: the next event, the cycle in which
    /// a sleeping core wakes by itself, or `target`.
    pub(super) fn horizon(&self, target: u64) -> u64 {
        let mut horizon = target.min(self.chip.next_event());
        for core in &self.cores {
            if core.asleep() {
                horizon = horizon.min(core.next_wakeup().unwrap_or(u64::MAX));
            }
        }
        horizon.max(self.now + 1)
    }

    /// Returns the core that runs next and the cycle up to which it runs; `None` if both have reached the horizon.
    ///
    /// A sleeping core runs after the other, so that the other can wake it in the right cycle.
    pub(super) fn next_core(&mut self, horizon: u64) -> Option<(usize, u64)> {
        let behind = [0, 1].map(|core| self.cores[core].cycle() < horizon);
        for (core, behind) in behind.into_iter().enumerate() {
            if behind && std::mem::take(&mut self.wake_pending[core]) && self.cores[core].asleep() {
                // One cycle, in which the core checks for wake-up events.
                return Some((core, self.cores[core].cycle() + 1));
            }
        }
        let core = match behind {
            [false, false] => return None,
            [true, false] => 0,
            [false, true] => 1,
            [true, true] => match [self.executes(0), self.executes(1)] {
                [true, false] => 0,
                [false, true] => 1,
                _ => self.core_behind(),
            },
        };
        Some((core, self.run_limit(core, horizon)))
    }

    /// Returns the core that is behind. At the same cycle it is the core with priority on the bus; without priority the
    /// cores alternate.
    fn core_behind(&self) -> usize {
        let [first, second] = [0, 1].map(|core| self.cores[core].cycle());
        match second.cmp(&first) {
            Ordering::Less => 1,
            Ordering::Greater => 0,
            Ordering::Equal if self.chip.core_has_priority(0) => 0,
            Ordering::Equal if self.chip.core_has_priority(1) => 1,
            Ordering::Equal => usize::from(first / TURN % 2 == 1),
        }
    }

    /// Returns the cycle up to which a core runs before the other.
    fn run_limit(&self, core: usize, horizon: u64) -> u64 {
        let other = 1 - core;
        let [cycle, other_cycle] = [core, other].map(|core| self.cores[core].cycle());
        let horizon = match self.chip.debugger_until() {
            debugger if debugger > cycle => horizon.min(debugger),
            _ => horizon,
        };
        if !self.executes(core) || !self.executes(other) {
            horizon
        } else if self.chip.core_has_priority(other) && other_cycle > cycle {
            // The other core has priority at every bank.
            horizon.min(other_cycle)
        } else {
            horizon.min(cycle.max(other_cycle) + QUANTUM)
        }
    }

    /// Returns true if a core executes instructions.
    pub(super) fn executes(&self, core: usize) -> bool {
        let cpu = &self.cores[core];
        !cpu.asleep()
            && !cpu.stalled()
            && !cpu.debug.halted()
            && !cpu.locked_up()
            && !self.chip.core_held(core)
    }

    /// Runs a core up to a cycle, or until it exits its run loop.
    pub(super) fn run_core(&mut self, core: usize, until: u64) -> Exit {
        if self.chip.core_held(core) {
            self.cores[core].advance_to(until);
            return Exit::Deadline;
        }
        let both = self.executes(core) && self.executes(1 - core);
        self.chip.share_banks(both, self.cores[core].cycle());
        self.cores[core].set_irq_lines(self.chip.interrupts(core));
        self.cores[core].run(&mut self.chip, until)
    }
}
