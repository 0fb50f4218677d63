//! Writes of SP with the check of the stack limit (Armv8-M ARM B3.21).

use crate::cpu::Cpu;
use crate::cpu::trap::{Fault, Trap};
use crate::instruction::{Operation, ShiftedOperand, data_processing};

impl Cpu {
    /// Sets SP, bits 1 and 0 of which stay 0.
    ///
    /// # Errors
    /// The new value is below the limit.
    #[inline(always)]
    pub(super) fn set_sp_checked(&mut self, value: u32) -> Result<(), Trap> {
        let value = value & !3;
        if value < self.registers.stack_limit() && self.stack_limit_applies() {
            return Err(Fault::StackLimit.into());
        }
        self.registers.set_sp(value);
        Ok(())
    }

    /// Returns true unless CCR.STKOFHFNMIGN ignores stack limits at negative priority.
    #[cold]
    pub(in crate::cpu) fn stack_limit_applies(&self) -> bool {
        !(self.scb.ignores_stack_limits() && self.execution_priority() < 0)
    }

    /// ADD and SUB of a constant to SP.
    #[inline(always)]
    pub(super) fn add_sp_imm(&mut self, op: Operation) -> Result<(), Trap> {
        let sp = self.registers.sp();
        self.set_sp_checked(sp.wrapping_add(op.imm))?;
        match op.rm {
            0 => {}
            1 => self.registers.compare_negative(sp, op.imm),
            _ => self.registers.compare(sp, op.imm.wrapping_neg()),
        }
        Ok(())
    }

    /// ADD and SUB of a shifted register to SP.
    #[inline]
    pub(super) fn add_sp_reg(&mut self, op: Operation) -> Result<(), Trap> {
        let sp = self.registers.sp();
        let shifted = ShiftedOperand(op.imm);
        let (operand, _) = self.registers.shift_operand(self.registers.get(op.rm), shifted);
        let subtract = shifted.operation() == data_processing::SUB;
        self.set_sp_checked(if subtract { sp.wrapping_sub(operand) } else { sp.wrapping_add(operand) })?;
        match (shifted.sets_flags(), subtract) {
            (false, _) => {}
            (true, true) => self.registers.compare(sp, operand),
            (true, false) => self.registers.compare_negative(sp, operand),
        }
        Ok(())
    }
}
