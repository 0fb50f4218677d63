//! 32-bit encodings: top level (Armv8-M ARM C2.3), branches and miscellaneous control.

use super::condition::CONDITIONAL;
use super::{Location, UNDEFINED, coprocessor, data_processing, hint, load_store, multiply, wide};
use crate::instruction::encoding::{bits, register, sign_extend};
use crate::instruction::operation::{Kind, Operation};

pub(super) fn decode(first: u32, second: u32, location: Location) -> Operation {
    match bits(first, 12, 9) {
        0b0100 if first & 0x40 == 0 => load_store::multiple(first, second),
        0b0100 => load_store::dual_or_exclusive(first, second, location),
        0b0101 => data_processing::shifted_register(first, second),
        0b0110 | 0b0111 | 0b1110 | 0b1111 => coprocessor::decode(first, second),
        0b1000..=0b1011 if second & 0x8000 != 0 => branch_or_control(first, second, location),
        0b1000 | 0b1010 => data_processing::modified_immediate(first, second),
        0b1001 | 0b1011 => data_processing::plain_immediate(first, second, location),
        0b1100 => load_store::single(first, second, location),
        0b1101 if first & 0x100 == 0 => data_processing::register_operand(first, second),
        0b1101 if first & 0x80 == 0 => multiply::short(first, second),
        0b1101 => multiply::long(first, second),
        _ => UNDEFINED,
    }
}

fn branch_or_control(first: u32, second: u32, location: Location) -> Operation {
    match (bits(second, 14, 14), bits(second, 12, 12)) {
        (0, 0) if bits(first, 9, 7) != 0b111 => conditional_branch(first, second, location),
        (0, 0) => control(first, second),
        (0, 1) => wide(Kind::B, 0, 0, 0, long_target(first, second, location)),
        (1, 1) => wide(Kind::Bl, 0, 0, 0, long_target(first, second, location)),
        _ => UNDEFINED,
    }
}

fn conditional_branch(first: u32, second: u32, location: Location) -> Operation {
    let offset = bits(first, 10, 10) << 20
        | bits(second, 11, 11) << 19
        | bits(second, 13, 13) << 18
        | bits(first, 5, 0) << 12
        | bits(second, 10, 0) << 1;
    match CONDITIONAL.get(bits(first, 9, 6) as usize) {
        Some(&kind) => wide(kind, 0, 0, 0, location.pc().wrapping_add(sign_extend(offset, 21))),
        None => UNDEFINED,
    }
}

fn long_target(first: u32, second: u32, location: Location) -> u32 {
    let sign = bits(first, 10, 10);
    let (i1, i2) = (!(bits(second, 13, 13) ^ sign) & 1, !(bits(second, 11, 11) ^ sign) & 1);
    let offset = sign << 24 | i1 << 23 | i2 << 22 | bits(first, 9, 0) << 12 | bits(second, 10, 0) << 1;
    location.pc().wrapping_add(sign_extend(offset, 25))
}

fn control(first: u32, second: u32) -> Operation {
    match first & 0x7FF {
        0x380..=0x38F if second & 0x3300 == 0 => {
            wide(Kind::Msr, 0, register(first, 0), 0, second & 0xFF | bits(second, 11, 10) << 8)
        }
        0x3AF if second & 0x2700 == 0 => wide(hint(second & 0xFF), 0, 0, 0, 0),
        0x3BF => match bits(second, 7, 4) {
            2 => wide(Kind::Clrex, 0, 0, 0, 0),
            4 | 5 => wide(Kind::Barrier, 0, 0, 0, 0),
            6 => wide(Kind::Isb, 0, 0, 0, 0),
            _ => UNDEFINED,
        },
        0x3EF if second & 0x2000 == 0 => wide(Kind::Mrs, register(second, 8), 0, 0, second & 0xFF),
        _ => UNDEFINED,
    }
}
