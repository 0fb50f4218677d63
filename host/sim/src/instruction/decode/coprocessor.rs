//! Coprocessor encodings, floating point included (Armv8-M ARM C2.4).

use super::{UNDEFINED, wide};
use crate::instruction::encoding::{bits, register};
use crate::instruction::fp::{self, FpInstruction};
use crate::instruction::operation::{Kind, Operation};

/// First coprocessor number of the FPU.
const FPU: u32 = 10;

pub(super) fn decode(first: u32, second: u32) -> Operation {
    let number = bits(second, 11, 8);
    let encoding = first << 16 | second;
    if number == 10 || number == 11 {
        let instruction = fp::decode(first as u16, second as u16);
        return instruction.map_or(wide(Kind::Undefined, 0, 0, 1, FPU), FpInstruction::pack);
    }
    let (rt, rt2) = (register(second, 12), register(first, 0));
    if bits(first, 9, 8) == 3 {
        return UNDEFINED;
    }
    let load = first & 0x10 != 0;
    if first & 0x200 == 0 {
        // MCRR and MRRC; LDC and STC are undefined, because no coprocessor of this chip has them.
        return match (first & 0x1E0 == 0x40, load) {
            (true, false) => wide(Kind::Mcrr, rt, rt2, 0, encoding),
            (true, true) => wide(Kind::Mrrc, rt, rt2, 0, encoding),
            _ => wide(Kind::Undefined, 0, 0, 1, number),
        };
    }
    match (second & 0x10 != 0, load) {
        (false, _) => wide(Kind::Cdp, 0, 0, 0, encoding),
        (true, false) => wide(Kind::Mcr, rt, 0, 0, encoding),
        (true, true) => wide(Kind::Mrc, rt, 0, 0, encoding),
    }
}
