//! 32-bit loads and stores (Armv8-M ARM C2.3.1, C2.3.5).

use super::{Location, UNDEFINED, wide};
use crate::instruction::encoding::{bits, register};
use crate::instruction::operation::{Form, Kind, Operation};

/// LDM, STM, PUSH, POP.
pub(super) fn multiple(first: u32, second: u32) -> Operation {
    let (rn, writeback, load) = (register(first, 0), first & 0x20 != 0, first & 0x10 != 0);
    let forbidden = if load { 0x2000 } else { 0xA000 };
    let both_returns = load && second & 0xC000 == 0xC000;
    let base_in_list = writeback && second >> rn & 1 != 0;
    if rn == 15 || second & forbidden != 0 || second.count_ones() < 2 || both_returns || base_in_list {
        return UNDEFINED;
    }
    let kind = match (bits(first, 8, 7), load) {
        (1, true) => Kind::Ldmia,
        (1, false) => Kind::Stmia,
        (2, true) => Kind::Ldmdb,
        (2, false) => Kind::Stmdb,
        _ => return UNDEFINED,
    };
    wide(kind, u8::from(writeback), rn, 0, second)
}

/// LDRD, STRD, exclusives, acquire and release, table branches, TT, SG.
pub(super) fn dual_or_exclusive(first: u32, second: u32, location: Location) -> Operation {
    let (rn, rt, rt2) = (register(first, 0), register(second, 12), register(second, 8));
    let (pre, up, writeback, load) =
        (first & 0x100 != 0, first & 0x80 != 0, first & 0x20 != 0, first & 0x10 != 0);
    if first == 0xE97F && second == 0xE97F {
        return wide(Kind::Sg, 0, 0, 0, 0);
    }
    if !pre && !writeback {
        return if up { sized(second, rn, load, location) } else { exclusive_word(second, rn, load) };
    }
    let magnitude = (second & 0xFF) * 4;
    let offset = if up { magnitude } else { magnitude.wrapping_neg() };
    if rt == 13 || rt == 15 || rt2 == 13 || rt2 == 15 || load && rt == rt2 {
        return UNDEFINED;
    }
    if rn == 15 {
        let literal = load && !writeback;
        let address = location.aligned_pc().wrapping_add(offset);
        return if literal { wide(Kind::LdrdLit, rt, 15, rt2, address) } else { UNDEFINED };
    }
    if writeback && (rn == rt || rn == rt2) {
        return UNDEFINED;
    }
    let form = match (pre, writeback) {
        (true, false) => Form::Offset,
        (true, true) => Form::Pre,
        _ => Form::Post,
    };
    let kind = if load { Kind::Ldrd } else { Kind::Strd };
    wide(kind, rt, rn, rt2, offset & 0xFFFF | (form as u32) << 16)
}

/// LDREX, STREX and TT.
fn exclusive_word(second: u32, rn: u8, load: bool) -> Operation {
    let (rt, rd) = (register(second, 12), register(second, 8));
    let offset = (second & 0xFF) * 4;
    if rn == 15 {
        return UNDEFINED;
    }
    match (load, rt) {
        (true, 13 | 15) => UNDEFINED,
        (true, _) => wide(Kind::Ldrex, rt, rn, 2, offset),
        (false, 15) if second & 0x3F == 0 => wide(Kind::Tt, rd, rn, 0, bits(second, 7, 6)),
        (false, 13 | 15) => UNDEFINED,
        (false, _) => wide(Kind::Strex, rd, rn, 2, offset | u32::from(rt) << 28),
    }
}

/// Exclusive, acquire and release accesses without an offset, and table branches.
fn sized(second: u32, rn: u8, load: bool, location: Location) -> Operation {
    let (rt, rd, selector) = (register(second, 12), register(second, 0), bits(second, 7, 4));
    if load && selector < 2 {
        let kind = if selector == 0 { Kind::Tbb } else { Kind::Tbh };
        return wide(kind, 0, rn, rd, location.pc());
    }
    let size = (selector & 3) as u8;
    if rn == 15 || rt == 15 || rt == 13 || size == 3 {
        return UNDEFINED;
    }
    match (load, selector >> 2) {
        (true, 1 | 3) => wide(Kind::Ldrex, rt, rn, size, 0),
        (true, 2) => wide(Kind::Lda, rt, rn, size, 0),
        (false, 1 | 3) => wide(Kind::Strex, rd, rn, size, u32::from(rt) << 28),
        (false, 2) => wide(Kind::Stl, rt, rn, size, 0),
        _ => UNDEFINED,
    }
}

/// Kinds of one data type: offset, register, pre, post, literal.
type Family = [Kind; 5];

