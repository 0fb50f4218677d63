//! Decoded floating-point instructions, and their packing into an [`Operation`]: `rd`, `rn`, `rm` are d, n, m; `imm`
//! holds the number of the kind in its low byte and the parameter above.

use super::{FpArithmetic, FpTransfer};
use crate::instruction::operation::{Attributes, Kind, Operation};

/// Rounding mode named in an instruction, as a field of three bits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RoundingField(pub u32);

impl RoundingField {
    /// To the nearest, ties away (the A forms).
    pub const AWAY: Self = Self(0);
    /// To the nearest, ties to even (the N forms).
    pub const NEAREST: Self = Self(1);
    /// Towards plus infinity (the P forms).
    pub const UP: Self = Self(2);
    /// Towards minus infinity (the M forms).
    pub const DOWN: Self = Self(3);
    /// Towards zero.
    pub const ZERO: Self = Self(4);
    /// By FPSCR (the R forms).
    pub const FPSCR: Self = Self(5);
}

/// A decoded instruction of kind `K`: [`FpArithmetic`] or [`FpTransfer`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FpOperation<K> {
    /// Kind, which determines the use of the other fields.
    pub kind: K,
    /// Destination (of a store, the data).
    pub d: u8,
    /// First operand, or base.
    pub n: u8,
    /// Second operand, or count.
    pub m: u8,
    /// Constant or packed fields; fits in 24 bits with its sign.
    pub parameter: i32,
}

impl<K> FpOperation<K> {
    /// An instruction of registers only.
    pub const fn new(kind: K, d: u8, n: u8, m: u8) -> Self
    where
        K: Copy,
    {
        Self { kind, d, n, m, parameter: 0 }
    }

    /// Returns the instruction with `parameter`.
    pub const fn with(self, parameter: i32) -> Self
    where
        K: Copy,
    {
        Self { parameter, ..self }
    }

    /// Unpacks an operation whose kind is `kind`.
    #[inline(always)]
    fn unpack(kind: K, op: Operation) -> Self {
        Self { kind, d: op.rd, n: op.rn, m: op.rm, parameter: op.imm as i32 >> 8 }
    }
}

/// A decoded floating-point instruction.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FpInstruction {
    /// Computes in the unit.
    Arithmetic(FpOperation<FpArithmetic>),
    /// Moves data between the unit and the core or memory.
    Transfer(FpOperation<FpTransfer>),
}

impl FpInstruction {
    /// Packs the instruction into an operation of the core.
    pub(in crate::instruction) fn pack(self) -> Operation {
        let (kind, facts, registers, number, parameter) = match self {
            FpInstruction::Arithmetic(FpOperation { kind, d, n, m, parameter }) => {
                (Kind::FpArithmetic, kind.facts(), [d, n, m], kind as u8, parameter)
            }
            FpInstruction::Transfer(FpOperation { kind, d, n, m, parameter }) => {
                (Kind::FpTransfer, kind.facts(), [d, n, m], kind as u8, parameter)
            }
        };
        let imm = u32::from(number) | (parameter as u32) << 8;
        Operation::new(kind, facts, registers, imm, Attributes::WIDE)
    }
}

/// Returns the kind with a number, from a table that is padded to a power of two, so that the index needs no bounds
/// check. Numbers beyond the last kind do not occur.
#[inline(always)]
fn by_number<K: Copy, const SIZE: usize>(table: &'static [K; SIZE], number: u32) -> K {
    const { assert!(SIZE.is_power_of_two()) };
    table[number as usize % SIZE]
}

/// Returns `all`, padded with its first element.
const fn filled<K: Copy, const SIZE: usize>(all: &[K]) -> [K; SIZE] {
    let mut table = [all[0]; SIZE];
    let mut number = 0;
    while number < all.len() {
        table[number] = all[number];
        number += 1;
    }
    table
}

impl Operation {
    /// Unpacks an operation of [`Kind::FpArithmetic`].
    #[inline(always)]
    pub(crate) fn fp_arithmetic(self) -> FpOperation<FpArithmetic> {
        static KINDS: [FpArithmetic; 32] = filled(FpArithmetic::ALL);
        FpOperation::unpack(by_number(&KINDS, self.imm & 0xFF), self)
    }

    /// Unpacks an operation of [`Kind::FpTransfer`].
    #[inline(always)]
    pub(crate) fn fp_transfer(self) -> FpOperation<FpTransfer> {
        static KINDS: [FpTransfer; 16] = filled(FpTransfer::ALL);
        FpOperation::unpack(by_number(&KINDS, self.imm & 0xFF), self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn packing_keeps_every_kind_and_the_sign_of_the_parameter() {
        for &kind in FpArithmetic::ALL {
            let operation = FpOperation::new(kind, 31, 14, 2).with(-1020);
            assert_eq!(FpInstruction::Arithmetic(operation).pack().fp_arithmetic(), operation);
        }
        for &kind in FpTransfer::ALL {
            let operation = FpOperation::new(kind, 15, 14, 2).with(-1020);
            assert_eq!(FpInstruction::Transfer(operation).pack().fp_transfer(), operation);
        }
    }
}
