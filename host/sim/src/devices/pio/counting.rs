//! Loops of one instruction that count X or Y down (`loop: jmp x-- loop`): the usual delay of a program. Nobody sees the
//! register meanwhile, so the rest of such a loop is taken for one long delay; whoever could see or change something
//! calls [`Machine::stop_counting`] first.

use super::instruction::{Condition, Instruction, Operation};
use super::latch::{Half, PinWrite};
use super::machine::{Counting, Machine};

impl Machine {
    /// The instruction at the program counter has just jumped to itself: goes on to the pass that ends the loop.
    ///
    /// A side-set that each pass makes again can be taken for one of an instruction that stalls only if there is a pass in
    /// each cycle.
    pub(super) fn start_counting(
        &mut self,
        instruction: Instruction,
        side: Option<(Half, PinWrite)>,
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
        self.ready = self.divider.after(self.ready, u64::from(passes) * period);
        self.due = self.ready;
    }

    /// Everything is as if each pass before this cycle had been executed.
    pub(super) fn stop_counting(&mut self, cycle: u64) {
        let Some(Counting { y, period }) = self.counting.take() else { return };
        let left = self.divider.between(cycle, self.ready);
        *self.counter(y) = u32::try_from(left / period).unwrap_or(u32::MAX);
        self.ready = self.divider.after(cycle, left % period);
        self.due = self.ready;
        self.held.keep_side(None);
    }

    fn counter(&mut self, y: bool) -> &mut u32 {
        if y { &mut self.y } else { &mut self.x }
    }
}
