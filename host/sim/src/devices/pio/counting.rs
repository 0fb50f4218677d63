//! Fast execution of loops of one instruction that count X or Y down (`loop: jmp x-- loop`), the usual delay of a
//! program.
//!
//! The register cannot be observed during the loop, so the remaining iterations are executed as a single delay.
//! [`Machine::stop_counting`] must be called before any access that can observe or change the state machine.

use super::instruction::{Condition, Instruction, Operation};
use super::latch::{LatchPart, PinWrite};
use super::machine::{Counting, Machine};

impl Machine {
    /// Skips to the last iteration of a counting loop, after its instruction has jumped to itself.
    ///
    /// With a side-set, the loop is skipped only if it iterates in every cycle: the side-set is then held, like that of
    /// an instruction that stalls.
    pub(super) fn start_counting(
        &mut self,
        instruction: Instruction,
        side: Option<(LatchPart, PinWrite)>,
        delay: u64,
    ) {
        let y = match instruction.operation {
            Operation::Jump { condition: Condition::XNonzeroDecrement, .. } => false,
            Operation::Jump { condition: Condition::YNonzeroDecrement, .. } => true,
            _ => return,
        };
        let passes = if y { self.y } else { self.x };
        let every_cycle = delay == 0 && self.divider.is_one();
        if passes == 0 || side.is_some() && !every_cycle {
            return;
        }
        *self.counter(y) = 0;
        let period = 1 + delay;
        self.counting = Some(Counting { y, period });
        self.held.keep_side(side);
        self.ready = self.divider.tick_after(self.ready, u64::from(passes) * period);
        self.due = self.ready;
    }

    /// Ends the skipping of a loop: sets the state after the iterations before a cycle.
    pub(super) fn stop_counting(&mut self, cycle: u64) {
        let Some(Counting { y, period }) = self.counting.take() else { return };
        let left = self.divider.ticks_between(cycle, self.ready);
        *self.counter(y) = u32::try_from(left / period).unwrap_or(u32::MAX);
        self.ready = self.divider.tick_after(cycle, left % period);
        self.due = self.ready;
        self.held.keep_side(None);
    }

    fn counter(&mut self, y: bool) -> &mut u32 {
        if y { &mut self.y } else { &mut self.x }
    }
}
