//! The floating-point register file and the arithmetic on it.

use super::arithmetic::{add, divide, multiply, square_root, subtract};
use super::compare::{compare, max_number, min_number};
use super::fixed::{Fixed, from_fixed, round_to_integral, to_fixed};
use super::fpscr::{Fpscr, Rounding};
use super::fused::multiply_add;
use super::half::{from_half, to_half};
use super::instruction::{FpInstruction, Operation, RoundingField};
use super::number::SIGN;

/// Registers of the floating-point unit.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FpRegisters {
    /// S0 to S31; Dn is the pair S2n (low word), S2n + 1.
    pub single: [u32; 32],
    /// Status and control.
    pub fpscr: Fpscr,
}

impl FpRegisters {
    /// Does an instruction that works on these registers alone. `apsr` gives the core's APSR,
    /// which VSEL tests.
    /// Returns false, having done nothing, if the instruction transfers data to or from the core or memory.
    #[inline(always)]
    pub fn compute(&mut self, instruction: FpInstruction, apsr: impl FnOnce() -> u32) -> bool {
        let FpInstruction { operation, d, n, m, parameter } = instruction;
        let [old, x, y] = [d, n, m].map(|register| self.single[usize::from(register & 31)]);
        let fpscr = &mut self.fpscr;
        let result = match operation {
            Operation::Vmla => add(old, multiply(x, y, fpscr), fpscr),
            Operation::Vmls => add(old, multiply(x, y, fpscr) ^ SIGN, fpscr),
            Operation::Vnmla => add(old ^ SIGN, multiply(x, y, fpscr) ^ SIGN, fpscr),
            Operation::Vnmls => add(old ^ SIGN, multiply(x, y, fpscr), fpscr),
            Operation::Vmul => multiply(x, y, fpscr),
            Operation::Vnmul => multiply(x, y, fpscr) ^ SIGN,
            Operation::Vadd => add(x, y, fpscr),
            Operation::Vsub => subtract(x, y, fpscr),
            Operation::Vdiv => divide(x, y, fpscr),
            Operation::Vfma => multiply_add(old, x, y, false, false, fpscr),
            Operation::Vfms => multiply_add(old, x, y, false, true, fpscr),
            Operation::Vfnma => multiply_add(old, x, y, true, true, fpscr),
            Operation::Vfnms => multiply_add(old, x, y, true, false, fpscr),
            Operation::VmovImmediate => expand_immediate(parameter as u32),
            Operation::VmovRegister => y,
            Operation::Vabs => y & !SIGN,
            Operation::Vneg => y ^ SIGN,
            Operation::Vsqrt => square_root(y, fpscr),
            Operation::VcvtFromHalf => from_half(y >> (16 * parameter), fpscr),
            Operation::VcvtToHalf => {
                let shift = 16 * parameter;
                (old & !(0xFFFF << shift)) | (to_half(y, fpscr) << shift)
            }
            Operation::Vcmp => {
                compare(old, y, parameter != 0, fpscr);
                return true;
            }
            Operation::VcmpZero => {
                compare(old, 0, parameter != 0, fpscr);
                return true;
            }
            Operation::Vrint => round_to_integral(y, rounding(parameter, fpscr), false, fpscr),
            Operation::Vrintx => round_to_integral(y, fpscr.rounding(), true, fpscr),
            Operation::VcvtFromInteger => {
                let format = Fixed { width: 32, fraction_bits: 0, signed: parameter != 0 };
                from_fixed(y, format, fpscr.rounding(), fpscr)
            }
            Operation::VcvtToInteger => {
                let format = Fixed { width: 32, fraction_bits: 0, signed: parameter & 8 != 0 };
                to_fixed(y, format, rounding(parameter & 7, fpscr), fpscr)
            }
            // Fixed point rounds to nearest one way and towards zero the other, whatever FPSCR says.
            Operation::VcvtFromFixed => {
                from_fixed(old, fixed_format(parameter), Rounding::NearestEven, fpscr)
            }
            Operation::VcvtToFixed => to_fixed(old, fixed_format(parameter), Rounding::Zero, fpscr),
            Operation::Vsel => {
                if selects(parameter, apsr()) {
                    x
                } else {
                    y
                }
            }
            Operation::Vmaxnm => max_number(x, y, fpscr),
            Operation::Vminnm => min_number(x, y, fpscr),
            Operation::VmovFromCore
            | Operation::VmovToCore
            | Operation::VmovFromTwoCore
            | Operation::VmovToTwoCore
            | Operation::Vmsr
            | Operation::Vmrs
            | Operation::Vldr
            | Operation::Vstr
            | Operation::Vldm
            | Operation::Vstm
            | Operation::Vlldm
            | Operation::Vlstm => return false,
        };
        self.single[usize::from(d & 31)] = result;
        true
    }
}

