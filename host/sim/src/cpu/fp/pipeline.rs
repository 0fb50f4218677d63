//! What floating-point instructions cost. The rows, their sources and the choices are listed in `docs/timing-fp.md`.
//!
//! The unit issues in order with the core. Each register has the cycle from which an instruction may use it; the unit
//! has the cycle from which it takes another instruction.

use super::instruction::{FpInstruction, Operation};
use crate::cpu::op::{META_LONG, Op};
use crate::cpu::pipeline::{FLAGS, either};

/// Cycles from the issue of VADD, VSUB, VMUL and conversions to the use of the result.
const ARITHMETIC: u64 = 2;
/// Cycles from the issue of a multiply-accumulate to the use of the result as an addend of another one.
const ACCUMULATE: u64 = 3;
/// Cycles from the issue of a multiply-accumulate to any other use of the result.
const ACCUMULATED: u64 = 4;
/// Cycles for which a multiply-accumulate lets no other floating-point instruction start: its own and two more.
const ACCUMULATE_BLOCK: u64 = 3;
/// Cycles of VDIV and VSQRT, in which no other floating-point instruction starts.
const DIVIDE: u64 = 14;
/// Cycles from the issue of a move or a load of one word to the use of the result.
const MOVE: u64 = 1;
/// Cycles from the issue of VMOV of two core registers to the use of the result.
const MOVE_TWO: u64 = 2;

/// When the unit and its registers are free, in cycles since power-on.
#[derive(Clone, Debug, Default)]
pub struct Scoreboard {
    /// From when each register can be used.
    ready: [u64; 32],
    /// Bit n: register n holds a sum that a multiply-accumulate can add to one cycle earlier.
    early_addend: u32,
    /// From when the unit takes an instruction.
    free: u64,
    /// From when everything issued so far has set its flags in FPSCR.
    status: u64,
}

impl Scoreboard {
    /// The first cycle, not before `now`, in which `instruction` can issue.
    pub(super) fn issue(&self, instruction: FpInstruction, now: u64) -> u64 {
        let FpInstruction { operation, d, n, m, .. } = instruction;
        let ready = |register: u8| self.ready[usize::from(register & 31)];
        let start = now.max(self.free);
        match operation {
            Operation::Vmla
            | Operation::Vmls
            | Operation::Vnmla
            | Operation::Vnmls
            | Operation::Vfma
            | Operation::Vfms
            | Operation::Vfnma
            | Operation::Vfnms => start.max(ready(n)).max(ready(m)).max(self.addend_ready(d)),
            Operation::Vmul
            | Operation::Vnmul
            | Operation::Vadd
            | Operation::Vsub
            | Operation::Vdiv
            | Operation::Vsel
            | Operation::Vmaxnm
            | Operation::Vminnm => start.max(ready(n)).max(ready(m)),
            Operation::VmovRegister
            | Operation::Vabs
            | Operation::Vneg
            | Operation::Vsqrt
            | Operation::VcvtFromHalf
            | Operation::Vrint
            | Operation::Vrintx
            | Operation::VcvtFromInteger
            | Operation::VcvtToInteger => start.max(ready(m)),
            Operation::Vcmp | Operation::VcvtToHalf => start.max(ready(d)).max(ready(m)),
            Operation::VcmpZero | Operation::VcvtFromFixed | Operation::VcvtToFixed => start.max(ready(d)),
            Operation::VmovToCore => start.max(ready(n)),
            Operation::VmovToTwoCore => start.max(ready(n)).max(ready(n + 1)),
            // The n-th register of a list is needed in the n-th cycle.
            Operation::Vstr | Operation::Vstm => {
                let needed = |index: u8| ready(d + index).saturating_sub(u64::from(index));
                (0..m).map(needed).fold(start, u64::max)
            }
            Operation::Vmsr | Operation::Vmrs | Operation::Vlldm | Operation::Vlstm => start.max(self.status),
            Operation::VmovImmediate
            | Operation::VmovFromCore
            | Operation::VmovFromTwoCore
            | Operation::Vldr
            | Operation::Vldm => start,
        }
    }

    /// Notes what `instruction`, issued in cycle `start` and finished with its memory accesses before cycle `end`,
    /// makes ready.
    pub(super) fn note(&mut self, instruction: FpInstruction, start: u64, end: u64) {
        let FpInstruction { operation, d, m, .. } = instruction;
        match operation {
            Operation::Vmla
            | Operation::Vmls
            | Operation::Vnmla
            | Operation::Vnmls
            | Operation::Vfma
            | Operation::Vfms
            | Operation::Vfnma
            | Operation::Vfnms => {
                self.deliver(d, start + ACCUMULATED);
                self.early_addend |= 1 << (d & 31);
                self.free = start + ACCUMULATE_BLOCK;
                self.status = start + ACCUMULATED;
            }
            Operation::Vdiv | Operation::Vsqrt => {
                self.deliver(d, start + DIVIDE);
                self.free = start + DIVIDE;
                self.status = start + DIVIDE;
            }
            Operation::Vcmp | Operation::VcmpZero => self.status = self.status.max(start + ARITHMETIC),
            Operation::Vmul
            | Operation::Vnmul
            | Operation::Vadd
            | Operation::Vsub
            | Operation::Vmaxnm
            | Operation::Vminnm
            | Operation::VcvtFromHalf
            | Operation::VcvtToHalf
            | Operation::Vrint
            | Operation::Vrintx
            | Operation::VcvtFromInteger
            | Operation::VcvtToInteger
            | Operation::VcvtFromFixed
            | Operation::VcvtToFixed => {
                self.deliver(d, start + ARITHMETIC);
                self.status = self.status.max(start + ARITHMETIC);
            }
            Operation::VmovImmediate
            | Operation::VmovRegister
            | Operation::Vabs
            | Operation::Vneg
            | Operation::Vsel
            | Operation::VmovFromCore => self.deliver(d, start + MOVE),
            Operation::VmovFromTwoCore => {
                self.deliver(d, start + MOVE_TWO);
                self.deliver(d + 1, start + MOVE_TWO);
            }
            Operation::Vldr | Operation::Vldm => (d..d + m).for_each(|register| self.deliver(register, end)),
            Operation::VmovToCore
            | Operation::VmovToTwoCore
            | Operation::Vmsr
            | Operation::Vmrs
            | Operation::Vstr
            | Operation::Vstm
            | Operation::Vlldm
            | Operation::Vlstm => {}
        }
    }

    fn addend_ready(&self, register: u8) -> u64 {
        let register = usize::from(register & 31);
        let earlier = if self.early_addend >> register & 1 != 0 { ACCUMULATED - ACCUMULATE } else { 0 };
        self.ready[register] - earlier
    }

    fn deliver(&mut self, register: u8, cycle: u64) {
        let register = register & 31;
        self.ready[usize::from(register)] = cycle;
        self.early_addend &= !(1 << register);
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
