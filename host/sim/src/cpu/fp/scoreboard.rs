//! Scoreboard of the floating-point unit. The rules, their sources and the assumptions are listed in
//! `docs/timing-fp.md`.
//!
//! The unit issues in order with the core. Each register has the cycle from which an instruction may use it; the unit
//! has the cycle from which it accepts another instruction.

use crate::instruction::fp::{FpArithmetic, FpOperation, FpTransfer};

/// Cycles from the issue of VMOV of one core register to the use of the result.
const MOVE: u64 = 1;
/// Cycles from the issue of VMOV of two core registers to the use of the result.
const MOVE_TWO: u64 = 2;

/// Index in the scoreboard for instructions without a result register.
const NO_REGISTER: usize = 32;

/// Cycles since power-on in which the unit and its registers become available.
#[derive(Clone, Debug)]
pub(crate) struct Scoreboard {
    /// Cycle from which each register can be used.
    ready: [u64; 33],
    /// Cycle from which a multiply-accumulate can add to each register.
    addend: [u64; 33],
    /// Cycle from which the unit accepts an instruction.
    free: u64,
    /// Cycle from which all instructions issued so far have set their flags in FPSCR.
    status: u64,
}

impl Default for Scoreboard {
    fn default() -> Self {
        Scoreboard { ready: [0; 33], addend: [0; 33], free: 0, status: 0 }
    }
}

/// Cycles in which an arithmetic instruction leaves the core and starts in the unit.
#[derive(Clone, Copy, Debug)]
pub(super) struct Issue {
    /// Cycle of issue: the core continues with the next instruction a cycle later.
    pub issue: u64,
    /// Cycle from which latencies count, up to one after `issue`: the instruction waits in the unit for its operands.
    pub start: u64,
}

impl Scoreboard {
    /// Returns the cycles in which an arithmetic instruction can issue and start, not before `now`.
    #[inline(always)]
    pub(super) fn issue(&self, instruction: FpOperation<FpArithmetic>, now: u64) -> Issue {
        let FpOperation { kind, d, n, m, .. } = instruction;
        let masks = &kind.unit_facts().operands;
        let [d, n, m] = [d, n, m].map(|register| usize::from(register & 31));
        let operands = (self.ready[d] & masks[0])
            .max(self.ready[n] & masks[1])
            .max(self.ready[m] & masks[2])
            .max(self.addend[d] & masks[3]);
        let issue = now.max(self.free).max(operands.saturating_sub(1));
        Issue { issue, start: issue.max(operands) }
    }

    /// Returns the cycle in which a transfer can issue, not before `now`.
    pub(super) fn issue_transfer(&self, instruction: FpOperation<FpTransfer>, now: u64) -> u64 {
        let FpOperation { kind, d, n, m, .. } = instruction;
        let ready = |register: u8| self.ready[usize::from(register & 31)];
        let start = now.max(self.free);
        match kind {
            FpTransfer::VmovFromCore | FpTransfer::VmovFromTwoCore | FpTransfer::Vldr | FpTransfer::Vldm => {
                start
            }
            FpTransfer::VmovToCore => start.max(ready(n)),
            FpTransfer::VmovToTwoCore => start.max(ready(n)).max(ready(n + 1)),
            // The n-th register of a list is needed in the n-th cycle.
            FpTransfer::Vstr | FpTransfer::Vstm => {
                let needed = |index: u8| ready(d + index).saturating_sub(u64::from(index));
                (0..m).map(needed).fold(start, u64::max)
            }
            FpTransfer::Vmsr | FpTransfer::Vmrs | FpTransfer::Vlldm | FpTransfer::Vlstm => {
                start.max(self.status)
            }
        }
    }

    /// Records the effects of an arithmetic instruction that the unit starts in cycle `start`.
    #[inline(always)]
    pub(super) fn record(&mut self, instruction: FpOperation<FpArithmetic>, start: u64) {
        let timing = &instruction.kind.unit_facts().timing;
        self.free = start + u64::from(timing.block);
        self.status = self.status.max(start + u64::from(timing.status));
        let index = if timing.latency == 0 { NO_REGISTER } else { usize::from(instruction.d & 31) };
        self.ready[index] = start + u64::from(timing.latency);
        self.addend[index] = start + u64::from(timing.addend_latency);
    }

    /// Records the effects of a transfer whose memory accesses end before cycle `end`.
    pub(super) fn record_transfer(&mut self, instruction: FpOperation<FpTransfer>, start: u64, end: u64) {
        let FpOperation { kind, d, m, .. } = instruction;
        self.free = start + 1;
        match kind {
            FpTransfer::VmovFromCore => self.deliver(d, 1, start + MOVE),
            FpTransfer::VmovFromTwoCore => self.deliver(d, 2, start + MOVE_TWO),
            FpTransfer::Vldr | FpTransfer::Vldm => self.deliver(d, m, end),
            FpTransfer::VmovToCore
            | FpTransfer::VmovToTwoCore
            | FpTransfer::Vmsr
            | FpTransfer::Vmrs
            | FpTransfer::Vstr
            | FpTransfer::Vstm
            | FpTransfer::Vlldm
            | FpTransfer::Vlstm => {}
        }
    }

    fn deliver(&mut self, first: u8, count: u8, cycle: u64) {
        for register in first..first + count {
            self.ready[usize::from(register & 31)] = cycle;
            self.addend[usize::from(register & 31)] = cycle;
        }
    }
}
