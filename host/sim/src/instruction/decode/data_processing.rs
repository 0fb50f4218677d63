//! 32-bit data processing: constants, shifted registers, plain registers (Armv8-M ARM C2.3.2, C2.3.4, C2.3.6).

use super::{Location, UNDEFINED, constant, wide};
use crate::instruction::encoding::{bits, register};
use crate::instruction::operation::data_processing as operation;
use crate::instruction::operation::{Kind, Operation, ShiftedOperand, shift};

/// Selects between the kind that sets flags and the one that keeps them.
const fn pick(sets: bool, with: Kind, without: Kind) -> Kind {
    if sets { with } else { without }
}

/// Data processing with a modified immediate constant.
pub(super) fn modified_immediate(first: u32, second: u32) -> Operation {
    let field = constant::field(first, second);
    let operation = with_constant(first, second, field);
    let moves = matches!(operation.kind, Kind::MovImm | Kind::MovsImm);
    if constant::is_rotated(field) && !moves { operation.with_shifted_constant() } else { operation }
}

fn with_constant(first: u32, second: u32, field: u32) -> Operation {
    let (value, carry) = constant::expand(field);
    let (rd, rn, s) = (register(second, 8), register(first, 0), first & 0x10 != 0);
    let discard = rd == 15 && s;
    match bits(first, 8, 5) {
        operation::AND if discard => wide(Kind::TstImm, 0, rn, carry, value),
        operation::EOR if discard => wide(Kind::TeqImm, 0, rn, carry, value),
        operation::ADD if discard => wide(Kind::CmnImm, 0, rn, 0, value),
        operation::SUB if discard => wide(Kind::CmpImm, 0, rn, 0, value),
        operation::ADD if rd == 13 && rn == 13 => wide(Kind::AddSpImm, 13, 13, u8::from(s), value),
        operation::SUB if rd == 13 && rn == 13 => {
            wide(Kind::AddSpImm, 13, 13, 2 * u8::from(s), value.wrapping_neg())
        }
        _ if rd == 13 || rd == 15 => UNDEFINED,
        operation::AND => wide(pick(s, Kind::AndsImm, Kind::AndImm), rd, rn, carry, value),
        operation::BIC => wide(pick(s, Kind::AndsImm, Kind::AndImm), rd, rn, carry, !value),
        operation::ORR if rn == 15 => wide(pick(s, Kind::MovsImm, Kind::MovImm), rd, 0, carry, value),
        operation::ORR => wide(pick(s, Kind::OrrsImm, Kind::OrrImm), rd, rn, carry, value),
        operation::ORN if rn == 15 => wide(pick(s, Kind::MovsImm, Kind::MovImm), rd, 0, carry, !value),
        operation::ORN => wide(pick(s, Kind::OrrsImm, Kind::OrrImm), rd, rn, carry, !value),
        operation::EOR => wide(pick(s, Kind::EorsImm, Kind::EorImm), rd, rn, carry, value),
        operation::ADD => wide(pick(s, Kind::AddsImm, Kind::AddImm), rd, rn, 0, value),
        operation::ADC => wide(pick(s, Kind::AdcsImm, Kind::AdcImm), rd, rn, 0, value),
        operation::SBC => wide(pick(s, Kind::AdcsImm, Kind::AdcImm), rd, rn, 0, !value),
        operation::SUB if s => wide(Kind::SubsImm, rd, rn, 0, value),
        operation::SUB => wide(Kind::AddImm, rd, rn, 0, value.wrapping_neg()),
        operation::RSB => wide(pick(s, Kind::RsbsImm, Kind::RsbImm), rd, rn, 0, value),
        _ => UNDEFINED,
    }
}

