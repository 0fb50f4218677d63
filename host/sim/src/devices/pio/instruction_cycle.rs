//! Cycle of a state machine: execution, side-set, delay, stall, and the next instruction (RP2350 §11.2).

use super::cycle::{FlagChanges, Outcome, View, Wait};
use super::instruction::Instruction;
use super::latch::{Half, Latch, PinWrite};
use super::machine::{Injected, Machine};

impl Machine {
    /// Executes an instruction that was written to SMx_INSTR, in place of the instruction of this cycle.
    pub(super) fn force(&mut self, bits: u16, view: &View, latch: &mut Latch, flags: &mut FlagChanges) {
        let raised = std::mem::take(&mut self.raised);
        self.injected = None;
        self.present(
            Some(Injected { instruction: Instruction::decode(bits), forced: true }),
            view,
            latch,
            flags,
        );
        if !self.exec_stalled() {
            self.raised = raised;
        }
    }

    /// Executes the cycle in which the state machine is due.
    pub(super) fn step(&mut self, view: &View, latch: &mut Latch, flags: &mut FlagChanges) {
        if self.exec_stalled() {
            let injected = self.injected.take();
            self.present(injected, view, latch, flags);
        } else if !self.enabled {
            self.due = u64::MAX;
        } else if view.cycle < self.ready {
            self.refill();
            self.due = self.ready;
        } else {
            let injected = self.injected.take();
            self.present(injected, view, latch, flags);
        }
    }

    /// Returns true if the state machine repeats a write to pins in every cycle.
    pub(super) fn holds(&self) -> bool {
        !self.held.is_empty() && (self.enabled || self.exec_stalled())
    }

    /// Repeats the held writes to pins, in a cycle in which the state machine executes nothing.
    pub(super) fn hold(&self, latch: &mut Latch) {
        if self.enabled || self.exec_stalled() {
            self.held.put(latch);
        }
    }

    fn present(
        &mut self,
        injected: Option<Injected>,
        view: &View,
        latch: &mut Latch,
        flags: &mut FlagChanges,
    ) {
        let instruction = match injected {
            Some(injected) => injected.instruction,
            None => view.memory[usize::from(self.program_counter & 31)],
        };
        let forced = injected.is_some_and(|injected| injected.forced);
        let here = self.program_counter;
        self.counting = None;
        let outcome = self.execute(instruction.operation, view, latch, flags);
        self.held.keep_side(None);
        self.held.put(latch);
        let (side, mut delay) = self.settings.side_and_delay(instruction.side_and_delay());
        let side = side.map(|value| {
            let half = if self.settings.side_directions { Half::Enable } else { Half::Level };
            (half, PinWrite::mapped(self.settings.side_base, self.settings.side_count(), value))
        });
        if let Some((half, write)) = side {
            latch.put(half, write);
        }
        let mut repeats = false;
        match outcome {
            Outcome::Next if injected.is_none() => self.program_counter = self.following(),
            Outcome::Next => {}
            Outcome::Jump(target) => {
                self.program_counter = target & 31;
                repeats = injected.is_none() && self.program_counter == here;
            }
            Outcome::Execute(next) => {
                if injected.is_none() {
                    self.program_counter = self.following();
                }
                self.injected = Some(Injected { instruction: next, forced: false });
                delay = 0;
            }
            Outcome::Stall(wait) => {
                self.injected = injected;
                self.held.keep_side(side);
                self.stall = Some(wait);
                let next = if forced { view.cycle + 1 } else { self.divider.after(view.cycle, 1) };
                self.due = if wait == Wait::Tick { next } else { u64::MAX };
                return;
            }
            Outcome::Undefined(what) => {
                self.undefined = Some(what);
                (self.enabled, self.due) = (false, u64::MAX);
                self.moved = true;
                return;
            }
        }
        self.stall = None;
        self.raised = false;
        if forced {
            self.look(view.cycle + 1);
        } else {
            self.ready = self.divider.after(view.cycle, 1 + delay);
            self.due = self.ready;
            if repeats {
                self.start_counting(instruction, side, delay);
            }
        }
    }

    fn following(&self) -> u8 {
        if self.program_counter == self.settings.wrap_top {
            self.settings.wrap_bottom
        } else {
            (self.program_counter + 1) & 31
        }
    }
}
