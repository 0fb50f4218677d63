//! Call stack, reconstructed from the addresses of executed instructions.
//!
//! A call instruction pushes a function, and a return to its return address pops it. `nlr_jump` (MicroPython's
//! exceptions) jumps back into a function that is still on the stack, to an address that is not a return address on
//! the stack. A branch to another function is a tail call.

use pico2_sim::instruction::Flow;

/// Function on the stack.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Frame {
    function: u32,
    return_address: u32,
}

/// Change of the stack at one step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum StackChange {
    /// None: the same function continues.
    None,
    /// The function was called.
    Push,
    /// This many functions returned.
    Pop(usize),
    /// This many functions ended, and a tail call replaced the last of them with the function.
    Replace(usize),
}

/// Call stack.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct CallStack {
    frames: Vec<Frame>,
}

impl CallStack {
    /// Returns the number of functions on the stack.
    pub(super) fn depth(&self) -> usize {
        self.frames.len()
    }

    /// Updates the stack for the next executed instruction, which is at `address` in `function`.
    ///
    /// `is_function_start` is true for the first address of the function. `flow` is the control flow of the previous
    /// instruction, and `next_address` the address after it; both are ignored for the first step of a trace.
    pub(super) fn step(
        &mut self,
        address: u32,
        function: u32,
        is_function_start: bool,
        flow: Flow,
        next_address: u32,
    ) -> StackChange {
        let Some(top) = self.frames.last() else {
            self.frames.push(Frame { function, return_address: u32::MAX });
            return StackChange::Push;
        };
        let is_return_address = top.return_address == address;
        match flow {
            Flow::Call { .. } => {
                self.frames.push(Frame { function, return_address: next_address });
                StackChange::Push
            }
            // Falling through into another function is a tail call, as a branch is.
            Flow::Next if address == next_address && top.function == function => StackChange::None,
            Flow::Return if is_return_address => self.unwind(1),
            _ if top.function == function && flow != Flow::Return => StackChange::None,
            _ => {
                let callers = || self.frames.iter().rev();
                if let Some(count) = callers().position(|frame| frame.return_address == address) {
                    return self.unwind(count + 1);
                }
                match callers().position(|frame| frame.function == function) {
                    Some(0) => StackChange::None,
                    Some(count) if !is_function_start => self.unwind(count),
                    _ => {
                        if let Some(top) = self.frames.last_mut() {
                            top.function = function;
                        }
                        StackChange::Replace(1)
                    }
                }
            }
        }
    }

    /// Pops `count` functions, but never the outermost one: its caller is not known.
    fn unwind(&mut self, count: usize) -> StackChange {
        let count = count.min(self.frames.len().saturating_sub(1));
        self.frames.truncate(self.frames.len() - count);
        StackChange::Pop(count)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const CALL: Flow = Flow::Call { target: None };
    const JUMP: Flow = Flow::Jump { target: None };

    #[test]
    fn calls_push_returns_pop_and_tail_calls_replace() {
        let mut stack = CallStack::default();
        assert_eq!(stack.step(0x100, 1, true, Flow::Next, 0), StackChange::Push);
        assert_eq!(stack.step(0x200, 2, true, CALL, 0x104), StackChange::Push);
        // Function 2 ends with a tail call of function 3, which returns to the caller of function 2.
        assert_eq!(stack.step(0x300, 3, true, JUMP, 0x204), StackChange::Replace(1));
        assert_eq!(stack.step(0x310, 3, false, JUMP, 0x304), StackChange::None);
        assert_eq!(stack.step(0x104, 1, false, Flow::Return, 0x312), StackChange::Pop(1));
        assert_eq!(stack.depth(), 1);
    }

    #[test]
    fn recursive_calls_return_one_level_at_a_time() {
        let mut stack = CallStack::default();
        stack.step(0x100, 1, true, Flow::Next, 0);
        stack.step(0x100, 1, true, CALL, 0x110);
        stack.step(0x100, 1, true, CALL, 0x110);
        assert_eq!(stack.step(0x110, 1, false, Flow::Return, 0x120), StackChange::Pop(1));
        assert_eq!(stack.step(0x110, 1, false, Flow::Return, 0x120), StackChange::Pop(1));
        assert_eq!(stack.depth(), 1);
    }

    #[test]
    fn an_exception_unwinds_to_the_function_that_catches_it() {
        let mut stack = CallStack::default();
        stack.step(0x100, 1, true, Flow::Next, 0);
        // The first return of nlr_push is an ordinary one.
        stack.step(0x200, 2, true, CALL, 0x104);
        assert_eq!(stack.step(0x104, 1, false, Flow::Return, 0x210), StackChange::Pop(1));
        for (address, function, next_address) in [(0x300, 3, 0x110), (0x400, 4, 0x310), (0x500, 5, 0x410)] {
            stack.step(address, function, true, CALL, next_address);
        }
        assert_eq!(stack.step(0x104, 1, false, Flow::Return, 0x510), StackChange::Pop(3));
        assert_eq!(stack.depth(), 1);
    }
}
