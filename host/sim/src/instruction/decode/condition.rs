//! Conditional branches.

use crate::instruction::operation::Kind;

/// Conditional branches by condition.
pub(super) const CONDITIONAL: [Kind; 14] = [
    Kind::BEq,
    Kind::BNe,
    Kind::BCs,
    Kind::BCc,
    Kind::BMi,
    Kind::BPl,
    Kind::BVs,
    Kind::BVc,
    Kind::BHi,
    Kind::BLs,
    Kind::BGe,
    Kind::BLt,
    Kind::BGt,
    Kind::BLe,
];
