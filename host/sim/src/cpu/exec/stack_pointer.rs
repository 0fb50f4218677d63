//! Writes of SP: bits 1 and 0 stay zero, and the stack limit is checked (Armv8-M ARM B3.21).

use crate::cpu::Cpu;
use crate::cpu::exit::Trap;
use crate::instruction::{Operation, ShiftedOperand, data_processing};

impl Cpu {
    /// Sets SP.
    ///
    /// # Errors
    /// The new value is below the limit.
    #[inline(always)]
    pub(in crate::cpu) fn set_sp(&mut self, value: u32) -> Result<(), Trap> {
        let value = value & !3;
        if value < self.stack_limit() && self.stack_limit_applies() {
            return Err(Trap::StackLimit);
        }
        self.r[13] = value;
        Ok(())
    }

    /// Stack limits may be ignored at negative execution priority.
    #[cold]
    pub(in crate::cpu) fn stack_limit_applies(&self) -> bool {
        !(self.scb.ignores_stack_limits() && self.execution_priority() < 0)
    }

    #[inline(always)]
    pub(super) fn add_sp_imm(&mut self, op: Operation) -> Result<(), Trap> {
        let sp = self.r[13];
        self.set_sp(sp.wrapping_add(op.imm))?;
        match op.rm {
            0 => {}
            1 => self.compare_negative(sp, op.imm),
            _ => self.compare(sp, op.imm.wrapping_neg()),
        }
        Ok(())
    }

    #[inline]
    pub(super) fn add_sp_reg(&mut self, op: Operation) -> Result<(), Trap> {
        let sp = self.r[13];
        let shifted = ShiftedOperand(op.imm);
        let (operand, _) = self.shift_operand(self.get(op.rm), shifted);
        let subtract = shifted.operation() == data_processing::SUB;
        self.set_sp(if subtract { sp.wrapping_sub(operand) } else { sp.wrapping_add(operand) })?;
        match (shifted.sets_flags(), subtract) {
            (false, _) => {}
            (true, true) => self.compare(sp, operand),
            (true, false) => self.compare_negative(sp, operand),
        }
        Ok(())
    }
}
