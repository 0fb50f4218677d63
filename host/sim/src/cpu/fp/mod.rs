//! The floating-point unit: FPv5, single precision, sixteen double-word registers (Armv8-M ARM, B5 and C2.4).

pub mod arithmetic;
pub mod compare;
pub mod decode;
#[cfg(test)]
mod decode_tests;
pub mod fixed;
mod fpscr;
pub mod fused;
pub mod half;
mod instruction;
mod nan;
mod number;
mod registers;

pub use fpscr::{Fpscr, Rounding};
pub use instruction::{FpInstruction, Multiple, Operation, RoundingField};
pub use registers::FpRegisters;

use super::Cpu;
use super::exit::Trap;
use super::op::Op;
use crate::bus::Bus;

/// State of the unit.
#[derive(Clone, Debug, Default)]
pub struct FpState {
    /// S registers and FPSCR.
    pub registers: FpRegisters,
}

/// Decodes an encoding with coprocessor 10 or 11 (first halfword in bits 31 to 16). `None`: UNDEFINED.
///
/// The result has `kind` [`super::op::Kind::Fp`]; its `rd`, `rn`, `rm` and `imm` are for this module alone.
pub(super) fn decode(_encoding: u32) -> Option<Op> {
    None
}

/// Fills in `reads` (core registers and flags waited for) and `late` (core registers delivered a cycle late).
pub(super) fn annotate(op: &mut Op) {
    op.cost = 1;
}

/// Executes one operation. The core has already waited for `op.reads`; the operation advances `cpu.cycle` by its
/// waits, and ends with [`Cpu::complete`], which adds `op.cost`.
pub(super) fn execute<B: Bus>(cpu: &mut Cpu, _bus: &mut B, op: Op) -> Result<(), Trap> {
    cpu.complete(op);
    Ok(())
}
