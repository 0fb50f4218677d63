//! Instructions of the floating-point unit (FPv5, single precision; Armv8-M ARM C2.3.6 and C2.4).

mod decode;
#[cfg(test)]
mod decode_tests;
mod kind;
mod operation;

pub use decode::{decode, is_floating_point};
pub use kind::{FpArithmetic, FpTransfer};
pub use operation::{FpInstruction, FpOperation, RoundingField};

pub use super::multiple_addressing::MultipleAddressing;
