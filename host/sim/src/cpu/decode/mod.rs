//! Decoding of T16 and T32 encodings (Armv8-M ARM C2.2) into [`Op`].

mod constant;
mod coprocessor;
mod data_processing;
mod load_store;
mod multiply;
mod t16;
mod t32;

use super::op::{Kind, META_LONG, Op};
use super::{fp, pipeline};

/// Addresses below this belong to the boot ROM, where `udf.w #n` stands for a function done by the board.
const ROM_END: u32 = 0x8000;

/// Where an instruction stands.
#[derive(Clone, Copy, Debug)]
pub struct Place {
    /// Its address.
    pub address: u32,
    /// It is inside an IT block, where most 16-bit encodings leave the flags alone.
    pub in_it: bool,
}

impl Place {
    /// The PC as the instruction reads it.
    fn pc(self) -> u32 {
        self.address.wrapping_add(4)
    }

    /// The PC as literal loads and ADR use it.
    fn aligned_pc(self) -> u32 {
        self.pc() & !3
    }
}

/// Whether a first halfword begins a 32-bit encoding.
pub const fn is_long(first: u16) -> bool {
    first >> 11 >= 0b11101
}

/// Decodes one instruction. `second` matters only if [`is_long`].
pub fn decode(first: u16, second: u16, place: Place) -> Op {
    let long = is_long(first);
    let mut op = if long {
        t32::decode(u32::from(first), u32::from(second), place)
    } else {
        t16::decode(u32::from(first), place)
    };
    if long {
        op.meta |= META_LONG;
    }
    if op.kind == Kind::Undefined
        && long
        && place.address < ROM_END
        && let Some(number) = rom_call(first, second)
    {
        op.kind = Kind::RomCall;
        op.imm = number;
    }
    if long && place.address & 7 == 6 {
        op.reads |= pipeline::NOTHING_LATE;
    }
    if op.kind == Kind::Fp {
        fp::annotate(&mut op);
    } else {
        pipeline::annotate(&mut op, first, second);
    }
    op
}

/// The constant of `udf.w`.
fn rom_call(first: u16, second: u16) -> Option<u32> {
    let (first, second) = (u32::from(first), u32::from(second));
    (first & 0xFFF0 == 0xF7F0 && second & 0xF000 == 0xA000).then_some((first & 0xF) << 12 | second & 0xFFF)
}

/// Bits `high` to `low` of an encoding.
const fn bits(value: u32, high: u32, low: u32) -> u32 {
    value >> low & ((1 << (high - low + 1)) - 1)
}

/// A four-bit register field at `low`.
const fn register(value: u32, low: u32) -> u8 {
    (value >> low & 0xF) as u8
}

/// Sign-extends the low `width` bits.
const fn sign_extend(value: u32, width: u32) -> u32 {
    ((value << (32 - width)) as i32 >> (32 - width)) as u32
}

const fn op(kind: Kind, rd: u8, rn: u8, rm: u8, imm: u32) -> Op {
    Op::new(kind, rd, rn, rm, imm)
}

const UNDEFINED: Op = Op::new(Kind::Undefined, 0, 0, 0, 0);
