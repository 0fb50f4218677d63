//! Branches and what they cost.

use crate::bus::{Bus, Size};
use crate::cpu::Cpu;
use crate::cpu::exit::Trap;
use crate::instruction::{Attributes, Kind, Operation, PREPARATION};

/// Cycles to refill the pipeline after a branch.
const REFILL: u64 = 1;
/// Cycles by which a loaded address comes late; the branch to it follows.
const LOAD_LATENCY: u64 = 1;
/// In Handler mode, a branch to such an address ends the handler (Armv8-M ARM B3.22).
const EXC_RETURN: u32 = 0xFF00_0000;

impl Cpu {
    /// Goes to `target`. In the second slot only the refill costs.
    #[inline(always)]
    pub(super) fn branch_taken(&mut self, op: Operation, target: u32) -> Result<u32, Trap> {
        // In the second slot it needs its operand as early as the instruction in the first.
        let late = (self.late >> 32) as u32 & op.waits_for != 0;
        let shares = self.slot.contains(Attributes::PAIRS_WITH_TAKEN) && op.length() == 2 && !late;
        self.cycle += if shares { REFILL } else { 1 + REFILL };
        self.late = u64::from(PREPARATION);
        self.slot = Attributes::empty();
        Ok(target)
    }

    /// Goes to `imm` if `taken`; a branch not taken is free in the second slot.
    #[inline(always)]
    pub(super) fn branch_if(&mut self, op: Operation, next: u32, taken: bool) -> Result<u32, Trap> {
        if taken {
            return self.branch_taken(op, op.imm);
        }
        if self.slot.contains(Attributes::PAIRS_WITH_UNTAKEN) && op.length() == 2 {
            self.slot = Attributes::empty();
        } else {
            self.cycle += 1;
            self.late_next(0);
            self.slot = op.attributes.intersection(Attributes::SECOND_SLOT);
        }
        Ok(next)
    }

    #[inline(always)]
    pub(super) fn branch_with_link(&mut self, op: Operation, next: u32, target: u32) -> Result<u32, Trap> {
        self.r[14] = next | 1;
        self.branch_taken(op, target)
    }

    #[inline(always)]
    pub(super) fn branch_exchange(&mut self, op: Operation) -> Result<u32, Trap> {
        let target = self.get(op.rm);
        if target >= EXC_RETURN && self.exception != 0 {
            self.cycle += 1;
            return Err(Trap::ExceptionReturn(target));
        }
        self.interwork(target);
        self.branch_taken(op, target & !1)
    }

    #[inline(always)]
    pub(super) fn branch_exchange_with_link(&mut self, op: Operation, next: u32) -> Result<u32, Trap> {
        let target = self.get(op.rm);
        self.r[14] = next | 1;
        self.interwork(target);
        self.branch_taken(op, target & !1)
    }

    /// BXNS and BLXNS: to the same state with bit 0 set, else to the Non-secure state, which is not modelled.
    #[cold]
    pub(super) fn branch_non_secure(&mut self, op: Operation, next: u32) -> Result<u32, Trap> {
        let target = self.get(op.rm);
        if target & 1 == 0 {
            return Err(self.not_modelled(format!("branch to the Non-secure state at {:#010x}", target & !1)));
        }
        match op.kind {
            Kind::Bxns => self.branch_exchange(op),
            _ => self.branch_exchange_with_link(op, next),
        }
    }

    /// Bit 0 of a target from a register or from memory selects the Thumb state, the only one there is.
    #[inline(always)]
    fn interwork(&mut self, target: u32) {
        if target & 1 == 0 {
            self.thumb = false;
            self.look_up_soon();
        }
    }

    /// Goes to an address loaded by the last of `issue` cycles.
    #[inline(always)]
    pub(super) fn branch_loaded(&mut self, issue: u8, target: u32) -> Result<u32, Trap> {
        if target >= EXC_RETURN && self.exception != 0 {
            self.cycle += u64::from(issue) + LOAD_LATENCY;
            return Err(Trap::ExceptionReturn(target));
        }
        self.cycle += u64::from(issue) + LOAD_LATENCY + 1 + REFILL;
        self.late = u64::from(PREPARATION);
        self.slot = Attributes::empty();
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
        let base = if op.rn == 15 { op.imm } else { self.get(op.rn) };
        let index = self.get(op.rm);
        let offset = self.load(bus, base.wrapping_add(index << (size.bytes() - 1)), size)?;
        self.cycle += 1 + LOAD_LATENCY + 1 + REFILL;
        self.late = u64::from(PREPARATION);
        self.slot = Attributes::empty();
        Ok(op.imm.wrapping_add(2 * offset))
    }
}
