//! Floating-point register file, and the arithmetic on it.

use super::arithmetic::{add, divide, multiply, square_root, subtract};
use super::compare::{compare, max_number, min_number};
use super::fixed::{Fixed, from_fixed, round_to_integral, to_fixed};
use super::fpscr::{Fpscr, Rounding};
use super::fused::multiply_add;
use super::half::{from_half, to_half};
use super::number::SIGN;
use crate::instruction::fp::{FpArithmetic, FpOperation, RoundingField};

/// Registers of the floating-point unit.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FpRegisters {
    /// S0 to S31; Dn is the pair S2n (low word), S2n + 1.
    pub single: [u32; 32],
    /// Status and control.
    pub fpscr: Fpscr,
}

impl FpRegisters {
    /// Executes an arithmetic instruction. `apsr` gives the core's APSR, which VSEL tests.
    #[inline(always)]
    pub fn compute(&mut self, instruction: FpOperation<FpArithmetic>, apsr: impl FnOnce() -> u32) {
        let FpOperation { kind, d, n, m, parameter } = instruction;
        let [old, x, y] = [d, n, m].map(|register| self.single[usize::from(register & 31)]);
        let fpscr = &mut self.fpscr;
        let result = match kind {
            FpArithmetic::Vmla => add(old, multiply(x, y, fpscr), fpscr),
            FpArithmetic::Vmls => add(old, multiply(x, y, fpscr) ^ SIGN, fpscr),
            FpArithmetic::Vnmla => add(old ^ SIGN, multiply(x, y, fpscr) ^ SIGN, fpscr),
            FpArithmetic::Vnmls => add(old ^ SIGN, multiply(x, y, fpscr), fpscr),
            FpArithmetic::Vmul => multiply(x, y, fpscr),
            FpArithmetic::Vnmul => multiply(x, y, fpscr) ^ SIGN,
            FpArithmetic::Vadd => add(x, y, fpscr),
            FpArithmetic::Vsub => subtract(x, y, fpscr),
            FpArithmetic::Vdiv => divide(x, y, fpscr),
            FpArithmetic::Vfma => multiply_add(old, x, y, false, false, fpscr),
            FpArithmetic::Vfms => multiply_add(old, x, y, false, true, fpscr),
            FpArithmetic::Vfnma => multiply_add(old, x, y, true, true, fpscr),
            FpArithmetic::Vfnms => multiply_add(old, x, y, true, false, fpscr),
            FpArithmetic::VmovImmediate => expand_immediate(parameter as u32),
            FpArithmetic::VmovRegister => y,
            FpArithmetic::Vabs => y & !SIGN,
            FpArithmetic::Vneg => y ^ SIGN,
            FpArithmetic::Vsqrt => square_root(y, fpscr),
            FpArithmetic::VcvtFromHalf => from_half(y >> (16 * parameter), fpscr),
            FpArithmetic::VcvtToHalf => {
                let shift = 16 * parameter;
                (old & !(0xFFFF << shift)) | (to_half(y, fpscr) << shift)
            }
            FpArithmetic::Vcmp => {
                compare(old, y, parameter != 0, fpscr);
                return;
            }
            FpArithmetic::VcmpZero => {
                compare(old, 0, parameter != 0, fpscr);
                return;
            }
            FpArithmetic::Vrint => round_to_integral(y, rounding(parameter, fpscr), false, fpscr),
            FpArithmetic::Vrintx => round_to_integral(y, fpscr.rounding(), true, fpscr),
            FpArithmetic::VcvtFromInteger => {
                let format = Fixed { width: 32, fraction_bits: 0, signed: parameter != 0 };
                from_fixed(y, format, fpscr.rounding(), fpscr)
            }
            FpArithmetic::VcvtToInteger => {
                let format = Fixed { width: 32, fraction_bits: 0, signed: parameter & 8 != 0 };
                to_fixed(y, format, rounding(parameter & 7, fpscr), fpscr)
            }
            // Conversions from fixed point round to nearest, those to fixed point towards zero, regardless of FPSCR.
            FpArithmetic::VcvtFromFixed => {
                from_fixed(old, fixed_format(parameter), Rounding::NearestEven, fpscr)
            }
            FpArithmetic::VcvtToFixed => to_fixed(old, fixed_format(parameter), Rounding::Zero, fpscr),
            FpArithmetic::Vsel => {
                if selects(parameter, apsr()) {
                    x
                } else {
                    y
                }
            }
            FpArithmetic::Vmaxnm => max_number(x, y, fpscr),
            FpArithmetic::Vminnm => min_number(x, y, fpscr),
        };
        self.single[usize::from(d & 31)] = result;
    }
}

