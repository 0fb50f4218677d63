//! The core's pipeline: the current cycle, results that come late, and the second slot. The rules and their sources are
//! in `docs/timing.md`.

use crate::instruction::{Attributes, Operation, PREPARATION};

/// Cycles to refill the pipeline after a branch.
const REFILL: u64 = 1;
/// Result latency of a load, in cycles.
const LOAD_LATENCY: u64 = 1;

/// Timing state of the core between two instructions.
#[derive(Clone, Debug)]
pub(super) struct Pipeline {
    /// Cycles since power-on: the cycle in which the next instruction can issue.
    pub cycle: u64,
    /// Low half: results that an instruction issued in the next cycle has to wait for, as `Operation::waits_for`; high
    /// half: those that an instruction sharing the last cycle has to wait for.
    late: u64,
    /// Attributes of the second slot that the previous instruction left open.
    slot: Attributes,
    /// Instructions executed since power-on, those skipped in IT blocks included.
    pub retired: u64,
}

impl Pipeline {
    /// Returns the pipeline at power-on.
    pub(crate) const fn new() -> Self {
        Pipeline { cycle: 0, late: PREPARATION as u64, slot: Attributes::empty(), retired: 0 }
    }

    /// Returns the bits of `waits_for` for which an instruction issued now has to wait, or that the run loop must
    /// prepare.
    #[inline(always)]
    pub(crate) const fn waits(&self, waits_for: u32) -> u32 {
        self.late as u32 & waits_for
    }

    /// Empties the pipeline: no result is late, and nothing shares the cycle.
    #[inline(always)]
    pub(crate) const fn flush(&mut self) {
        self.late = PREPARATION as u64;
        self.slot = Attributes::empty();
    }

    /// Lets `cycles` pass in which nothing issues.
    pub(crate) const fn wait(&mut self, cycles: u64) {
        self.cycle += cycles;
        self.flush();
    }

    /// Adds wait states to the current instruction.
    #[inline(always)]
    pub(crate) const fn lengthen(&mut self, cycles: u64) {
        self.cycle += cycles;
    }

    /// Closes the second slot.
    pub(crate) const fn close_slot(&mut self) {
        self.slot = Attributes::empty();
    }

    /// Issues an operation that does not branch.
    #[inline(always)]
    pub(crate) fn complete(&mut self, op: Operation) {
        self.cycle += u64::from(op.cost);
        self.start_cycle(op.late_bits(), op);
    }

    /// Issues NOP, or an instruction skipped in an IT block, which may share the cycle of the 16-bit instruction before.
    #[inline(always)]
    pub(crate) fn complete_nop(&mut self, op: Operation) {
        let shares = self.slot.contains(Attributes::PAIRS_WITH_NOP) && op.length() == 2;
        self.complete_sharing(op, shares);
    }

    /// Issues IT, which may share the cycle of the 16-bit instruction before.
    #[inline(always)]
    pub(crate) fn complete_it(&mut self, op: Operation) {
        self.complete_sharing(op, self.slot.contains(Attributes::PAIRS_WITH_UNTAKEN));
    }

    /// Issues a branch that is not taken, which is free in the second slot.
    #[inline(always)]
    pub(crate) fn complete_untaken_branch(&mut self, op: Operation) {
        let shares = self.slot.contains(Attributes::PAIRS_WITH_UNTAKEN) && op.length() == 2;
        self.complete_sharing(op, shares);
    }

    /// Issues a taken branch. In the second slot only the refill takes a cycle, provided that the operand was ready for
    /// the instruction in the first slot.
    #[inline(always)]
    pub(crate) fn complete_taken_branch(&mut self, op: Operation) {
        let late = (self.late >> 32) as u32 & op.waits_for != 0;
        let shares = self.slot.contains(Attributes::PAIRS_WITH_TAKEN) && op.length() == 2 && !late;
        self.wait(if shares { REFILL } else { 1 + REFILL });
    }

    /// Issues a branch to an address loaded in the last of `issue` cycles.
    #[inline(always)]
    pub(crate) fn complete_loaded_branch(&mut self, issue: u8) {
        self.wait(u64::from(issue) + LOAD_LATENCY + 1 + REFILL);
    }

    /// Issues an exception return whose EXC_RETURN value was loaded in the last of `issue` cycles.
    #[inline(always)]
    pub(crate) const fn complete_loaded_return(&mut self, issue: u8) {
        self.cycle += issue as u64 + LOAD_LATENCY;
    }

    #[inline(always)]
    fn complete_sharing(&mut self, op: Operation, shares: bool) {
        if shares {
            self.slot = Attributes::empty();
        } else {
            self.cycle += 1;
            self.start_cycle(0, op);
        }
    }

    /// Starts a new issue cycle, with the late results `late` and the second slot open as `op` permits.
    #[inline(always)]
    fn start_cycle(&mut self, late: u32, op: Operation) {
        self.late = self.late << 32 | u64::from(late | PREPARATION);
        self.slot = op.attributes.intersection(Attributes::SECOND_SLOT);
    }
}
