//! 16-bit encodings (Armv8-M ARM C2.2.1 to C2.2.12).

use super::condition::CONDITIONAL;
use super::{Location, hint, narrow};
use crate::instruction::encoding::{bits, register, sign_extend};
use crate::instruction::operation::{
    CARRY_KEEP, Form, Kind, Operation, ShiftedOperand, data_processing, shift,
};

const UNDEFINED: Operation = Operation::narrow(Kind::Undefined, 0, 0, 0, 0);

/// Returns the three-bit register field at `low`.
const fn low_register(code: u32, low: u32) -> u8 {
    (code >> low & 7) as u8
}

pub(super) fn decode(code: u32, location: Location) -> Operation {
    match code >> 12 {
        0b0000 | 0b0001 => shift_add(code, location.in_it),
        0b0010 | 0b0011 => immediate(code, location.in_it),
        0b0100 => match bits(code, 11, 10) {
            0b00 => register_operation(code, location.in_it),
            0b01 => high_registers(code, location),
            _ => {
                narrow(Kind::LdrLit, low_register(code, 8), 15, 0, location.aligned_pc() + (code & 0xFF) * 4)
            }
        },
        0b0101 => load_store_register(code),
        0b0110..=0b1000 => load_store_immediate(code),
        0b1001 => {
            let kind = if code & 0x800 != 0 { Kind::LdrImm } else { Kind::StrImm };
            narrow(kind, low_register(code, 8), 13, 0, (code & 0xFF) * 4)
        }
        0b1010 => {
            let (rd, offset) = (low_register(code, 8), (code & 0xFF) * 4);
            if code & 0x800 != 0 {
                narrow(Kind::AddImm, rd, 13, 0, offset)
            } else {
                narrow(Kind::MovImm, rd, 0, 0, location.aligned_pc() + offset)
            }
        }
        0b1011 => miscellaneous(code, location),
        0b1100 => load_store_multiple(code),
        0b1101 => branch_or_call(code, location),
        _ => narrow(Kind::B, 0, 0, 0, location.pc().wrapping_add(sign_extend(code & 0x7FF, 11) << 1)),
    }
}

/// Selects between the kind that sets flags and the one in IT blocks.
const fn flags(in_it: bool, sets: Kind, leaves: Kind) -> Kind {
    if in_it { leaves } else { sets }
}

fn shift_add(code: u32, in_it: bool) -> Operation {
    let (rd, rm) = (low_register(code, 0), low_register(code, 3));
    let amount = bits(code, 10, 6);
    let by_32 = if amount == 0 { 32 } else { amount };
    match bits(code, 12, 11) {
        0 if amount == 0 => narrow(flags(in_it, Kind::MovsReg, Kind::MovReg), rd, 0, rm, 0),
        0 => narrow(flags(in_it, Kind::LslsImm, Kind::LslImm), rd, 0, rm, amount),
        1 => narrow(flags(in_it, Kind::LsrsImm, Kind::LsrImm), rd, 0, rm, by_32),
        2 => narrow(flags(in_it, Kind::AsrsImm, Kind::AsrImm), rd, 0, rm, by_32),
        _ => {
            let (operand, constant) = (low_register(code, 6), bits(code, 8, 6));
            match bits(code, 10, 9) {
                0 => narrow(flags(in_it, Kind::AddsReg, Kind::AddReg), rd, rm, operand, 0),
                1 => narrow(flags(in_it, Kind::SubsReg, Kind::SubReg), rd, rm, operand, 0),
                2 => narrow(flags(in_it, Kind::AddsImm, Kind::AddImm), rd, rm, 0, constant),
                _ if in_it => narrow(Kind::AddImm, rd, rm, 0, constant.wrapping_neg()),
                _ => narrow(Kind::SubsImm, rd, rm, 0, constant),
            }
        }
    }
}

fn immediate(code: u32, in_it: bool) -> Operation {
    let (rd, constant) = (low_register(code, 8), code & 0xFF);
    match bits(code, 12, 11) {
        0 => narrow(flags(in_it, Kind::MovsImm, Kind::MovImm), rd, 0, CARRY_KEEP, constant),
        1 => narrow(Kind::CmpImm, 0, rd, 0, constant),
        2 => narrow(flags(in_it, Kind::AddsImm, Kind::AddImm), rd, rd, 0, constant),
        _ if in_it => narrow(Kind::AddImm, rd, rd, 0, constant.wrapping_neg()),
        _ => narrow(Kind::SubsImm, rd, rd, 0, constant),
    }
}

