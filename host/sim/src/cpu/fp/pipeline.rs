//! What floating-point instructions cost. The rows, their sources and the choices are listed in `docs/timing-fp.md`.
//!
//! The unit issues in order with the core. Each register has the cycle from which an instruction may use it; the unit
//! has the cycle from which it takes another instruction.

use super::instruction::{FpInstruction, Operation};
use super::op::OPERATIONS;
use crate::cpu::op::{META_LONG, Op};
use crate::cpu::pipeline::{FLAGS, either};

/// Cycles from the issue of VADD, VSUB, VMUL and conversions to the use of the result.
const ARITHMETIC: u8 = 2;
/// Cycles from the issue of a multiply-accumulate to the use of the result as an addend of another one.
const ACCUMULATE: u8 = 3;
/// Cycles from the issue of a multiply-accumulate to any other use of the result.
const ACCUMULATED: u8 = 4;
/// Cycles for which a multiply-accumulate lets no other floating-point instruction start: its own and two more.
const ACCUMULATE_BLOCK: u8 = 3;
/// Cycles from the issue of VDIV or VSQRT to the use of the result.
const DIVIDE: u8 = 15;
/// Cycles of VDIV and VSQRT, in which no other floating-point instruction starts.
const DIVIDE_BLOCK: u8 = 14;
/// Cycles from the issue of a move or a load of one word to the use of the result.
const MOVE: u8 = 1;
/// Cycles from the issue of VMOV of two core registers to the use of the result.
const MOVE_TWO: u64 = 2;

/// What an operation waits for and delivers.
#[derive(Clone, Copy)]
struct Row {
    /// All ones for each operand that must be ready, else zero: d, n, m, and d as the addend of a multiply-accumulate.
    operands: [u64; 4],
    /// Cycles from issue to the use of register d; 0: no single register is delivered.
    latency: u8,
    /// The same, to the use as an addend of a multiply-accumulate.
    addend_latency: u8,
    /// Cycles from issue until the unit takes another instruction.
    block: u8,
    /// Cycles from issue until FPSCR has the instruction's flags; 0: it sets none.
    status: u8,
}

const D: u8 = 1;
const N: u8 = 2;
const M: u8 = 4;
const ADDEND: u8 = 8;

/// The masks of a set of operands.
const fn masks(operands: u8) -> [u64; 4] {
    let mut masks = [0; 4];
    let mut operand = 0;
    while operand < masks.len() {
        if operands >> operand & 1 != 0 {
            masks[operand] = u64::MAX;
        }
        operand += 1;
    }
    masks
}

impl Row {
    const NONE: Row = Row { operands: [0; 4], latency: 0, addend_latency: 0, block: 1, status: 0 };

    /// One result, delivered after `latency`.
    const fn result(operands: u8, latency: u8) -> Row {
        Row { operands: masks(operands), latency, addend_latency: latency, ..Row::NONE }
    }

    const fn arithmetic(operands: u8) -> Row {
        Row { status: ARITHMETIC, ..Row::result(operands, ARITHMETIC) }
    }

    const fn of(operation: Operation) -> Row {
        match operation {
            Operation::Vmla
            | Operation::Vmls
            | Operation::Vnmla
            | Operation::Vnmls
            | Operation::Vfma
            | Operation::Vfms
            | Operation::Vfnma
            | Operation::Vfnms => Row {
                latency: ACCUMULATED,
                addend_latency: ACCUMULATE,
                block: ACCUMULATE_BLOCK,
                status: ACCUMULATED,
                ..Row::result(ADDEND | N | M, 0)
            },
            Operation::Vmul
            | Operation::Vnmul
            | Operation::Vadd
            | Operation::Vsub
            | Operation::Vmaxnm
            | Operation::Vminnm => Row::arithmetic(N | M),
            Operation::Vdiv => Row { block: DIVIDE_BLOCK, status: DIVIDE, ..Row::result(N | M, DIVIDE) },
            Operation::Vsqrt => Row { block: DIVIDE_BLOCK, status: DIVIDE, ..Row::result(M, DIVIDE) },
            Operation::VcvtFromHalf
            | Operation::Vrint
            | Operation::Vrintx
            | Operation::VcvtFromInteger
            | Operation::VcvtToInteger => Row::arithmetic(M),
            Operation::VcvtToHalf => Row::arithmetic(D | M),
            Operation::VcvtFromFixed | Operation::VcvtToFixed => Row::arithmetic(D),
            Operation::Vcmp => Row { operands: masks(D | M), status: ARITHMETIC, ..Row::NONE },
            Operation::VcmpZero => Row { operands: masks(D), status: ARITHMETIC, ..Row::NONE },
            Operation::Vsel => Row::result(N | M, MOVE),
            Operation::VmovRegister | Operation::Vabs | Operation::Vneg => Row::result(M, MOVE),
            Operation::VmovImmediate => Row::result(0, MOVE),
            // Transfers have rules of their own.
            _ => Row::NONE,
        }
    }
}

