//! Run loop: lets the cores and the chip run up to a cycle.

use super::Board;
use crate::bus::BusFault;
use crate::cpu::{Exit, StopReason};
use crate::ppb::dcb::DebugEvent;
use std::ops::Range;

/// Reason why [`Board::run_ahead`] ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RunAheadEnd {
    /// All cycles have passed.
    CyclesElapsed,
    /// A core stored to the watched range.
    WatchedStore,
    /// A core was halted.
    CoreHalted,
    /// The board has stopped until a reset.
    BoardStopped,
}

impl Board {
    /// Lets cycles of clk_sys pass. More cycles pass if a ROM function is working on the flash at the end: it is
    /// completed.
    pub fn advance(&mut self, cycles: u64) {
        let target = self.now.saturating_add(cycles);
        self.run_until(target, false);
    }

    /// Lets up to `max_cycles` cycles pass, fewer if a core stores to `watched`, a core is halted, or the board stops.
    pub fn run_ahead(&mut self, max_cycles: u64, watched: Range<u32>) -> RunAheadEnd {
        let halted = |board: &Board| [board.cores[0].debug.halted(), board.cores[1].debug.halted()];
        let before = halted(self);
        self.chip.watch_stores(watched);
        let target = self.now.saturating_add(max_cycles);
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

    /// Runs to a cycle. With `stop_early` it returns after a halt or a store to the watched range.
    fn run_until(&mut self, mut target: u64, stop_early: bool) {
        while self.now < target {
            if self.stop.is_some() || self.held_in_reset || self.hung {
                self.advance_chip_alone(target);
                return;
            }
            let horizon = self.horizon(target);
            let Some((core, until)) = self.next_core(horizon) else {
                self.advance_to_event(horizon);
                continue;
            };
            let exit = self.run_core(core, until);
            let halted = exit == Exit::Halted;
            let rom_end = self.handle_exit(core, exit);
            target = target.max(rom_end.unwrap_or(0));
            if stop_early && (halted || self.chip.noticed_store()) {
                self.now = self.now.max(self.cores[core].cycle().min(target));
                return;
            }
        }
    }

    /// Advances the chip to a cycle that both cores have reached, and services its events.
    fn advance_to_event(&mut self, cycle: u64) {
        self.now = cycle;
        let before = [self.chip.interrupts(0), self.chip.interrupts(1)];
        self.chip.advance(cycle);
        self.service_pending(0);
        for (core, lines) in before.into_iter().enumerate() {
            self.wake_pending[core] |= self.chip.interrupts(core) != lines;
        }
    }

    /// Advances the chip to a cycle while no core executes.
    fn advance_chip_alone(&mut self, target: u64) {
        self.now = target;
        for core in &mut self.cores {
            core.advance_to(target);
        }
        self.chip.advance(target);
        self.chip.take_pending();
    }

    /// Handles the exit of a core from its run loop. Returns the cycle of the end of a ROM function that takes time.
    fn handle_exit(&mut self, core: usize, exit: Exit) -> Option<u64> {
        let mut rom_end = None;
        match exit {
            Exit::Deadline | Exit::Asleep | Exit::LockedUp => {}
            Exit::Halted => self.update_halted(core),
            Exit::EventsPending => self.service_pending(core),
            Exit::EventSent => self.signal_event(1 - core, self.cores[core].cycle()),
            Exit::ResetRequested => self.reset_cores(),
            Exit::RomCall(number) => {
                rom_end = self.call_rom(core, number);
                if self.cores[core].debug.stepping() {
                    self.cores[core].debug.request_halt(DebugEvent::Halted);
                }
            }
            Exit::Stopped(reason) => self.stop = Some(reason),
        }
        if let Some(fault) = self.chip.take_fault() {
            self.stop_at_fault(core, fault);
        }
        rom_end
    }

    /// Stops the board until a reset because of a fault, at the current instruction of a core.
    fn stop_at_fault(&mut self, core: usize, fault: BusFault) {
        let what = match fault {
            BusFault::Unmodelled { address: 0, what } => what,
            BusFault::Unmodelled { address, what } => format!("{what} at {address:#010x}"),
            BusFault::Bus { address } => {
                format!("fetch of code at {address:#010x}, where the bus gives an error")
            }
        };
        self.stop_because(core, what);
    }

    /// Stops the board until a reset, at the current instruction of a core. `what` names what is not modelled.
    pub(super) fn stop_because(&mut self, core: usize, what: String) {
        self.stop = Some(StopReason { pc: self.cores[core].register(15), what });
    }
}
