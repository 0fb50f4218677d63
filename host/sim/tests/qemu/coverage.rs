//! Which kinds of instructions the decoder knows, and which of them the cases execute.

use std::collections::BTreeSet;

use pico2_sim::cpu::decode::{self, Place};
use pico2_sim::cpu::fp::{self, Operation};
use pico2_sim::cpu::op::Kind;

/// Kinds that QEMU's user mode or its A-profile core cannot be asked about, and why.
const NOT_COMPARED: [(&str, &str); 18] = [
    ("Undefined", "an exception"),
    ("RomCall", "the simulated ROM's own"),
    ("Svc", "an exception"),
    ("Bkpt", "halts or an exception"),
    ("Wfi", "waits"),
    ("Wfe", "waits"),
    ("Cps", "M profile: PRIMASK and FAULTMASK"),
    ("Sg", "M profile: security"),
    ("Tt", "M profile: security"),
    ("Bxns", "M profile: security"),
    ("Blxns", "M profile: security"),
    ("Mcr", "a coprocessor of the chip"),
    ("Mrc", "a coprocessor of the chip"),
    ("Mcrr", "a coprocessor of the chip"),
    ("Mrrc", "a coprocessor of the chip"),
    ("Cdp", "a coprocessor of the chip"),
    ("Vlldm", "M profile: lazy state"),
    ("Vlstm", "M profile: lazy state"),
];

/// What to call the instruction: kind, length, and what else makes a form.
pub fn name(first: u16, second: u16) -> String {
    let op = decode::decode(first, second, Place { address: 0x2000_0000, in_it: false });
    if op.kind == Kind::Fp {
        let Some(fp) = fp::decode::decode(first, second) else {
            return "Undefined".into();
        };
        let detail = match fp.operation {
            Operation::Vrint | Operation::VcvtToInteger | Operation::Vsel => fp.parameter,
            Operation::Vldm | Operation::Vstm => fp.parameter >> 8,
            Operation::VcvtFromInteger | Operation::VcvtFromHalf | Operation::VcvtToHalf => fp.parameter,
            Operation::VcvtFromFixed | Operation::VcvtToFixed => fp.parameter >> 6,
            Operation::Vcmp | Operation::VcmpZero => fp.parameter,
            _ => return format!("{:?}", fp.operation),
        };
        return format!("{:?} {detail}", fp.operation);
    }
    let length = if decode::is_long(first) { "long" } else { "short" };
    match op.kind {
        Kind::Shifted => format!("Shifted {length} {}", op.imm >> 8 & 0x1FF),
        Kind::Parallel => format!("Parallel {}", op.imm),
        Kind::AddSpImm => format!("AddSpImm {length} {}", op.rm),
        Kind::LdrSpecial if op.rd == 13 => format!("LdrSpecial {length} sp"),
        Kind::LdrSpecial => format!("LdrSpecial {length} pc {}", op.rm),
        kind => format!("{kind:?} {length}"),
    }
}

/// Whether the comparison leaves a form out on purpose.
pub fn left_out(name: &str) -> bool {
    let kind = name.split(' ').next().unwrap_or(name);
    NOT_COMPARED.iter().any(|(left_out, _)| *left_out == name || *left_out == kind)
}

/// Every form that the decoder knows, found by trying encodings.
pub fn known() -> BTreeSet<String> {
    let mut known = BTreeSet::new();
    let mut random = crate::random::Random::new(0);
    for first in 0..=u16::MAX {
        let tries = if decode::is_long(first) { 600 } else { 1 };
        for _ in 0..tries {
            known.insert(name(first, random.bits() as u16));
        }
    }
    known
}