/// The row of every operation.
static ROWS: [Row; OPERATIONS.len()] = {
    let mut rows = [Row::NONE; OPERATIONS.len()];
    let mut number = 0;
    while number < OPERATIONS.len() {
        rows[number] = Row::of(OPERATIONS[number]);
        number += 1;
    }
    rows
};

/// Place in the scoreboard of a result that is none.
const NOWHERE: usize = 32;

/// When the unit and its registers are free, in cycles since power-on.
#[derive(Clone, Debug)]
pub struct Scoreboard {
    /// From when each register can be used.
    ready: [u64; 33],
    /// From when a multiply-accumulate can add to each register.
    addend: [u64; 33],
    /// From when the unit takes an instruction.
    free: u64,
    /// From when everything issued so far has set its flags in FPSCR.
    status: u64,
}

impl Default for Scoreboard {
    fn default() -> Self {
        Scoreboard { ready: [0; 33], addend: [0; 33], free: 0, status: 0 }
    }
}

/// When an instruction that is no transfer leaves the core, and when the unit begins with it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Issue {
    /// The core goes on with the next instruction a cycle later.
    pub issue: u64,
    /// Latencies count from here. Up to a cycle after `issue`: the instruction waits in the unit for its operands.
    pub start: u64,
}

impl Scoreboard {
    /// When an instruction that is no transfer can issue, not before `now`.
    #[inline(always)]
    pub(super) fn issue(&self, instruction: FpInstruction, now: u64) -> Issue {
        let FpInstruction { operation, d, n, m, .. } = instruction;
        let row = &ROWS[operation as usize];
        let [d, n, m] = [d, n, m].map(|register| usize::from(register & 31));
        let operands = (self.ready[d] & row.operands[0])
            .max(self.ready[n] & row.operands[1])
            .max(self.ready[m] & row.operands[2])
            .max(self.addend[d] & row.operands[3]);
        let issue = now.max(self.free).max(operands.saturating_sub(1));
        Issue { issue, start: issue.max(operands) }
    }

    /// As [`Scoreboard::issue`], for transfers.
    pub(super) fn issue_transfer(&self, instruction: FpInstruction, now: u64) -> u64 {
        let FpInstruction { operation, d, n, m, .. } = instruction;
        let ready = |register: u8| self.ready[usize::from(register & 31)];
        let start = now.max(self.free);
        match operation {
            Operation::VmovToCore => start.max(ready(n)),
            Operation::VmovToTwoCore => start.max(ready(n)).max(ready(n + 1)),
            // The n-th register of a list is needed in the n-th cycle.
            Operation::Vstr | Operation::Vstm => {
                let needed = |index: u8| ready(d + index).saturating_sub(u64::from(index));
                (0..m).map(needed).fold(start, u64::max)
            }
            Operation::Vmsr | Operation::Vmrs | Operation::Vlldm | Operation::Vlstm => start.max(self.status),
            _ => start,
        }
    }

    /// Notes what `instruction`, no transfer, begun in cycle `start`, makes ready.
    #[inline(always)]
    pub(super) fn note(&mut self, instruction: FpInstruction, start: u64) {
        let row = &ROWS[instruction.operation as usize];
        self.free = start + u64::from(row.block);
        self.status = self.status.max(start + u64::from(row.status));
        let place = if row.latency == 0 { NOWHERE } else { usize::from(instruction.d & 31) };
        self.ready[place] = start + u64::from(row.latency);
        self.addend[place] = start + u64::from(row.addend_latency);
    }

    /// As [`Scoreboard::note`], for a transfer that ended with its memory accesses before cycle `end`.
    pub(super) fn note_transfer(&mut self, instruction: FpInstruction, start: u64, end: u64) {
        let FpInstruction { operation, d, m, .. } = instruction;
        self.free = start + 1;
        match operation {
            Operation::VmovFromCore => self.deliver(d, 1, start + u64::from(MOVE)),
            Operation::VmovFromTwoCore => self.deliver(d, 2, start + MOVE_TWO),
            Operation::Vldr | Operation::Vldm => self.deliver(d, m, end),
            _ => {}
        }
    }

    fn deliver(&mut self, first: u8, count: u8, cycle: u64) {
        for register in first..first + count {
            self.ready[usize::from(register & 31)] = cycle;
            self.addend[usize::from(register & 31)] = cycle;
        }
    }
}

/// Fills in what the core's own pipeline has to know: registers waited for, late results, issue cycles.
pub(in crate::cpu) fn annotate(op: &mut Op) {
    let instruction = super::op::unpack(*op);
    let FpInstruction { operation, d, n, m, .. } = instruction;
    op.meta |= META_LONG;
    op.cost = 1;
    match operation {
        Operation::VmovFromCore | Operation::Vmsr | Operation::Vlldm | Operation::Vlstm => {
            op.reads |= either(n)
        }
        Operation::VmovFromTwoCore => op.reads |= either(n) | either(m),
        Operation::VmovToCore => op.late = 1 << d,
        Operation::VmovToTwoCore => op.cost = 2,
        Operation::Vldr | Operation::Vstr | Operation::Vldm | Operation::Vstm => {
            op.reads |= either(n);
            op.cost = m;
        }
        Operation::Vsel => op.reads |= FLAGS,
        _ => {}
    }
}
