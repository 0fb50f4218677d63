//! 32-bit multiplication, multiply-accumulate and division (Armv8-M ARM C2.3.7, C2.3.8).

use super::{UNDEFINED, wide};
use crate::instruction::encoding::{bits, register};
use crate::instruction::operation::{Kind, Operation};

/// Multiplication with a result of 32 bits.
pub(super) fn short(first: u32, second: u32) -> Operation {
    let (rd, rn, rm) = (register(second, 8), register(first, 0), register(second, 0));
    let ra = bits(second, 15, 12);
    let low = bits(second, 5, 4);
    if second & 0xC0 != 0 || [rd, rn, rm].iter().any(|&r| r == 15 || r == 13) {
        return UNDEFINED;
    }
    // With ra = 15 there is no accumulation.
    let choose = |accumulating, plain, modifiers: u32| {
        let kind = if ra == 15 { plain } else { accumulating };
        wide(kind, rd, rn, rm, ra | modifiers << 4)
    };
    match (bits(first, 6, 4), low) {
        (0, 0) => choose(Kind::Mla, Kind::Mul, 0),
        (0, 1) => wide(Kind::Mls, rd, rn, rm, ra),
        (1, _) => choose(Kind::Smlaxy, Kind::Smulxy, low),
        (2, 0 | 1) => choose(Kind::Smlad, Kind::Smuad, low),
        (3, 0 | 1) => choose(Kind::Smlaw, Kind::Smulw, low),
        (4, 0 | 1) => choose(Kind::Smlad, Kind::Smuad, low | 2),
        (5, 0 | 1) => choose(Kind::Smmla, Kind::Smmul, low),
        (6, 0 | 1) if ra != 15 => wide(Kind::Smmla, rd, rn, rm, ra | (low | 2) << 4),
        (7, 0) => wide(Kind::Usad8, rd, rn, rm, ra),
        _ => UNDEFINED,
    }
}

/// Multiplication with a result of 64 bits, and division.
pub(super) fn long(first: u32, second: u32) -> Operation {
    let (low, high) = (register(second, 12), bits(second, 11, 8));
    let (rn, rm) = (register(first, 0), register(second, 0));
    if [rn, rm, high as u8].iter().any(|&r| r == 15 || r == 13) {
        return UNDEFINED;
    }
    let selector = (bits(first, 6, 4), bits(second, 7, 4));
    match selector {
        (1, 15) => return wide(Kind::Sdiv, high as u8, rn, rm, 0),
        (3, 15) => return wide(Kind::Udiv, high as u8, rn, rm, 0),
        _ => {}
    }
    if low == 15 || low == 13 || u32::from(low) == high {
        return UNDEFINED;
    }
    let modifiers = selector.1 & 3;
    match selector {
        (0, 0) => wide(Kind::Smull, low, rn, rm, high),
        (2, 0) => wide(Kind::Umull, low, rn, rm, high),
        (4, 0) => wide(Kind::Smlal, low, rn, rm, high),
        (4, 8..=11) => wide(Kind::Smlalxy, low, rn, rm, high | modifiers << 4),
        (4, 12 | 13) => wide(Kind::Smlald, low, rn, rm, high | (modifiers & 1) << 4),
        (5, 12 | 13) => wide(Kind::Smlald, low, rn, rm, high | (modifiers & 1 | 2) << 4),
        (6, 0) => wide(Kind::Umlal, low, rn, rm, high),
        (6, 6) => wide(Kind::Umaal, low, rn, rm, high),
        _ => UNDEFINED,
    }
}