/// The constant of VMOV (VFPExpandImm): sign, three bits of exponent, four of fraction.
const fn expand_immediate(byte: u32) -> u32 {
    let exponent = if byte & 0x40 != 0 { 0x7C } else { 0x80 } | (byte >> 4 & 3);
    (byte & 0x80) << 24 | exponent << 23 | (byte & 0xF) << 19
}

/// The rounding mode that a [`RoundingField`] names.
fn rounding(field: i32, fpscr: &Fpscr) -> Rounding {
    match RoundingField(field as u32) {
        RoundingField::AWAY => Rounding::NearestAway,
        RoundingField::NEAREST => Rounding::NearestEven,
        RoundingField::UP => Rounding::Up,
        RoundingField::DOWN => Rounding::Down,
        RoundingField::ZERO => Rounding::Zero,
        _ => fpscr.rounding(),
    }
}

/// The format in the parameter of a fixed-point conversion.
fn fixed_format(parameter: i32) -> Fixed {
    Fixed {
        width: if parameter & 0x80 != 0 { 32 } else { 16 },
        fraction_bits: parameter as u32 & 0x3F,
        signed: parameter & 0x40 != 0,
    }
}

/// Whether VSEL's condition holds in `apsr`.
fn selects(condition: i32, apsr: u32) -> bool {
    let [negative, zero, overflow] = [31, 30, 28].map(|bit| apsr >> bit & 1 != 0);
    match condition {
        0 => zero,
        1 => overflow,
        2 => negative == overflow,
        _ => !zero && negative == overflow,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn immediates_expand() {
        for (byte, value) in [(0x70u32, 1.0f32), (0x78, 1.5), (0x80, -2.0), (0x3F, 31.0), (0x40, 0.125)] {
            assert_eq!(expand_immediate(byte), value.to_bits());
        }
    }

    #[test]
    fn half_results_leave_the_other_half_alone() {
        let mut registers = FpRegisters::default();
        registers.single[0] = 0x1234_5678;
        registers.single[1] = 1.0f32.to_bits();
        registers.compute(FpInstruction::new(Operation::VcvtToHalf, 0, 0, 1).with(1), || 0);
        assert_eq!(registers.single[0], 0x3C00_5678);
        registers.compute(FpInstruction::new(Operation::VcvtToHalf, 0, 0, 1), || 0);
        assert_eq!(registers.single[0], 0x3C00_3C00);
    }

    #[test]
    fn chained_multiply_rounds_twice_and_fused_once() {
        let factor = (1.0 + f32::EPSILON).to_bits();
        let addend = (-(1.0 + 2.0 * f32::EPSILON)).to_bits();
        for (operation, expected) in [(Operation::Vmla, 0.0), (Operation::Vfma, f32::EPSILON * f32::EPSILON)]
        {
            let mut registers = FpRegisters::default();
            registers.single[..2].copy_from_slice(&[addend, factor]);
            registers.compute(FpInstruction::new(operation, 0, 1, 1), || 0);
            assert_eq!(f32::from_bits(registers.single[0]), expected);
        }
    }

    #[test]
    fn select_tests_the_core_flags() {
        for (condition, apsr, taken) in
            [(0, 1 << 30, true), (1, 0, false), (2, 9 << 28, true), (3, 0xD << 28, false)]
        {
            let mut registers = FpRegisters::default();
            registers.single[1] = 1;
            registers.compute(FpInstruction::new(Operation::Vsel, 0, 1, 2).with(condition), || apsr);
            assert_eq!(registers.single[0], u32::from(taken));
        }
    }

    #[test]
    fn transfers_are_left_to_the_core() {
        let mut registers = FpRegisters::default();
        assert!(!registers.compute(FpInstruction::new(Operation::Vmrs, 15, 0, 0), || 0));
        assert_eq!(registers, FpRegisters::default());
    }
}