/// Returns the constant of VMOV (VFPExpandImm): sign, three bits of exponent, four of fraction.
const fn expand_immediate(byte: u32) -> u32 {
    let exponent = if byte & 0x40 != 0 { 0x7C } else { 0x80 } | (byte >> 4 & 3);
    (byte & 0x80) << 24 | exponent << 23 | (byte & 0xF) << 19
}

/// Returns the rounding mode that a [`RoundingField`] names.
fn rounding(field: i32, fpscr: &Fpscr) -> Rounding {
    match RoundingField(field as u32) {
        RoundingField::AWAY => Rounding::NearestAway,
        RoundingField::NEAREST => Rounding::NearestEven,
        RoundingField::UP => Rounding::Up,
        RoundingField::DOWN => Rounding::Down,
        RoundingField::ZERO => Rounding::Zero,
        RoundingField::FPSCR => fpscr.rounding(),
        RoundingField(_) => unreachable!("the decoder writes no other mode"),
    }
}

/// Returns the format in the parameter of a fixed-point conversion.
fn fixed_format(parameter: i32) -> Fixed {
    Fixed {
        width: if parameter & 0x80 != 0 { 32 } else { 16 },
        fraction_bits: parameter as u32 & 0x3F,
        signed: parameter & 0x40 != 0,
    }
}

/// Returns true if VSEL's condition holds in `apsr`.
fn selects(condition: i32, apsr: u32) -> bool {
    let [negative, zero, overflow] = [31, 30, 28].map(|bit| apsr >> bit & 1 != 0);
    match condition {
        0 => zero,
        1 => overflow,
        2 => negative == overflow,
        3 => !zero && negative == overflow,
        _ => unreachable!("a field of two bits"),
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
    fn half_results_keep_the_other_half() {
        let mut registers = FpRegisters::default();
        registers.single[0] = 0x1234_5678;
        registers.single[1] = 1.0f32.to_bits();
        registers.compute(FpOperation::new(FpArithmetic::VcvtToHalf, 0, 0, 1).with(1), || 0);
        assert_eq!(registers.single[0], 0x3C00_5678);
        registers.compute(FpOperation::new(FpArithmetic::VcvtToHalf, 0, 0, 1), || 0);
        assert_eq!(registers.single[0], 0x3C00_3C00);
    }

    #[test]
    fn chained_multiply_rounds_twice_and_fused_once() {
        let factor = (1.0 + f32::EPSILON).to_bits();
        let addend = (-(1.0 + 2.0 * f32::EPSILON)).to_bits();
        for (kind, expected) in [(FpArithmetic::Vmla, 0.0), (FpArithmetic::Vfma, f32::EPSILON * f32::EPSILON)]
        {
            let mut registers = FpRegisters::default();
            registers.single[..2].copy_from_slice(&[addend, factor]);
            registers.compute(FpOperation::new(kind, 0, 1, 1), || 0);
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
            registers.compute(FpOperation::new(FpArithmetic::Vsel, 0, 1, 2).with(condition), || apsr);
            assert_eq!(registers.single[0], u32::from(taken));
        }
    }
}
