//! Division. Its cycles depend on the size of the quotient.

use crate::cpu::Cpu;
use crate::cpu::trap::{Fault, Trap};
use crate::instruction::Operation;

/// Returns the cycles from issue to result: 2 for a quotient of 0 to 12 for one of 32 bits. The sources state both ends
/// of this range; linear growth between them is an assumption, see `docs/timing.md`.
fn cycles(quotient_bits: u32) -> u64 {
    2 + u64::from(quotient_bits * 10).div_ceil(32)
}

impl Cpu {
    /// UDIV.
    #[inline]
    pub(super) fn udiv(&mut self, op: Operation) -> Result<(), Trap> {
        let quotient = match self.registers.get(op.rn).checked_div(self.registers.get(op.rm)) {
            Some(quotient) => quotient,
            None => self.divided_by_zero()?,
        };
        self.finish_divide(op, quotient, quotient);
        Ok(())
    }

    /// SDIV.
    #[inline]
    pub(super) fn sdiv(&mut self, op: Operation) -> Result<(), Trap> {
        let (dividend, divisor) = (self.registers.get(op.rn) as i32, self.registers.get(op.rm) as i32);
        let quotient = match divisor {
            0 => self.divided_by_zero()? as i32,
            // The smallest number divided by -1 wraps to itself.
            _ => dividend.wrapping_div(divisor),
        };
        self.finish_divide(op, quotient as u32, quotient.unsigned_abs());
        Ok(())
    }

    fn finish_divide(&mut self, op: Operation, quotient: u32, magnitude: u32) {
        self.registers.set(op.rd, quotient);
        // The last cycle overlaps the next instruction, as for every result of the second stage, and completion adds
        // one.
        self.pipeline.lengthen(cycles(32 - magnitude.leading_zeros()) - 2);
    }

    /// Returns the quotient of a division by 0, unless it traps.
    #[cold]
    fn divided_by_zero(&self) -> Result<u32, Trap> {
        if self.scb.trap_divide_by_zero() { Err(Fault::DivideByZero.into()) } else { Ok(0) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_to_twelve_cycles() {
        assert_eq!(cycles(0), 2);
        assert_eq!(cycles(32), 12);
        assert!((0..32).all(|bits| cycles(bits) <= cycles(bits + 1)));
    }
}