const LDR: Family = [Kind::LdrImm, Kind::LdrReg, Kind::LdrPre, Kind::LdrPost, Kind::LdrLit];
const LDRB: Family = [Kind::LdrbImm, Kind::LdrbReg, Kind::LdrbPre, Kind::LdrbPost, Kind::LdrbLit];
const LDRH: Family = [Kind::LdrhImm, Kind::LdrhReg, Kind::LdrhPre, Kind::LdrhPost, Kind::LdrhLit];
const LDRSB: Family = [Kind::LdrsbImm, Kind::LdrsbReg, Kind::LdrsbPre, Kind::LdrsbPost, Kind::LdrsbLit];
const LDRSH: Family = [Kind::LdrshImm, Kind::LdrshReg, Kind::LdrshPre, Kind::LdrshPost, Kind::LdrshLit];
const STR: Family = [Kind::StrImm, Kind::StrReg, Kind::StrPre, Kind::StrPost, Kind::Undefined];
const STRB: Family = [Kind::StrbImm, Kind::StrbReg, Kind::StrbPre, Kind::StrbPost, Kind::Undefined];
const STRH: Family = [Kind::StrhImm, Kind::StrhReg, Kind::StrhPre, Kind::StrhPost, Kind::Undefined];

/// Loads and stores of one register.
pub(super) fn single(first: u32, second: u32, location: Location) -> Operation {
    let (rn, rt, load) = (register(first, 0), register(second, 12), first & 0x10 != 0);
    let family = match (bits(first, 6, 5), first & 0x100 != 0, load) {
        (0, false, true) => LDRB,
        (0, true, true) => LDRSB,
        (1, false, true) => LDRH,
        (1, true, true) => LDRSH,
        (2, false, true) => LDR,
        (0, false, false) => STRB,
        (1, false, false) => STRH,
        (2, false, false) => STR,
        _ => return UNDEFINED,
    };
    // Unprivileged: offset 0 to 255.
    if rn != 15 && first & 0x80 == 0 && second & 0xF00 == 0xE00 {
        let sized = bits(first, 6, 5) as u8 | if first & 0x100 != 0 { 4 } else { 0 };
        let kind = if load { Kind::LdrUser } else { Kind::StrUser };
        return if matches!(rt, 13 | 15) { UNDEFINED } else { wide(kind, rt, rn, sized, second & 0xFF) };
    }
    let Some((form, imm)) = addressing(first, second, rn, load, location) else {
        return UNDEFINED;
    };
    let word = bits(first, 6, 5) == 2;
    let writeback = matches!(form, Form::Pre | Form::Post);
    if load && rt == 15 && !word {
        // PLD, PLI and unallocated memory hints.
        return if writeback { UNDEFINED } else { wide(Kind::Nop, 0, 0, 0, 0) };
    }
    if load && word && (rt == 15 || rt == 13) {
        return wide(Kind::LdrSpecial, rt, rn, form as u8, imm);
    }
    if rt == 15 || rt == 13 && !word || writeback && rn == rt {
        return UNDEFINED;
    }
    let kind = family[match form {
        Form::Offset => 0,
        Form::Register => 1,
        Form::Pre => 2,
        Form::Post => 3,
        Form::Literal => 4,
    }];
    match form {
        Form::Register => wide(kind, rt, rn, (imm & 0xF) as u8, imm >> 4),
        _ => wide(kind, rt, rn, 0, imm),
    }
}

/// Addressing form, and its constant or `rm | shift << 4`.
fn addressing(first: u32, second: u32, rn: u8, load: bool, location: Location) -> Option<(Form, u32)> {
    let up = first & 0x80 != 0;
    if rn == 15 {
        let offset = second & 0xFFF;
        let address =
            if up { location.aligned_pc() + offset } else { location.aligned_pc().wrapping_sub(offset) };
        return load.then_some((Form::Literal, address));
    }
    if up {
        return Some((Form::Offset, second & 0xFFF));
    }
    if second & 0x800 == 0 {
        let rm = second & 0xF;
        return (second & 0x7C0 == 0 && rm != 13 && rm != 15)
            .then_some((Form::Register, rm | bits(second, 5, 4) << 4));
    }
    let magnitude = second & 0xFF;
    let offset = if second & 0x200 != 0 { magnitude } else { magnitude.wrapping_neg() };
    match bits(second, 10, 8) {
        0b100 => Some((Form::Offset, offset)),
        0b101 | 0b111 => Some((Form::Pre, offset)),
        0b001 | 0b011 => Some((Form::Post, offset)),
        _ => None,
    }
}