/// Data processing with a plain constant: ADDW, MOVW, saturation and bit fields.
pub(super) fn plain_immediate(first: u32, second: u32, location: Location) -> Operation {
    let (rd, rn) = (register(second, 8), register(first, 0));
    let twelve = constant::field(first, second);
    let sixteen = bits(first, 3, 0) << 12 | twelve;
    let lsb = bits(second, 14, 12) << 2 | bits(second, 7, 6);
    let low = bits(second, 4, 0);
    if rd == 15 || (rd == 13 && !(rn == 13 && matches!(bits(first, 8, 4), 0 | 10))) {
        return UNDEFINED;
    }
    match bits(first, 8, 4) {
        0b00000 if rd == 13 => wide(Kind::AddSpImm, 13, 13, 0, twelve),
        0b00000 if rn == 15 => wide(Kind::MovImm, rd, 0, 0, location.aligned_pc() + twelve),
        0b00000 => wide(Kind::AddImm, rd, rn, 0, twelve),
        0b01010 if rd == 13 => wide(Kind::AddSpImm, 13, 13, 0, twelve.wrapping_neg()),
        0b01010 if rn == 15 => wide(Kind::MovImm, rd, 0, 0, location.aligned_pc().wrapping_sub(twelve)),
        0b01010 => wide(Kind::AddImm, rd, rn, 0, twelve.wrapping_neg()),
        0b00100 => wide(Kind::MovImm, rd, 0, 0, sixteen),
        0b01100 => wide(Kind::Movt, rd, 0, 0, sixteen << 16),
        0b10010 if lsb == 0 => wide(Kind::Ssat16, rd, rn, low as u8 + 1, 0),
        0b11010 if lsb == 0 => wide(Kind::Usat16, rd, rn, low as u8, 0),
        0b10000 | 0b10010 => wide(Kind::Ssat, rd, rn, low as u8 + 1, saturation_shift(first, lsb)),
        0b11000 | 0b11010 => wide(Kind::Usat, rd, rn, low as u8, saturation_shift(first, lsb)),
        0b10100 | 0b11100 if lsb + low > 31 => UNDEFINED,
        0b10100 => wide(Kind::Sbfx, rd, rn, 0, lsb | (31 - low) << 8),
        0b11100 => wide(Kind::Ubfx, rd, rn, 0, lsb | (31 - low) << 8),
        0b10110 if low < lsb => UNDEFINED,
        0b10110 => {
            let mask = (u32::MAX >> (31 - (low - lsb))) << lsb;
            if rn == 15 { wide(Kind::Bfc, rd, 0, 0, !mask) } else { wide(Kind::Bfi, rd, rn, lsb as u8, mask) }
        }
        _ => UNDEFINED,
    }
}

/// LSL or, with bit 5 of the first halfword, ASR.
fn saturation_shift(first: u32, amount: u32) -> u32 {
    let kind = if first & 0x20 != 0 { shift::ASR } else { shift::LSL };
    ShiftedOperand::pack(amount, kind, 0, false)
}

/// Returns the type and amount of the shift (DecodeImmShift).
fn immediate_shift(second: u32) -> (u32, u32) {
    let amount = bits(second, 14, 12) << 2 | bits(second, 7, 6);
    match (bits(second, 5, 4), amount) {
        (kind @ (shift::LSR | shift::ASR), 0) => (kind, 32),
        (shift::ROR, 0) => (shift::RRX, 1),
        (kind, amount) => (kind, amount),
    }
}

/// Data processing with a shifted register.
pub(super) fn shifted_register(first: u32, second: u32) -> Operation {
    let (rd, rn, rm) = (register(second, 8), register(first, 0), register(second, 0));
    let (s, opcode) = (first & 0x10 != 0, bits(first, 8, 5));
    let (kind, amount) = immediate_shift(second);
    if second & 0x8000 != 0 || rm == 15 {
        return UNDEFINED;
    }
    if opcode == operation::PKH {
        let packed = ShiftedOperand::pack(amount, kind, opcode, false);
        let defined = !s && matches!(kind, shift::LSL | shift::ASR);
        return if defined { wide(Kind::Pkh, rd, rn, rm, packed) } else { UNDEFINED };
    }
    if rn == 15 && opcode == operation::ORR {
        return move_or_shift(rd, rm, kind, amount, s);
    }
    let discard = rd == 15 && s;
    let comparison = matches!(opcode, operation::AND | operation::EOR | operation::ADD | operation::SUB);
    if discard && !comparison || rd == 15 && !s {
        return UNDEFINED;
    }
    let packed = ShiftedOperand::pack(amount, kind, opcode, s);
    if rd == 13 {
        let add = matches!(opcode, operation::ADD | operation::SUB) && rn == 13;
        return if add { wide(Kind::AddSpReg, 13, 13, rm, packed) } else { UNDEFINED };
    }
    if kind == shift::LSL
        && amount == 0
        && let Some(plain) = plain_register(opcode, s, discard, rn == 15)
    {
        return wide(plain, if discard { 0 } else { rd }, rn, rm, 0);
    }
    if opcode == operation::ADD && kind == shift::LSL && !s {
        return wide(Kind::AddLsl, rd, rn, rm, amount);
    }
    match opcode {
        operation::AND..=operation::EOR | operation::ADD | operation::ADC..=operation::SBC => {}
        operation::SUB | operation::RSB => {}
        _ => return UNDEFINED,
    }
    wide(Kind::Shifted, rd, rn, rm, packed)
}

