//! What goes in and out of a state machine in one cycle.

use super::instruction::Instruction;

/// What a state machine sees in a cycle.
#[derive(Clone, Copy, Debug)]
pub(super) struct View<'a> {
    /// The cycle of clk_sys.
    pub cycle: u64,
    /// Instruction memory.
    pub memory: &'a [Instruction; 32],
    /// Inputs of the pins, counted from GPIOBASE.
    pub inputs: u32,
    /// Flags of the next lower block, this one and the next higher one.
    pub flags: [u8; 3],
}

/// Flags that state machines raise and clear in a cycle, in the same order of blocks. They show from the next cycle.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct FlagChanges {
    /// Flags to set.
    pub raise: [u8; 3],
    /// Flags to clear; one that is set at the same time stays set (a choice).
    pub clear: [u8; 3],
}

/// How an instruction ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Outcome {
    /// Done; the next one follows.
    Next,
    /// Done; execution goes on at another address.
    Jump(u8),
    /// Done; the next one is that, without delay.
    Execute(Instruction),
    /// Not done; what may end that.
    Stall(Wait),
    /// An instruction whose effect the datasheet leaves undefined.
    Undefined(&'static str),
}

/// What may end a stall.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Wait {
    /// The next tick.
    Tick,
    /// An input changes.
    Pins,
    /// A flag changes.
    Flags,
    /// A register is accessed.
    Access,
}