fn register_operation(code: u32, in_it: bool) -> Operation {
    let (rd, rm) = (low_register(code, 0), low_register(code, 3));
    let two = |sets, leaves| narrow(flags(in_it, sets, leaves), rd, rd, rm, 0);
    match bits(code, 9, 6) {
        0 => two(Kind::AndsReg, Kind::AndReg),
        1 => two(Kind::EorsReg, Kind::EorReg),
        2 => two(Kind::LslsReg, Kind::LslReg),
        3 => two(Kind::LsrsReg, Kind::LsrReg),
        4 => two(Kind::AsrsReg, Kind::AsrReg),
        5 => two(Kind::AdcsReg, Kind::AdcReg),
        6 => two(Kind::SbcsReg, Kind::SbcReg),
        7 => two(Kind::RorsReg, Kind::RorReg),
        8 => narrow(Kind::TstReg, 0, rd, rm, 0),
        9 => narrow(flags(in_it, Kind::RsbsImm, Kind::RsbImm), rd, rm, 0, 0),
        10 => narrow(Kind::CmpReg, 0, rd, rm, 0),
        11 => narrow(Kind::CmnReg, 0, rd, rm, 0),
        12 => two(Kind::OrrsReg, Kind::OrrReg),
        13 => narrow(flags(in_it, Kind::Muls, Kind::Mul), rd, rm, rd, 0),
        14 => two(Kind::BicsReg, Kind::BicReg),
        _ => narrow(flags(in_it, Kind::MvnsReg, Kind::MvnReg), rd, 0, rm, 0),
    }
}

fn high_registers(code: u32, location: Location) -> Operation {
    let rd = low_register(code, 0) | (code >> 4 & 8) as u8;
    let rm = register(code, 3);
    match (bits(code, 9, 8), rd, rm) {
        (0, 15, 15) => UNDEFINED,
        (0, 15, _) => narrow(Kind::AddPc, 15, 0, rm, location.pc()),
        (0, _, 15) => narrow(Kind::AddImm, rd, rd, 0, location.pc()),
        (0, 13, _) => narrow(
            Kind::AddSpReg,
            13,
            13,
            rm,
            ShiftedOperand::pack(0, shift::LSL, data_processing::ADD, false),
        ),
        (0, ..) => narrow(Kind::AddReg, rd, rd, rm, 0),
        (1, _, 15) => narrow(Kind::CmpImm, 0, rd, 0, location.pc()),
        (1, ..) => narrow(Kind::CmpReg, 0, rd, rm, 0),
        (2, 15, 15) => narrow(Kind::B, 0, 0, 0, location.pc()),
        (2, 15, _) => narrow(Kind::MovPc, 15, 0, rm, 0),
        (2, 13, 15) => UNDEFINED,
        (2, _, 15) => narrow(Kind::MovImm, rd, 0, 0, location.pc()),
        (2, 13, _) => narrow(Kind::MovSp, 13, 0, rm, 0),
        (2, ..) => narrow(Kind::MovReg, rd, 0, rm, 0),
        _ => exchange(code, rm),
    }
}

/// BX, BLX and their Non-secure forms.
fn exchange(code: u32, rm: u8) -> Operation {
    if code & 3 != 0 || rm == 15 {
        return UNDEFINED;
    }
    let kind = match bits(code, 7, 7) << 1 | bits(code, 2, 2) {
        0 => Kind::Bx,
        1 => Kind::Bxns,
        2 => Kind::BlxReg,
        _ => Kind::Blxns,
    };
    narrow(kind, 0, 0, rm, 0)
}

fn load_store_register(code: u32) -> Operation {
    const KINDS: [Kind; 8] = [
        Kind::StrReg,
        Kind::StrhReg,
        Kind::StrbReg,
        Kind::LdrsbReg,
        Kind::LdrReg,
        Kind::LdrhReg,
        Kind::LdrbReg,
        Kind::LdrshReg,
    ];
    let kind = KINDS[bits(code, 11, 9) as usize];
    narrow(kind, low_register(code, 0), low_register(code, 3), low_register(code, 6), 0)
}

