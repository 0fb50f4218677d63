//! Inputs and results of a state machine in one cycle.

use super::instruction::Instruction;

/// Inputs of a state machine in a cycle.
#[derive(Clone, Copy, Debug)]
pub(super) struct CycleInputs<'a> {
    /// Cycle of clk_sys.
    pub cycle: u64,
    /// Instruction memory.
    pub memory: &'a [Instruction; 32],
    /// Inputs of the pins, counted from GPIOBASE.
    pub inputs: u32,
    /// Flags of the next lower block, this one and the next higher one.
    pub flags: [u8; 3],
}

/// IRQ flags that state machines set and clear in a cycle: of the next lower block, of this one and of the next higher
/// one. The change is visible from the next cycle.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct FlagChanges {
    /// Flags to set.
    pub raise: [u8; 3],
    /// Flags to clear; one that is set in the same cycle stays set (assumption).
    pub clear: [u8; 3],
}

/// Result of executing an instruction for one cycle.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum InstructionResult {
    /// Complete; execution continues with the next instruction.
    Next,
    /// Complete; execution continues at this address.
    Jump(u8),
    /// Complete; this instruction is executed next, without delay (OUT EXEC, MOV EXEC).
    Execute(Instruction),
    /// Stalled until this event.
    Stall(Wait),
    /// The datasheet leaves the effect undefined, for the reason given.
    Undefined(&'static str),
}

/// Event that can end a stall.
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
