//! Decoder of the floating-point instructions of a core with single precision only (fpv5-sp-d16; Armv8-M ARM C2.3.6 and
//! C2.4). Double-precision arithmetic is undefined on this core.

use super::{FpArithmetic, FpInstruction, FpOperation, FpTransfer, MultipleAddressing, RoundingField};

/// Returns true if two halfwords lie in the floating-point space (coprocessors 10 and 11), defined or not.
pub const fn is_floating_point(first: u16, second: u16) -> bool {
    first & 0xEC00 == 0xEC00 && first & 0x0300 != 0x0300 && second & 0x0E00 == 0x0A00
}

/// Decodes an instruction of the floating-point space. Returns `None` if it is undefined or unpredictable on this core.
pub fn decode(first: u16, second: u16) -> Option<FpInstruction> {
    let fields = Fields { first: u32::from(first), second: u32::from(second) };
    match (first >> 8, second & 0x10 != 0) {
        (0xEC | 0xED, _) => memory(fields).map(FpInstruction::Transfer),
        (0xEE, false) => data_processing(fields).map(FpInstruction::Arithmetic),
        (0xEE, true) => transfer(fields).map(FpInstruction::Transfer),
        (0xFE, false) => without_condition(fields).map(FpInstruction::Arithmetic),
        _ => None,
    }
}

/// Fields of the two halfwords of an instruction.
#[derive(Clone, Copy)]
struct Fields {
    first: u32,
    second: u32,
}

impl Fields {
    /// Returns bit `n` of the first halfword.
    fn first_bit(self, n: u32) -> bool {
        self.first >> n & 1 != 0
    }

    /// Returns bit `n` of the second halfword.
    fn second_bit(self, n: u32) -> bool {
        self.second >> n & 1 != 0
    }

    /// Vd:D.
    fn single_d(self) -> u8 {
        (self.second >> 11 & 0x1E | self.first >> 6 & 1) as u8
    }

    /// Vn:N.
    fn single_n(self) -> u8 {
        (self.first << 1 & 0x1E | self.second >> 7 & 1) as u8
    }

    /// Vm:M.
    fn single_m(self) -> u8 {
        (self.second << 1 & 0x1E | self.second >> 5 & 1) as u8
    }

    /// Returns the first single-precision half of D:Vd, which must be below 16.
    fn double_d(self) -> Option<u8> {
        (!self.first_bit(6)).then_some((self.second >> 11 & 0x1E) as u8)
    }

    /// Returns the core register in the low bits of the first halfword.
    fn core_n(self) -> u8 {
        (self.first & 0xF) as u8
    }

    /// Returns the core register in the top bits of the second halfword.
    fn core_t(self) -> u8 {
        (self.second >> 12) as u8
    }

    /// Double precision, or a double-word register.
    fn is_double(self) -> bool {
        self.second_bit(8)
    }
}

/// Arithmetic under 0xEE.
fn data_processing(fields: Fields) -> Option<FpOperation<FpArithmetic>> {
    if fields.is_double() {
        return None;
    }
    let three = |kind| Some(FpOperation::new(kind, fields.single_d(), fields.single_n(), fields.single_m()));
    let opcode = fields.first >> 5 & 0b100 | fields.first >> 4 & 0b011;
    match (opcode, fields.second_bit(6)) {
        (0b000, false) => three(FpArithmetic::Vmla),
        (0b000, true) => three(FpArithmetic::Vmls),
        (0b001, false) => three(FpArithmetic::Vnmls),
        (0b001, true) => three(FpArithmetic::Vnmla),
        (0b010, false) => three(FpArithmetic::Vmul),
        (0b010, true) => three(FpArithmetic::Vnmul),
        (0b011, false) => three(FpArithmetic::Vadd),
        (0b011, true) => three(FpArithmetic::Vsub),
        (0b100, false) => three(FpArithmetic::Vdiv),
        (0b101, false) => three(FpArithmetic::Vfnms),
        (0b101, true) => three(FpArithmetic::Vfnma),
        (0b110, false) => three(FpArithmetic::Vfma),
        (0b110, true) => three(FpArithmetic::Vfms),
        (0b111, false) => {
            let byte = fields.first << 4 & 0xF0 | fields.second & 0x0F;
            let instruction = FpOperation::new(FpArithmetic::VmovImmediate, fields.single_d(), 0, 0);
            (fields.second & 0xA0 == 0).then_some(instruction.with(byte as i32))
        }
        (0b111, true) => one_operand(fields),
        _ => None,
    }
}

