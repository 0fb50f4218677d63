//! Decoder of T16 and T32 encodings (Armv8-M ARM C2.2).

mod condition;
mod constant;
mod coprocessor;
mod data_processing;
mod load_store;
mod multiply;
mod t16;
mod t32;

use super::encoding::is_wide;
use super::operation::{Kind, Operation, PREPARATION};

/// Addresses below this belong to the boot ROM, where `udf.w #n` stands for a function that the board executes.
const ROM_END: u32 = 0x8000;

/// Location of an instruction.
#[derive(Clone, Copy, Debug)]
pub struct Location {
    /// Address of the instruction.
    pub address: u32,
    /// The instruction is in an IT block, where most 16-bit encodings keep the flags.
    pub in_it: bool,
}

impl Location {
    /// Returns the PC as the instruction reads it.
    fn pc(self) -> u32 {
        self.address.wrapping_add(4)
    }

    /// Returns the PC as literal loads and ADR read it.
    fn aligned_pc(self) -> u32 {
        self.pc() & !3
    }
}

/// Decodes one instruction. `second` is used only after a halfword that [`is_wide`].
pub fn decode(first: u16, second: u16, location: Location) -> Operation {
    if !is_wide(first) {
        return t16::decode(u32::from(first), location);
    }
    let (first, second) = (u32::from(first), u32::from(second));
    let mut operation = t32::decode(first, second, location);
    if operation.kind == Kind::Undefined
        && location.address < ROM_END
        && let Some(number) = rom_call(first, second)
    {
        operation = wide(Kind::RomCall, 0, 0, 0, number);
    }
    if location.address & 7 == 6 {
        // The instruction spans two lines of code.
        operation.waits_for |= PREPARATION;
    }
    operation
}

/// Returns the constant of `udf.w`.
fn rom_call(first: u32, second: u32) -> Option<u32> {
    (first & 0xFFF0 == 0xF7F0 && second & 0xF000 == 0xA000).then_some((first & 0xF) << 12 | second & 0xFFF)
}

/// Returns the kind of the hint with this number; the others are NOPs (Armv8-M ARM C2.2.12).
const fn hint(number: u32) -> Kind {
    match number {
        2 => Kind::Wfe,
        3 => Kind::Wfi,
        4 => Kind::Sev,
        _ => Kind::Nop,
    }
}

/// Returns the operation of a 16-bit encoding.
const fn narrow(kind: Kind, rd: u8, rn: u8, rm: u8, imm: u32) -> Operation {
    Operation::narrow(kind, rd, rn, rm, imm)
}

/// Returns the operation of a 32-bit encoding.
const fn wide(kind: Kind, rd: u8, rn: u8, rm: u8, imm: u32) -> Operation {
    Operation::wide(kind, rd, rn, rm, imm)
}

/// An undefined 32-bit encoding.
const UNDEFINED: Operation = Operation::wide(Kind::Undefined, 0, 0, 0, 0);
