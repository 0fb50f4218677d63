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
