//! Instructions of a trace, decoded by the decoder of the simulated core.

use pico2_sim::instruction::{Class, Flow, describe};
use serde::{Deserialize, Serialize};

/// Class that an instruction counts towards.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum InstructionClass {
    /// Loads: LDR, LDM, POP, VLDR and similar, including those that load the PC.
    Load,
    /// Stores: STR, STM, PUSH, VSTR and similar.
    Store,
    /// Branches without link: B, BX, CBZ, TBB and similar.
    Branch,
    /// Branches with link: BL and BLX.
    Call,
    /// Integer arithmetic, logic, moves and comparisons.
    Alu,
    /// Floating-point arithmetic, moves and comparisons.
    Float,
    /// IT, barriers, special registers, coprocessors and similar.
    Other,
}

impl InstructionClass {
    /// All classes, in the order of tables and charts.
    pub(crate) const ALL: [Self; 7] =
        [Self::Load, Self::Store, Self::Alu, Self::Branch, Self::Call, Self::Float, Self::Other];

    /// Returns the name used in tables.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Load => "load",
            Self::Store => "store",
            Self::Branch => "branch",
            Self::Call => "call",
            Self::Alu => "ALU",
            Self::Float => "float",
            Self::Other => "other",
        }
    }
}

impl From<Class> for InstructionClass {
    fn from(class: Class) -> Self {
        match class {
            Class::Load => Self::Load,
            Class::Store => Self::Store,
            Class::Branch => Self::Branch,
            Class::Call => Self::Call,
            Class::Alu => Self::Alu,
            Class::Float => Self::Float,
            Class::Other => Self::Other,
        }
    }
}

/// Decoded instruction.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Instruction {
    /// First halfword.
    pub first: u16,
    /// Second halfword of a 32-bit instruction; 0 for a 16-bit instruction.
    pub second: u16,
    /// Length in bytes: 2 or 4.
    pub length: u32,
    /// Class.
    pub class: InstructionClass,
    /// Control flow.
    pub flow: Flow,
}

impl Instruction {
    /// Decodes the instruction at the start of `code`, which is at `address`. Returns `None` if `code` ends before the
    /// instruction does.
    pub(crate) fn decode(code: &[u8], address: u32) -> Option<Self> {
        let description = describe(code, address)?;
        let halfword = |offset: usize| Some(u16::from_le_bytes(*code.get(offset..)?.first_chunk()?));
        Some(Self {
            first: halfword(0)?,
            second: if description.length == 4 { halfword(2)? } else { 0 },
            length: description.length,
            class: description.class.into(),
            flow: description.flow,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_second_halfword_belongs_to_32_bit_instructions_only() {
        // adds r3, #1; orr r3, r3, #1
        let code = [0x01, 0x33, 0x43, 0xF0, 0x01, 0x03];
        let narrow = Instruction::decode(&code, 0x100).unwrap();
        assert_eq!((narrow.length, narrow.first, narrow.second), (2, 0x3301, 0));
        let wide = Instruction::decode(&code[2..], 0x102).unwrap();
        assert_eq!((wide.length, wide.first, wide.second), (4, 0xF043, 0x0301));
        assert_eq!(Instruction::decode(&code[2..4], 0x102), None);
    }
}