/// Arithmetic with one operand, comparisons and conversions.
fn one_operand(fields: Fields) -> Option<FpOperation<FpArithmetic>> {
    let top = fields.second_bit(7);
    let (d, m) = (fields.single_d(), fields.single_m());
    let two = |kind, parameter: i32| Some(FpOperation::new(kind, d, 0, m).with(parameter));
    match (fields.first & 0xF, top) {
        (0b0000, false) => two(FpArithmetic::VmovRegister, 0),
        (0b0000, true) => two(FpArithmetic::Vabs, 0),
        (0b0001, false) => two(FpArithmetic::Vneg, 0),
        (0b0001, true) => two(FpArithmetic::Vsqrt, 0),
        (0b0010, _) => two(FpArithmetic::VcvtFromHalf, i32::from(top)),
        (0b0011, _) => two(FpArithmetic::VcvtToHalf, i32::from(top)),
        (0b0100, _) => two(FpArithmetic::Vcmp, i32::from(top)),
        (0b0101, _) if fields.second & 0x2F == 0 => two(FpArithmetic::VcmpZero, i32::from(top)),
        (0b0110, false) => two(FpArithmetic::Vrint, RoundingField::FPSCR.0 as i32),
        (0b0110, true) => two(FpArithmetic::Vrint, RoundingField::ZERO.0 as i32),
        (0b0111, false) => two(FpArithmetic::Vrintx, 0),
        (0b1000, _) => two(FpArithmetic::VcvtFromInteger, i32::from(top)),
        (0b1100 | 0b1101, _) => {
            let rounding = if top { RoundingField::ZERO } else { RoundingField::FPSCR };
            let signed = fields.first & 1;
            two(FpArithmetic::VcvtToInteger, (rounding.0 | signed << 3) as i32)
        }
        (0b1010 | 0b1011, _) => fixed(fields, FpArithmetic::VcvtFromFixed),
        (0b1110 | 0b1111, _) => fixed(fields, FpArithmetic::VcvtToFixed),
        _ => None,
    }
}

/// Conversions from and to fixed point, in place.
fn fixed(fields: Fields, kind: FpArithmetic) -> Option<FpOperation<FpArithmetic>> {
    let wide = fields.second_bit(7);
    let width = if wide { 32 } else { 16 };
    let fraction_bits = u32::checked_sub(width, fields.second << 1 & 0x1E | fields.second >> 5 & 1)?;
    let signed = u32::from(!fields.first_bit(0));
    let parameter = fraction_bits | signed << 6 | u32::from(wide) << 7;
    Some(FpOperation::new(kind, fields.single_d(), 0, 0).with(parameter as i32))
}

/// Arithmetic under 0xFE.
fn without_condition(fields: Fields) -> Option<FpOperation<FpArithmetic>> {
    if fields.is_double() {
        return None;
    }
    let (d, n, m) = (fields.single_d(), fields.single_n(), fields.single_m());
    let three = |kind| FpOperation::new(kind, d, n, m);
    let mode = (fields.first & 3) as i32;
    match (fields.first_bit(7), fields.first >> 4 & 3, fields.second_bit(6)) {
        (false, condition, false) => Some(three(FpArithmetic::Vsel).with(condition as i32)),
        (true, 0b00, false) => Some(three(FpArithmetic::Vmaxnm)),
        (true, 0b00, true) => Some(three(FpArithmetic::Vminnm)),
        (true, 0b11, true) => match (fields.first >> 2 & 3, fields.second_bit(7)) {
            (0b10, false) => Some(FpOperation::new(FpArithmetic::Vrint, d, 0, m).with(mode)),
            (0b11, signed) => {
                let parameter = mode | i32::from(signed) << 3;
                Some(FpOperation::new(FpArithmetic::VcvtToInteger, d, 0, m).with(parameter))
            }
            _ => None,
        },
        _ => None,
    }
}

/// Moves of one word between core and floating-point registers.
fn transfer(fields: Fields) -> Option<FpOperation<FpTransfer>> {
    let to_core = fields.first_bit(4);
    let opcode = fields.first >> 5 & 7;
    let core = fields.core_t();
    if fields.is_double() {
        // A word of a double-word register.
        if opcode > 1 || fields.second & 0xE0 != 0 || is_stack_or_pc(core) {
            return None;
        }
        let single = (fields.first << 1 & 0x1E | opcode) as u8;
        return Some(single_transfer(to_core, single, core));
    }
    match opcode {
        0 if fields.second & 0x6F == 0 && !is_stack_or_pc(core) => {
            Some(single_transfer(to_core, fields.single_n(), core))
        }
        // FPSCR is the only register of the M profile.
        7 if fields.first & 0xF == 1 && core != 13 => match to_core {
            true => Some(FpOperation::new(FpTransfer::Vmrs, core, 0, 0)),
            false if core == 15 => None,
            false => Some(FpOperation::new(FpTransfer::Vmsr, 0, core, 0)),
        },
        _ => None,
    }
}

