//! Parallel addition and subtraction, SEL, USAD8 (Armv8-M ARM C2.3.6).

use crate::cpu::core_registers::CoreRegisters;
use crate::instruction::Operation;

/// Conversion of a lane's result to the width of the lane.
#[derive(Clone, Copy)]
enum Narrowing {
    Wrap,
    Saturate,
    Halve,
}

/// Returns lane `index` of `width` bits.
fn lane(value: u32, index: u32, width: u32, signed: bool) -> i32 {
    let field = value << (32 - width - index * width);
    if signed { field as i32 >> (32 - width) } else { (field >> (32 - width)) as i32 }
}

/// Returns a lane's result in its width, and its GE bit.
fn narrow(result: i32, width: u32, signed: bool, subtract: bool, narrowing: Narrowing) -> (i32, bool) {
    let ge = match (signed, subtract) {
        (true, _) | (false, true) => result >= 0,
        (false, false) => result >= 1 << width,
    };
    let narrowed = match narrowing {
        Narrowing::Wrap => result,
        Narrowing::Halve => result >> 1,
        Narrowing::Saturate if signed => result.clamp(-(1 << (width - 1)), (1 << (width - 1)) - 1),
        Narrowing::Saturate => result.clamp(0, (1 << width) - 1),
    };
    (narrowed, ge)
}

impl CoreRegisters {
    /// Parallel addition or subtraction. `imm` bits 5 to 3: ADD8 0, ADD16 1, ASX 2, SUB8 4, SUB16 5, SAX 6; bit 2:
    /// unsigned; bits 1 and 0: plain, saturating, halving.
    pub(super) fn parallel(&mut self, op: Operation) {
        let (a, b) = (self.get(op.rn), self.get(op.rm));
        let signed = op.imm & 4 == 0;
        let narrowing = match op.imm & 3 {
            0 => Narrowing::Wrap,
            1 => Narrowing::Saturate,
            _ => Narrowing::Halve,
        };
        let operation = op.imm >> 3;
        let width = if operation & 3 == 0 { 8 } else { 16 };
        let (mut packed, mut ge_bits) = (0u32, 0u8);
        for index in 0..32 / width {
            // The exchanging forms use the other halfword of the second operand: ASX adds in the upper
            // lane, SAX in the lower.
            let (other, subtract) = match operation {
                2 => (1 - index, index == 0),
                6 => (1 - index, index == 1),
                _ => (index, operation & 4 != 0),
            };
            let (x, y) = (lane(a, index, width, signed), lane(b, other, width, signed));
            let (value, ge) =
                narrow(if subtract { x - y } else { x + y }, width, signed, subtract, narrowing);
            packed |= (value as u32 & (u32::MAX >> (32 - width))) << (index * width);
            if ge {
                ge_bits |= if width == 8 { 1 << index } else { 3 << (2 * index) };
            }
        }
        self.set(op.rd, packed);
        if matches!(narrowing, Narrowing::Wrap) {
            self.flags.ge = ge_bits;
        }
    }

    /// SEL.
    pub(super) fn select(&mut self, op: Operation) {
        let mut mask = 0;
        for index in 0..4 {
            if self.flags.ge >> index & 1 != 0 {
                mask |= 0xFF << (8 * index);
            }
        }
        self.set(op.rd, self.get(op.rn) & mask | self.get(op.rm) & !mask);
    }

    /// USAD8, USADA8.
    pub(super) fn usad8(&mut self, op: Operation) {
        let (a, b) = (self.get(op.rn).to_le_bytes(), self.get(op.rm).to_le_bytes());
        let sum: u32 = a.iter().zip(b).map(|(&x, y)| u32::from(x.abs_diff(y))).sum();
        let accumulator = if op.imm < 15 { self.get(op.imm as u8) } else { 0 };
        self.set(op.rd, accumulator.wrapping_add(sum));
    }
}
