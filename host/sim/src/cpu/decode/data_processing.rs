//! 32-bit data processing: constants, shifted registers, plain registers (Armv8-M ARM C2.3.2, C2.3.4, C2.3.6).

use super::{Place, UNDEFINED, bits, constant, op, register};
use crate::cpu::op::{Kind, Op, ShiftedOperand};

/// `op` field of the data processing encodings.
mod operation {
    pub const AND: u32 = 0;
    pub const BIC: u32 = 1;
    pub const ORR: u32 = 2;
    pub const ORN: u32 = 3;
    pub const EOR: u32 = 4;
    pub const PKH: u32 = 6;
    pub const ADD: u32 = 8;
    pub const ADC: u32 = 10;
    pub const SBC: u32 = 11;
    pub const SUB: u32 = 13;
    pub const RSB: u32 = 14;
}

const fn pick(sets: bool, with: Kind, without: Kind) -> Kind {
    if sets { with } else { without }
}

pub(super) fn modified_immediate(first: u32, second: u32) -> Op {
    let (value, carry) = constant::expand(constant::field(first, second));
    let (rd, rn, s) = (register(second, 8), register(first, 0), first & 0x10 != 0);
    let discard = rd == 15 && s;
    match bits(first, 8, 5) {
        operation::AND if discard => op(Kind::TstImm, 0, rn, carry, value),
        operation::EOR if discard => op(Kind::TeqImm, 0, rn, carry, value),
        operation::ADD if discard => op(Kind::CmnImm, 0, rn, 0, value),
        operation::SUB if discard => op(Kind::CmpImm, 0, rn, 0, value),
        operation::ADD if rd == 13 && rn == 13 => op(Kind::AddSpImm, 13, 13, u8::from(s), value),
        operation::SUB if rd == 13 && rn == 13 => {
            op(Kind::AddSpImm, 13, 13, 2 * u8::from(s), value.wrapping_neg())
        }
        _ if rd == 13 || rd == 15 => UNDEFINED,
        operation::AND => op(pick(s, Kind::AndsImm, Kind::AndImm), rd, rn, carry, value),
        operation::BIC => op(pick(s, Kind::AndsImm, Kind::AndImm), rd, rn, carry, !value),
        operation::ORR if rn == 15 => op(pick(s, Kind::MovsImm, Kind::MovImm), rd, 0, carry, value),
        operation::ORR => op(pick(s, Kind::OrrsImm, Kind::OrrImm), rd, rn, carry, value),
        operation::ORN if rn == 15 => op(pick(s, Kind::MovsImm, Kind::MovImm), rd, 0, carry, !value),
        operation::ORN => op(pick(s, Kind::OrrsImm, Kind::OrrImm), rd, rn, carry, !value),
        operation::EOR => op(pick(s, Kind::EorsImm, Kind::EorImm), rd, rn, carry, value),
        operation::ADD => op(pick(s, Kind::AddsImm, Kind::AddImm), rd, rn, 0, value),
        operation::ADC => op(pick(s, Kind::AdcsImm, Kind::AdcImm), rd, rn, 0, value),
        operation::SBC => op(pick(s, Kind::AdcsImm, Kind::AdcImm), rd, rn, 0, !value),
        operation::SUB if s => op(Kind::SubsImm, rd, rn, 0, value),
        operation::SUB => op(Kind::AddImm, rd, rn, 0, value.wrapping_neg()),
        operation::RSB => op(pick(s, Kind::RsbsImm, Kind::RsbImm), rd, rn, 0, value),
        _ => UNDEFINED,
    }
}

