//! Moves and logical operations with a constant, which determines the carry.

use crate::cpu::core_registers::CoreRegisters;
use crate::instruction::{CARRY_KEEP, CARRY_SET, Operation};

impl CoreRegisters {
    /// MOVS, MVNS with a constant.
    #[inline(always)]
    pub(super) fn movs_imm(&mut self, op: Operation) {
        self.logic_imm(op, op.imm, true);
    }

    /// Sets N, Z and, by `op.rm`, C; writes rd if `keep`.
    #[inline(always)]
    pub(super) fn logic_imm(&mut self, op: Operation, result: u32, keep: bool) {
        if keep {
            self.set(op.rd, result);
        }
        self.flags.set_nz(result);
        if op.rm != CARRY_KEEP {
            self.flags.c = op.rm == CARRY_SET;
        }
    }
}
