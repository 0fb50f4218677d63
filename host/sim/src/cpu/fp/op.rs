//! Floating-point instructions as operations of the core: `rd`, `rn`, `rm` are d, n, m; `imm` holds the operation in
//! its low byte and the parameter above.

use super::instruction::{FpInstruction, Operation};
use crate::cpu::op::{Kind, Op};

/// Every operation at its own number.
pub(super) const OPERATIONS: [Operation; 43] = {
    use Operation::*;
    [
        Vmla,
        Vmls,
        Vnmla,
        Vnmls,
        Vmul,
        Vnmul,
        Vadd,
        Vsub,
        Vdiv,
        Vfma,
        Vfms,
        Vfnma,
        Vfnms,
        VmovImmediate,
        VmovRegister,
        Vabs,
        Vneg,
        Vsqrt,
        VcvtFromHalf,
        VcvtToHalf,
        Vcmp,
        VcmpZero,
        Vrint,
        Vrintx,
        VcvtFromInteger,
        VcvtToInteger,
        VcvtFromFixed,
        VcvtToFixed,
        Vsel,
        Vmaxnm,
        Vminnm,
        VmovFromCore,
        VmovToCore,
        VmovFromTwoCore,
        VmovToTwoCore,
        Vmsr,
        Vmrs,
        Vldr,
        Vstr,
        Vldm,
        Vstm,
        Vlldm,
        Vlstm,
    ]
};

/// The same, filled up to a power of two, so that looking up needs no check. Numbers beyond the last do not occur.
const BY_NUMBER: [Operation; 64] = {
    let mut table = [Operation::Vlstm; 64];
    let mut number = 0;
    while number < OPERATIONS.len() {
        table[number] = OPERATIONS[number];
        number += 1;
    }
    table
};

/// Decodes both halfwords. `None`: undefined on this core.
pub(in crate::cpu) fn decode(encoding: u32) -> Option<Op> {
    super::decode::decode((encoding >> 16) as u16, encoding as u16).map(pack)
}

/// The operation of an instruction.
fn pack(instruction: FpInstruction) -> Op {
    let FpInstruction { operation, d, n, m, parameter } = instruction;
    Op::new(Kind::Fp, d, n, m, operation as u32 | (parameter as u32) << 8)
}

/// The instruction of an operation.
#[inline(always)]
pub(super) fn unpack(op: Op) -> FpInstruction {
    let number = op.imm as usize % BY_NUMBER.len();
    FpInstruction {
        operation: BY_NUMBER[number],
        d: op.rd,
        n: op.rn,
        m: op.rm,
        parameter: op.imm as i32 >> 8,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_operation_is_at_its_number() {
        for (number, operation) in OPERATIONS.into_iter().enumerate() {
            assert_eq!(operation as usize, number);
        }
    }

    #[test]
    fn parameters_keep_their_sign() {
        let instruction = FpInstruction::new(Operation::Vldr, 31, 14, 2).with(-1020);
        assert_eq!(unpack(pack(instruction)), instruction);
    }
}
