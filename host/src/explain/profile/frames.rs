//! The stack of called functions, reconstructed from the addresses that were executed.
//!
//! A call is known by its instruction, a return by the address that it goes back to. An exception's jump
//! (`nlr_jump`) goes back into a function that is still on the stack, to a place that nobody below waits for; a branch
//! to another function is a tail call.

use crate::explain::instruction::Flow;

/// A function on the stack.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Frame {
    function: u32,
    return_to: u32,
}

/// What happened to the stack.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Move {
    /// The same function goes on.
    Stay,
    /// It called another.
    Push,
    /// So many functions ended.
    Pop(usize),
    /// So many functions ended, and another took the place of the last.
    Replace(usize),
}

/// The stack.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Frames {
    frames: Vec<Frame>,
}

impl Frames {
    /// How many functions there are.
    pub fn depth(&self) -> usize {
        self.frames.len()
    }

    /// Execution has come to an address in a function, by an instruction of that flow behind which `next` stands.
    /// `starts`: the address is the function's first. The first call only begins.
    pub fn arrive(&mut self, address: u32, function: u32, starts: bool, flow: Flow, next: u32) -> Move {
        let Some(top) = self.frames.last() else {
            self.frames.push(Frame { function, return_to: u32::MAX });
            return Move::Push;
        };
        let returns = top.return_to == address;
        match flow {
            Flow::Call => {
                self.frames.push(Frame { function, return_to: next });
                Move::Push
            }
            // Falling through into another function is a tail call, as a branch is.
            Flow::Next if address == next && top.function == function => Move::Stay,
            Flow::Return if returns => self.unwind(1),
            _ if top.function == function && flow != Flow::Return => Move::Stay,
            _ => {
                if let Some(count) = self.frames.iter().rev().position(|frame| frame.return_to == address) {
                    return self.unwind(count + 1);
                }
                let holds = self.frames.iter().rev().position(|frame| frame.function == function);
                match holds {
                    Some(0) => Move::Stay,
                    Some(count) if !starts => self.unwind(count),
                    _ => {
                        if let Some(top) = self.frames.last_mut() {
                            top.function = function;
                        }
                        Move::Replace(1)
                    }
                }
            }
        }
    }

    fn unwind(&mut self, count: usize) -> Move {
        // The outermost stays: nothing is known of who called it.
        let count = count.min(self.frames.len().saturating_sub(1));
        self.frames.truncate(self.frames.len() - count);
        Move::Pop(count)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn calls_returns_and_tail_calls() {
        let mut frames = Frames::default();
        assert_eq!(frames.arrive(0x100, 1, true, Flow::Next, 0), Move::Push);
        assert_eq!(frames.arrive(0x200, 2, true, Flow::Call, 0x104), Move::Push);
        // 2 goes on in 3, which returns to where 2 was called.
        assert_eq!(frames.arrive(0x300, 3, true, Flow::Jump, 0x204), Move::Replace(1));
        assert_eq!(frames.arrive(0x310, 3, false, Flow::Jump, 0x304), Move::Stay);
        assert_eq!(frames.arrive(0x104, 1, false, Flow::Return, 0x312), Move::Pop(1));
        assert_eq!(frames.depth(), 1);
    }

    #[test]
    fn recursion_returns_one_level() {
        let mut frames = Frames::default();
        frames.arrive(0x100, 1, true, Flow::Next, 0);
        frames.arrive(0x100, 1, true, Flow::Call, 0x110);
        frames.arrive(0x100, 1, true, Flow::Call, 0x110);
        assert_eq!(frames.arrive(0x110, 1, false, Flow::Return, 0x120), Move::Pop(1));
        assert_eq!(frames.arrive(0x110, 1, false, Flow::Return, 0x120), Move::Pop(1));
        assert_eq!(frames.depth(), 1);
    }

    #[test]
    fn an_exception_unwinds_to_who_catches_it() {
        let mut frames = Frames::default();
        frames.arrive(0x100, 1, true, Flow::Next, 0);
        // nlr_push returns at first as any function does.
        frames.arrive(0x200, 2, true, Flow::Call, 0x104);
        assert_eq!(frames.arrive(0x104, 1, false, Flow::Return, 0x210), Move::Pop(1));
        for (address, function, next) in [(0x300, 3, 0x110), (0x400, 4, 0x310), (0x500, 5, 0x410)] {
            frames.arrive(address, function, true, Flow::Call, next);
        }
        assert_eq!(frames.arrive(0x104, 1, false, Flow::Return, 0x510), Move::Pop(3));
        assert_eq!(frames.depth(), 1);
    }
}