pub(super) fn plain_immediate(first: u32, second: u32, place: Place) -> Op {
    let (rd, rn) = (register(second, 8), register(first, 0));
    let twelve = constant::field(first, second);
    let sixteen = bits(first, 3, 0) << 12 | twelve;
    let lsb = bits(second, 14, 12) << 2 | bits(second, 7, 6);
    let low = bits(second, 4, 0);
    if rd == 15 || (rd == 13 && !(rn == 13 && matches!(bits(first, 8, 4), 0 | 10))) {
        return UNDEFINED;
    }
    match bits(first, 8, 4) {
        0b00000 if rd == 13 => op(Kind::AddSpImm, 13, 13, 0, twelve),
        0b00000 if rn == 15 => op(Kind::MovImm, rd, 0, 0, place.aligned_pc() + twelve),
        0b00000 => op(Kind::AddImm, rd, rn, 0, twelve),
        0b01010 if rd == 13 => op(Kind::AddSpImm, 13, 13, 0, twelve.wrapping_neg()),
        0b01010 if rn == 15 => op(Kind::MovImm, rd, 0, 0, place.aligned_pc().wrapping_sub(twelve)),
        0b01010 => op(Kind::AddImm, rd, rn, 0, twelve.wrapping_neg()),
        0b00100 => op(Kind::MovImm, rd, 0, 0, sixteen),
        0b01100 => op(Kind::Movt, rd, 0, 0, sixteen << 16),
        0b10010 if lsb == 0 => op(Kind::Ssat16, rd, rn, low as u8 + 1, 0),
        0b11010 if lsb == 0 => op(Kind::Usat16, rd, rn, low as u8, 0),
        0b10000 | 0b10010 => op(Kind::Ssat, rd, rn, low as u8 + 1, saturation_shift(first, lsb)),
        0b11000 | 0b11010 => op(Kind::Usat, rd, rn, low as u8, saturation_shift(first, lsb)),
        0b10100 | 0b11100 if lsb + low > 31 => UNDEFINED,
        0b10100 => op(Kind::Sbfx, rd, rn, 0, lsb | (31 - low) << 8),
        0b11100 => op(Kind::Ubfx, rd, rn, 0, lsb | (31 - low) << 8),
        0b10110 if low < lsb => UNDEFINED,
        0b10110 => {
            let mask = (u32::MAX >> (31 - (low - lsb))) << lsb;
            if rn == 15 { op(Kind::Bfc, rd, 0, 0, !mask) } else { op(Kind::Bfi, rd, rn, lsb as u8, mask) }
        }
        _ => UNDEFINED,
    }
}

/// LSL or, with bit 5 of the first halfword, ASR.
fn saturation_shift(first: u32, amount: u32) -> u32 {
    ShiftedOperand::pack(amount, if first & 0x20 != 0 { 2 } else { 0 }, 0, false)
}

/// Shift type and amount as the operand uses them (DecodeImmShift).
fn shift(second: u32) -> (u32, u32) {
    let amount = bits(second, 14, 12) << 2 | bits(second, 7, 6);
    match (bits(second, 5, 4), amount) {
        (kind @ (1 | 2), 0) => (kind, 32),
        (3, 0) => (4, 1),
        (kind, amount) => (kind, amount),
    }
}

pub(super) fn shifted_register(first: u32, second: u32) -> Op {
    let (rd, rn, rm) = (register(second, 8), register(first, 0), register(second, 0));
    let (s, operation) = (first & 0x10 != 0, bits(first, 8, 5));
    let (kind, amount) = shift(second);
    if second & 0x8000 != 0 || rm == 15 {
        return UNDEFINED;
    }
    if operation == operation::PKH {
        let packed = ShiftedOperand::pack(amount, kind, operation, false);
        return if s || kind & 1 != 0 || kind == 4 { UNDEFINED } else { op(Kind::Pkh, rd, rn, rm, packed) };
    }
    if rn == 15 && operation == operation::ORR {
        return moved(rd, rm, kind, amount, s);
    }
    let discard = rd == 15 && s;
    let comparison = matches!(operation, operation::AND | operation::EOR | operation::ADD | operation::SUB);
    if discard && !comparison || rd == 15 && !s {
        return UNDEFINED;
    }
    let packed = ShiftedOperand::pack(amount, kind, operation, s);
    if rd == 13 {
        let add = matches!(operation, operation::ADD | operation::SUB) && rn == 13;
        return if add { op(Kind::AddSpReg, 13, 13, rm, packed) } else { UNDEFINED };
    }
    if kind == 0
        && amount == 0
        && let Some(plain) = plain_register(operation, s, discard, rn == 15)
    {
        return op(plain, if discard { 0 } else { rd }, rn, rm, 0);
    }
    if operation == operation::ADD && kind == 0 && !s {
        return op(Kind::AddLsl, rd, rn, rm, amount);
    }
    match operation {
        operation::AND..=operation::EOR | operation::ADD | operation::ADC..=operation::SBC => {}
        operation::SUB | operation::RSB => {}
        _ => return UNDEFINED,
    }
    op(Kind::Shifted, rd, rn, rm, packed)
}

