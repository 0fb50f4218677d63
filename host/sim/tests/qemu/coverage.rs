//! Forms of instructions that the decoder knows, and those that the comparison leaves out.

use std::collections::BTreeSet;

use pico2_sim::instruction::decode::{Location, decode};
use pico2_sim::instruction::fp::{self, FpArithmetic, FpInstruction, FpTransfer};
use pico2_sim::instruction::{Kind, is_wide};

/// Kinds that QEMU's user mode or its A-profile core does not have, and the reason.
const NOT_COMPARED: [(&str, &str); 18] = [
    ("Undefined", "an exception"),
    ("RomCall", "exists only in the simulated ROM"),
    ("Svc", "an exception"),
    ("Bkpt", "halts the core or raises an exception"),
    ("Wfi", "waits"),
    ("Wfe", "waits"),
    ("Cps", "M profile: PRIMASK and FAULTMASK"),
    ("Sg", "M profile: security"),
    ("Tt", "M profile: security"),
    ("Bxns", "M profile: security"),
    ("Blxns", "M profile: security"),
    ("Mcr", "accesses a coprocessor of the chip"),
    ("Mrc", "accesses a coprocessor of the chip"),
    ("Mcrr", "accesses a coprocessor of the chip"),
    ("Mrrc", "accesses a coprocessor of the chip"),
    ("Cdp", "accesses a coprocessor of the chip"),
    ("Vlldm", "M profile: lazy state"),
    ("Vlstm", "M profile: lazy state"),
];

/// Name of the instruction's form: kind, length, and the fields that make a form.
pub fn name(first: u16, second: u16) -> String {
    let op = decode(first, second, Location { address: 0x2000_0000, in_it: false });
    let length = if is_wide(first) { "long" } else { "short" };
    match op.kind {
        Kind::FpArithmetic | Kind::FpTransfer => {
            floating_point_name(fp::decode(first, second).expect("the kind is a floating-point kind"))
        }
        Kind::Shifted => format!("Shifted {length} {}", op.imm >> 8 & 0x1FF),
        Kind::Parallel => format!("Parallel {}", op.imm),
        Kind::AddSpImm => format!("AddSpImm {length} {}", op.rm),
        Kind::LdrSpecial if op.rd == 13 => format!("LdrSpecial {length} sp"),
        Kind::LdrSpecial => format!("LdrSpecial {length} pc {}", op.rm),
        kind => format!("{kind:?} {length}"),
    }
}

fn floating_point_name(instruction: FpInstruction) -> String {
    match instruction {
        FpInstruction::Arithmetic(operation) => {
            let (kind, parameter) = (operation.kind, operation.parameter);
            match kind {
                FpArithmetic::Vrint
                | FpArithmetic::VcvtToInteger
                | FpArithmetic::Vsel
                | FpArithmetic::VcvtFromInteger
                | FpArithmetic::VcvtFromHalf
                | FpArithmetic::VcvtToHalf
                | FpArithmetic::Vcmp
                | FpArithmetic::VcmpZero => format!("{kind:?} {parameter}"),
                FpArithmetic::VcvtFromFixed | FpArithmetic::VcvtToFixed => {
                    format!("{kind:?} {}", parameter >> 6)
                }
                _ => format!("{kind:?}"),
            }
        }
        FpInstruction::Transfer(operation) => {
            let (kind, parameter) = (operation.kind, operation.parameter);
            match kind {
                FpTransfer::Vldm | FpTransfer::Vstm => format!("{kind:?} {}", parameter >> 8),
                _ => format!("{kind:?}"),
            }
        }
    }
}

/// True if the comparison leaves out a form on purpose.
pub fn left_out(name: &str) -> bool {
    let kind = name.split(' ').next().unwrap_or(name);
    NOT_COMPARED.iter().any(|(left_out, _)| *left_out == name || *left_out == kind)
}

/// Returns every form that the decoder knows, found by decoding random encodings.
pub fn known() -> BTreeSet<String> {
    let mut known = BTreeSet::new();
    let mut random = crate::random::Random::new(0);
    for first in 0..=u16::MAX {
        let tries = if is_wide(first) { 600 } else { 1 };
        for _ in 0..tries {
            known.insert(name(first, random.bits() as u16));
        }
    }
    known
}