fn load_store_immediate(code: u32) -> Operation {
    let (kind, scale) = match bits(code, 15, 11) {
        0b01100 => (Kind::StrImm, 4),
        0b01101 => (Kind::LdrImm, 4),
        0b01110 => (Kind::StrbImm, 1),
        0b01111 => (Kind::LdrbImm, 1),
        0b10000 => (Kind::StrhImm, 2),
        _ => (Kind::LdrhImm, 2),
    };
    narrow(kind, low_register(code, 0), low_register(code, 3), 0, bits(code, 10, 6) * scale)
}

fn load_store_multiple(code: u32) -> Operation {
    let (rn, list) = (low_register(code, 8), code & 0xFF);
    if list == 0 {
        return UNDEFINED;
    }
    if code & 0x800 == 0 {
        return narrow(Kind::Stmia, 1, rn, 0, list);
    }
    // A base that is loaded is not written back.
    narrow(Kind::Ldmia, u8::from(list >> rn & 1 == 0), rn, 0, list)
}

fn miscellaneous(code: u32, location: Location) -> Operation {
    let (rd, rm) = (low_register(code, 0), low_register(code, 3));
    match bits(code, 11, 8) {
        0b0000 => {
            let offset = (code & 0x7F) * 4;
            narrow(Kind::AddSpImm, 13, 13, 0, if code & 0x80 != 0 { offset.wrapping_neg() } else { offset })
        }
        0b0010 => {
            const KINDS: [Kind; 4] = [Kind::Sxth, Kind::Sxtb, Kind::Uxth, Kind::Uxtb];
            narrow(KINDS[bits(code, 7, 6) as usize], rd, 0, rm, 0)
        }
        0b1010 => match bits(code, 7, 6) {
            0 => narrow(Kind::Rev, rd, 0, rm, 0),
            1 => narrow(Kind::Rev16, rd, 0, rm, 0),
            3 => narrow(Kind::Revsh, rd, 0, rm, 0),
            _ => UNDEFINED,
        },
        0b0001 | 0b0011 | 0b1001 | 0b1011 => {
            let kind = if code & 0x800 != 0 { Kind::Cbnz } else { Kind::Cbz };
            let offset = bits(code, 9, 9) << 6 | bits(code, 7, 3) << 1;
            narrow(kind, 0, rd, 0, location.pc().wrapping_add(offset))
        }
        0b0100 | 0b0101 => push_pop(Kind::Stmdb, code & 0xFF | (code & 0x100) << 6),
        0b1100 | 0b1101 => push_pop(Kind::Ldmia, code & 0xFF | (code & 0x100) << 7),
        0b0110 if code & 0xEC == 0x60 => narrow(Kind::Cps, 0, 0, 0, code & 0x13),
        0b1110 => narrow(Kind::Bkpt, 0, 0, 0, code & 0xFF),
        0b1111 => hint_or_it(code),
        _ => UNDEFINED,
    }
}

fn push_pop(kind: Kind, list: u32) -> Operation {
    match list {
        0 => UNDEFINED,
        // POP of the PC alone is the same access as a single load.
        0x8000 => narrow(Kind::LdrSpecial, 15, 13, Form::Post as u8, 4),
        _ => narrow(kind, 1, 13, 0, list),
    }
}

fn hint_or_it(code: u32) -> Operation {
    if code & 0xF != 0 {
        return narrow(Kind::It, 0, 0, 0, code & 0xFF);
    }
    narrow(hint(bits(code, 7, 4)), 0, 0, 0, 0)
}

fn branch_or_call(code: u32, location: Location) -> Operation {
    match bits(code, 11, 8) {
        14 => UNDEFINED,
        15 => narrow(Kind::Svc, 0, 0, 0, code & 0xFF),
        condition => {
            let target = location.pc().wrapping_add(sign_extend(code & 0xFF, 8) << 1);
            narrow(CONDITIONAL[condition as usize], 0, 0, 0, target)
        }
    }
}
