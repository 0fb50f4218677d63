//! Branches.

use crate::bus::{Bus, Size};
use crate::cpu::Cpu;
use crate::cpu::trap::Trap;
use crate::instruction::{Kind, Operation};

/// First of the addresses that are EXC_RETURN values: in Handler mode, a branch to one ends the handler (Armv8-M ARM
/// B3.22).
const EXC_RETURN: u32 = 0xFF00_0000;

impl Cpu {
    /// Branches to `target`.
    #[inline(always)]
    pub(super) fn branch_taken(&mut self, op: Operation, target: u32) -> Result<u32, Trap> {
        self.pipeline.complete_taken_branch(op);
        Ok(target)
    }

    /// Branches to `imm` if `taken`.
    #[inline(always)]
    pub(super) fn branch_if(&mut self, op: Operation, next: u32, taken: bool) -> Result<u32, Trap> {
        if taken {
            return self.branch_taken(op, op.imm);
        }
        self.pipeline.complete_untaken_branch(op);
        Ok(next)
    }

    /// BL.
    #[inline(always)]
    pub(super) fn branch_with_link(&mut self, op: Operation, next: u32, target: u32) -> Result<u32, Trap> {
        self.registers.set_lr(next | 1);
        self.branch_taken(op, target)
    }

    /// BX.
    #[inline(always)]
    pub(super) fn branch_exchange(&mut self, op: Operation) -> Result<u32, Trap> {
        let target = self.registers.get(op.rm);
        if self.ends_handler(target) {
            self.pipeline.lengthen(1);
            return Err(Trap::ExceptionReturn(target));
        }
        self.interwork(target);
        self.branch_taken(op, target & !1)
    }

    /// BLX.
    #[inline(always)]
    pub(super) fn branch_exchange_with_link(&mut self, op: Operation, next: u32) -> Result<u32, Trap> {
        let target = self.registers.get(op.rm);
        self.registers.set_lr(next | 1);
        self.interwork(target);
        self.branch_taken(op, target & !1)
    }

    /// BXNS and BLXNS: with bit 0 of the target set they stay in the Secure state; else they enter the Non-secure state,
    /// which is not modelled.
    #[cold]
    pub(super) fn branch_non_secure(&mut self, op: Operation, next: u32) -> Result<u32, Trap> {
        let target = self.registers.get(op.rm);
        if target & 1 == 0 {
            return Err(self.unmodelled(format!("branch to the Non-secure state at {:#010x}", target & !1)));
        }
        if op.kind == Kind::Bxns {
            self.branch_exchange(op)
        } else {
            self.branch_exchange_with_link(op, next)
        }
    }

    /// Branches to an address loaded in the last of `issue` cycles.
    #[inline(always)]
    pub(super) fn branch_loaded(&mut self, issue: u8, target: u32) -> Result<u32, Trap> {
        if self.ends_handler(target) {
            self.pipeline.complete_loaded_return(issue);
            return Err(Trap::ExceptionReturn(target));
        }
        self.pipeline.complete_loaded_branch(issue);
        self.interwork(target);
        Ok(target & !1)
    }

    /// TBB and TBH.
    #[inline]
    pub(super) fn table_branch<B: Bus>(
        &mut self,
        bus: &mut B,
        op: Operation,
        size: Size,
    ) -> Result<u32, Trap> {
        let base = if op.rn == 15 { op.imm } else { self.registers.get(op.rn) };
        let index = self.registers.get(op.rm);
        let offset = self.load(bus, base.wrapping_add(index << (size.bytes() - 1)), size)?;
        self.pipeline.complete_loaded_branch(1);
        Ok(op.imm.wrapping_add(2 * offset))
    }

    /// Returns true if a branch to `target` is an exception return.
    #[inline(always)]
    fn ends_handler(&self, target: u32) -> bool {
        target >= EXC_RETURN && self.registers.handler_mode()
    }

    /// Sets EPSR.T from bit 0 of a target that comes from a register or from memory.
    #[inline(always)]
    fn interwork(&mut self, target: u32) {
        if target & 1 == 0 {
            self.registers.thumb = false;
            self.request_service();
        }
    }
}