/// MOV and shifts by a constant.
fn move_or_shift(rd: u8, rm: u8, kind: u32, amount: u32, s: bool) -> Operation {
    if rd == 15 || rd == 13 && (s || kind != shift::LSL || amount != 0) {
        return UNDEFINED;
    }
    let chosen = match (kind, amount) {
        (shift::LSL, 0) if rd == 13 => Kind::MovSp,
        (shift::LSL, 0) => pick(s, Kind::MovsReg, Kind::MovReg),
        (shift::LSL, _) => pick(s, Kind::LslsImm, Kind::LslImm),
        (shift::LSR, _) => pick(s, Kind::LsrsImm, Kind::LsrImm),
        (shift::ASR, _) => pick(s, Kind::AsrsImm, Kind::AsrImm),
        (shift::ROR, _) => pick(s, Kind::RorsImm, Kind::RorImm),
        _ => pick(s, Kind::Rrxs, Kind::Rrx),
    };
    wide(chosen, rd, 0, rm, amount)
}

/// Returns the kind of an operation on an unshifted register.
fn plain_register(opcode: u32, s: bool, discard: bool, without_rn: bool) -> Option<Kind> {
    Some(match opcode {
        operation::AND if discard => Kind::TstReg,
        operation::EOR if discard => Kind::TeqReg,
        operation::ADD if discard => Kind::CmnReg,
        operation::SUB if discard => Kind::CmpReg,
        operation::AND => pick(s, Kind::AndsReg, Kind::AndReg),
        operation::BIC => pick(s, Kind::BicsReg, Kind::BicReg),
        operation::ORR => pick(s, Kind::OrrsReg, Kind::OrrReg),
        operation::ORN if without_rn => pick(s, Kind::MvnsReg, Kind::MvnReg),
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
pub(super) fn register_operand(first: u32, second: u32) -> Operation {
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
            wide(kind, rd, rn, rm, 0)
        }
        (0..=5, 8..=11) => {
            const PLAIN: [Kind; 6] =
                [Kind::Sxth, Kind::Uxth, Kind::Sxtb16, Kind::Uxtb16, Kind::Sxtb, Kind::Uxtb];
            const ADDED: [Kind; 6] =
                [Kind::Sxtah, Kind::Uxtah, Kind::Sxtab16, Kind::Uxtab16, Kind::Sxtab, Kind::Uxtab];
            let kinds = if rn == 15 { PLAIN } else { ADDED };
            wide(kinds[group as usize], rd, rn, rm, (low & 3) * 8)
        }
        (8..=15, 0..=2 | 4..=6) if matches!(group & 7, 0..=2 | 4..=6) => {
            wide(Kind::Parallel, rd, rn, rm, (group & 7) << 3 | low)
        }
        (8, 8) => wide(Kind::Qadd, rd, rn, rm, 0),
        (8, 9) => wide(Kind::Qdadd, rd, rn, rm, 0),
        (8, 10) => wide(Kind::Qsub, rd, rn, rm, 0),
        (8, 11) => wide(Kind::Qdsub, rd, rn, rm, 0),
        (9, 8) => wide(Kind::Rev, rd, 0, rm, 0),
        (9, 9) => wide(Kind::Rev16, rd, 0, rm, 0),
        (9, 10) => wide(Kind::Rbit, rd, 0, rm, 0),
        (9, 11) => wide(Kind::Revsh, rd, 0, rm, 0),
        (10, 8) => wide(Kind::Sel, rd, rn, rm, 0),
        (11, 8) => wide(Kind::Clz, rd, 0, rm, 0),
        _ => UNDEFINED,
    }
}