/// MOV and shifts by a constant.
fn moved(rd: u8, rm: u8, kind: u32, amount: u32, s: bool) -> Op {
    if rd == 15 || rd == 13 && (s || kind != 0 || amount != 0) {
        return UNDEFINED;
    }
    let chosen = match (kind, amount) {
        (0, 0) if rd == 13 => Kind::MovSp,
        (0, 0) => pick(s, Kind::MovsReg, Kind::MovReg),
        (0, _) => pick(s, Kind::LslsImm, Kind::LslImm),
        (1, _) => pick(s, Kind::LsrsImm, Kind::LsrImm),
        (2, _) => pick(s, Kind::AsrsImm, Kind::AsrImm),
        (3, _) => pick(s, Kind::RorsImm, Kind::RorImm),
        _ => pick(s, Kind::Rrxs, Kind::Rrx),
    };
    op(chosen, rd, 0, rm, amount)
}

/// The operation on an unshifted register, where there is one.
fn plain_register(operation: u32, s: bool, discard: bool, no_first: bool) -> Option<Kind> {
    Some(match operation {
        operation::AND if discard => Kind::TstReg,
        operation::EOR if discard => Kind::TeqReg,
        operation::ADD if discard => Kind::CmnReg,
        operation::SUB if discard => Kind::CmpReg,
        operation::AND => pick(s, Kind::AndsReg, Kind::AndReg),
        operation::BIC => pick(s, Kind::BicsReg, Kind::BicReg),
        operation::ORR => pick(s, Kind::OrrsReg, Kind::OrrReg),
        operation::ORN if no_first => pick(s, Kind::MvnsReg, Kind::MvnReg),
        operation::ORN => pick(s, Kind::OrnsReg, Kind::OrnReg),
        operation::EOR => pick(s, Kind::EorsReg, Kind::EorReg),
        operation::ADD => pick(s, Kind::AddsReg, Kind::AddReg),
        operation::ADC => pick(s, Kind::AdcsReg, Kind::AdcReg),
        operation::SBC => pick(s, Kind::SbcsReg, Kind::SbcReg),
        operation::SUB => pick(s, Kind::SubsReg, Kind::SubReg),
        _ => return None,
    })
}

/// Shifts by a register, extensions, parallel and other operations on plain registers.
pub(super) fn register_operand(first: u32, second: u32) -> Op {
    let (rd, rn, rm) = (register(second, 8), register(first, 0), register(second, 0));
    if second & 0xF000 != 0xF000 || rd == 15 || rd == 13 || rm == 15 {
        return UNDEFINED;
    }
    let (group, low) = (bits(first, 7, 4), bits(second, 7, 4));
    match (group, low) {
        (0..=7, 0) => {
            let s = group & 1 != 0;
            let kind = match group >> 1 {
                0 => pick(s, Kind::LslsReg, Kind::LslReg),
                1 => pick(s, Kind::LsrsReg, Kind::LsrReg),
                2 => pick(s, Kind::AsrsReg, Kind::AsrReg),
                _ => pick(s, Kind::RorsReg, Kind::RorReg),
            };
            op(kind, rd, rn, rm, 0)
        }
        (0..=5, 8..=11) => {
            const PLAIN: [Kind; 6] =
                [Kind::Sxth, Kind::Uxth, Kind::Sxtb16, Kind::Uxtb16, Kind::Sxtb, Kind::Uxtb];
            const ADDED: [Kind; 6] =
                [Kind::Sxtah, Kind::Uxtah, Kind::Sxtab16, Kind::Uxtab16, Kind::Sxtab, Kind::Uxtab];
            let kinds = if rn == 15 { PLAIN } else { ADDED };
            op(kinds[group as usize], rd, rn, rm, (low & 3) * 8)
        }
        (8..=15, 0..=2 | 4..=6) if matches!(group & 7, 0..=2 | 4..=6) => {
            op(Kind::Parallel, rd, rn, rm, (group & 7) << 3 | low)
        }
        (8, 8) => op(Kind::Qadd, rd, rn, rm, 0),
        (8, 9) => op(Kind::Qdadd, rd, rn, rm, 0),
        (8, 10) => op(Kind::Qsub, rd, rn, rm, 0),
        (8, 11) => op(Kind::Qdsub, rd, rn, rm, 0),
        (9, 8) => op(Kind::Rev, rd, 0, rm, 0),
        (9, 9) => op(Kind::Rev16, rd, 0, rm, 0),
        (9, 10) => op(Kind::Rbit, rd, 0, rm, 0),
        (9, 11) => op(Kind::Revsh, rd, 0, rm, 0),
        (10, 8) => op(Kind::Sel, rd, rn, rm, 0),
        (11, 8) => op(Kind::Clz, rd, 0, rm, 0),
        _ => UNDEFINED,
    }
}