/// VMOV between `single` and `core`.
fn single_transfer(to_core: bool, single: u8, core: u8) -> FpOperation<FpTransfer> {
    if to_core {
        FpOperation::new(FpTransfer::VmovToCore, core, single, 0)
    } else {
        FpOperation::new(FpTransfer::VmovFromCore, single, core, 0)
    }
}

/// Loads, stores and moves of two words.
fn memory(fields: Fields) -> Option<FpOperation<FpTransfer>> {
    let (up, writeback) = (fields.first_bit(7), fields.first_bit(5));
    match (fields.first_bit(8), up, writeback) {
        (false, false, false) => two_words(fields),
        (false, false, true) => whole_state(fields),
        (false, true, _) => multiple(fields, false, writeback),
        (true, _, false) => one_register(fields, up),
        (true, false, true) => multiple(fields, true, true),
        (true, true, true) => None,
    }
}

/// VMOV of two core registers.
fn two_words(fields: Fields) -> Option<FpOperation<FpTransfer>> {
    // Bit 6 of the first halfword is fixed; bits 7, 6 and 4 of the second are 0, 0 and 1.
    if !fields.first_bit(6) || fields.second & 0xD0 != 0x10 {
        return None;
    }
    let (first, second) = (fields.core_t(), fields.core_n());
    let to_core = fields.first_bit(4);
    let single = match fields.is_double() {
        true if fields.second_bit(5) => return None,
        true => (fields.second << 1 & 0x1E) as u8,
        false => fields.single_m(),
    };
    if single == 31 || is_stack_or_pc(first) || is_stack_or_pc(second) || (to_core && first == second) {
        return None;
    }
    Some(if to_core {
        FpOperation::new(FpTransfer::VmovToTwoCore, first, single, second)
    } else {
        FpOperation::new(FpTransfer::VmovFromTwoCore, single, first, second)
    })
}

/// VLLDM and VLSTM.
fn whole_state(fields: Fields) -> Option<FpOperation<FpTransfer>> {
    if fields.first_bit(6) || fields.second != 0x0A00 || fields.core_n() == 15 {
        return None;
    }
    let operation = if fields.first_bit(4) { FpTransfer::Vlldm } else { FpTransfer::Vlstm };
    Some(FpOperation::new(operation, 0, fields.core_n(), 0))
}

/// VLDR and VSTR.
fn one_register(fields: Fields, up: bool) -> Option<FpOperation<FpTransfer>> {
    let (d, words) = if fields.is_double() { (fields.double_d()?, 2) } else { (fields.single_d(), 1) };
    let load = fields.first_bit(4);
    if !load && fields.core_n() == 15 {
        return None;
    }
    let offset = (fields.second & 0xFF) as i32 * 4;
    let operation = if load { FpTransfer::Vldr } else { FpTransfer::Vstr };
    let instruction = FpOperation::new(operation, d, fields.core_n(), words);
    Some(instruction.with(if up { offset } else { -offset }))
}

/// VLDM, VSTM, VPUSH and VPOP, and FLDMX and FSTMX, whose odd count includes one word that they do not transfer.
fn multiple(fields: Fields, decrement: bool, writeback: bool) -> Option<FpOperation<FpTransfer>> {
    let words = fields.second & 0xFF;
    let (d, count) =
        if fields.is_double() { (fields.double_d()?, words & !1) } else { (fields.single_d(), words) };
    if count == 0 || u32::from(d) + count > 32 || fields.core_n() == 15 {
        return None;
    }
    let operation = if fields.first_bit(4) { FpTransfer::Vldm } else { FpTransfer::Vstm };
    let instruction = FpOperation::new(operation, d, fields.core_n(), count as u8);
    Some(instruction.with(MultipleAddressing { words, decrement, writeback }.pack()))
}

/// SP and PC are unpredictable as data registers.
fn is_stack_or_pc(core: u8) -> bool {
    core == 13 || core == 15
}
