//! Cycle of a state machine: execution, side-set, delay, stall, and the next instruction (RP2350 §11.2).

use super::cycle::{CycleInputs, FlagChanges, InstructionResult, Wait};
use super::instruction::Instruction;
use super::latch::{Latch, LatchPart, PinWrite};
use super::machine::{Injected, Machine};

impl Machine {
    /// Executes an instruction that was written to SMx_INSTR, in place of the instruction of this cycle.
    pub(super) fn force(
        &mut self,
        bits: u16,
        view: &CycleInputs,
        latch: &mut Latch,
        flags: &mut FlagChanges,
    ) {
        let raised = std::mem::take(&mut self.raised);
        self.injected = None;
        self.execute_cycle(
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
    pub(super) fn step(&mut self, view: &CycleInputs, latch: &mut Latch, flags: &mut FlagChanges) {
        if self.exec_stalled() {
            let injected = self.injected.take();
            self.execute_cycle(injected, view, latch, flags);
        } else if !self.enabled {
            self.due = u64::MAX;
        } else if view.cycle < self.ready {
            self.refill();
            self.due = self.ready;
        } else {
            let injected = self.injected.take();
            self.execute_cycle(injected, view, latch, flags);
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

    fn execute_cycle(
        &mut self,
        injected: Option<Injected>,
        view: &CycleInputs,
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
        let result = self.execute(instruction.operation, view, latch, flags);
        self.held.keep_side(None);
        self.held.put(latch);
        let (side, mut delay) = self.settings.side_and_delay(instruction.side_and_delay());
        let side = side.map(|value| {
            let part = if self.settings.side_directions { LatchPart::Enable } else { LatchPart::Level };
            (part, PinWrite::mapped(self.settings.side_base, self.settings.side_count(), value))
        });
        if let Some((part, write)) = side {
            latch.put(part, write);
        }
        let mut repeats = false;
        match result {
            InstructionResult::Next if injected.is_none() => self.program_counter = self.next_address(),
            InstructionResult::Next => {}
            InstructionResult::Jump(target) => {
                self.program_counter = target & 31;
                repeats = injected.is_none() && self.program_counter == here;
            }
            InstructionResult::Execute(next) => {
                if injected.is_none() {
                    self.program_counter = self.next_address();
                }
                self.injected = Some(Injected { instruction: next, forced: false });
                delay = 0;
            }
            InstructionResult::Stall(wait) => {
                self.injected = injected;
                self.held.keep_side(side);
                self.stall = Some(wait);
                let next = if forced { view.cycle + 1 } else { self.divider.tick_after(view.cycle, 1) };
                self.due = if wait == Wait::Tick { next } else { u64::MAX };
                return;
            }
            InstructionResult::Undefined(what) => {
                self.undefined = Some(what);
                (self.enabled, self.due) = (false, u64::MAX);
                self.changed = true;
                return;
            }
        }
        self.stall = None;
        self.raised = false;
        if forced {
            self.recheck(view.cycle + 1);
        } else {
            self.ready = self.divider.tick_after(view.cycle, 1 + delay);
            self.due = self.ready;
            if repeats {
                self.start_counting(instruction, side, delay);
            }
        }
    }

    fn next_address(&self) -> u8 {
        if self.program_counter == self.settings.wrap_top {
            self.settings.wrap_bottom
        } else {
            (self.program_counter + 1) & 31
        }
    }
}
