//! Coprocessor encodings (Armv8-M ARM C2.4): the FPU and the rest.

use super::{UNDEFINED, bits, op, register};
use crate::cpu::fp;
use crate::cpu::op::{Kind, Op};

/// The FPU's first coprocessor number.
const FPU: u32 = 10;

pub(super) fn decode(first: u32, second: u32) -> Op {
    let number = bits(second, 11, 8);
    let encoding = first << 16 | second;
    if number == 10 || number == 11 {
        return fp::decode(encoding).unwrap_or(op(Kind::Undefined, 0, 0, 1, FPU));
    }
    let (rt, rt2) = (register(second, 12), register(first, 0));
    if bits(first, 9, 8) == 3 {
        return UNDEFINED;
    }
    let load = first & 0x10 != 0;
    if first & 0x200 == 0 {
        // MCRR and MRRC, or LDC and STC, which no coprocessor of this chip has.
        return match (first & 0x1E0 == 0x40, load) {
            (true, false) => op(Kind::Mcrr, rt, rt2, 0, encoding),
            (true, true) => op(Kind::Mrrc, rt, rt2, 0, encoding),
            _ => op(Kind::Undefined, 0, 0, 1, number),
        };
    }
    match (second & 0x10 != 0, load) {
        (false, _) => op(Kind::Cdp, 0, 0, 0, encoding),
        (true, false) => op(Kind::Mcr, rt, 0, 0, encoding),
        (true, true) => op(Kind::Mrc, rt, 0, 0, encoding),
    }
}
