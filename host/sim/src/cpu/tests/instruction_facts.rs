//! The facts of the instruction kinds, compared with the execution of random encodings.

use std::collections::BTreeSet;

use super::{CODE, DATA};
use crate::bus::flat::FlatBus;
use crate::cpu::{Cpu, Exit};
use crate::instruction::decode::{Location, decode};
use crate::instruction::facts::{Facts, FlagEffect, Reads};
use crate::instruction::{Form, Kind, Operation, is_wide};
use crate::ppb::dcb::{DBGKEY, DHCSR};
use crate::ppb::scb::CPACR;

/// Random encodings of each length.
const ENCODINGS: u32 = 30_000;
/// Bytes of data around which the registers point.
const DATA_BYTES: u32 = 0x800;
/// N, Z, C, V of the APSR.
const NZCV: u32 = 0xF << 28;
/// Q.
const Q: u32 = 1 << 27;
/// GE.
const GE: u32 = 0xF << 16;

/// Kinds whose execution this test cannot compare: they have effects beyond registers and flags, need a coprocessor, or do
/// not complete.
const NOT_COMPARED: [Kind; 18] = [
    Kind::Undecoded,
    Kind::Undefined,
    Kind::RomCall,
    Kind::Svc,
    Kind::Bkpt,
    Kind::Wfi,
    Kind::Wfe,
    Kind::Cps,
    Kind::Msr,
    Kind::Mcr,
    Kind::Mrc,
    Kind::Mcrr,
    Kind::Mrrc,
    Kind::Cdp,
    Kind::Bxns,
    Kind::Blxns,
    // Their facts are those of the floating-point kinds.
    Kind::FpArithmetic,
    Kind::FpTransfer,
];

struct Random(u64);

impl Random {
    fn bits(&mut self) -> u32 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 16) as u32
    }

    /// A small number or an aligned address of data.
    fn operand(&mut self) -> u32 {
        let offset = self.bits() % (DATA_BYTES / 4) * 4;
        if self.bits() & 1 == 0 { offset % 32 } else { DATA + offset }
    }
}

/// Core registers 0 to 14 and the APSR.
#[derive(Clone, Debug, PartialEq, Eq)]
struct State {
    registers: [u32; 15],
    apsr: u32,
}

impl State {
    fn random(random: &mut Random) -> State {
        let mut registers = [(); 15].map(|()| random.operand());
        registers[13] = DATA + DATA_BYTES / 2;
        State { registers, apsr: random.bits() & (NZCV | Q | GE) }
    }
}

struct Machine {
    cpu: Cpu,
    bus: FlatBus,
}

impl Machine {
    fn new() -> Machine {
        let mut cpu = Cpu::new(0);
        cpu.ppb_write(CPACR, 0xF << 20).unwrap();
        Machine { cpu, bus: FlatBus::new(CODE, 0x1_0000) }
    }

    /// Executes one instruction from `state`. Returns the state after it, and the PC; `None` if it faults.
    fn step(&mut self, code: [u16; 2], state: &State) -> Option<(State, u32)> {
        self.bus.place(CODE, &code);
        self.bus.memory[(DATA - CODE) as usize..][..DATA_BYTES as usize].fill(0x21);
        for (number, value) in state.registers.into_iter().enumerate() {
            self.cpu.set_register(number, value);
        }
        self.cpu.set_register(15, CODE);
        self.cpu.set_xpsr(state.apsr | 1 << 24, false);
        // C_DEBUGEN and C_STEP.
        self.cpu.ppb_write(DHCSR, DBGKEY | 0b101).unwrap();
        let deadline = self.cpu.cycle() + 1000;
        let mut exit = self.cpu.run(&mut self.bus, deadline);
        if exit == Exit::EventSent {
            exit = self.cpu.run(&mut self.bus, deadline);
        }
        if exit != Exit::Halted || self.cpu.exception_number() != 0 {
            *self = Machine::new();
            return None;
        }
        let registers = std::array::from_fn(|number| self.cpu.register(number));
        let after = State { registers, apsr: self.cpu.xpsr() & (NZCV | Q | GE) };
        Some((after, self.cpu.register(15)))
    }
}

/// Core registers that the operation reads, by bit.
fn registers_read(op: Operation, reads: Reads) -> u32 {
    let ra = 1 << (op.imm & 0xF);
    let rt = 1 << (op.imm >> 28);
    let address = match reads.contains(Reads::ADDRESS).then(|| Form::from_number(u32::from(op.rm))) {
        Some(Form::Offset | Form::Pre | Form::Post) => 1 << op.rn,
        Some(Form::Register) => 1 << op.rn | ra,
        Some(Form::Literal) | None => 0,
    };
    let operands = [
        (Reads::RD | Reads::ADDEND_RD | Reads::STORED_RD, 1 << op.rd),
        (Reads::RN | Reads::RN_STAGE2, 1 << op.rn),
        (Reads::RM | Reads::STORED_RM, 1 << op.rm),
        (Reads::RA_STAGE2 | Reads::ADDEND_RA, ra),
        (Reads::STORED_RT, rt),
        (Reads::STORED_LIST, op.imm & 0xFFFF),
    ];
    let read = operands.into_iter().filter(|(operand, _)| reads.intersects(*operand));
    read.fold(address, |set, (_, registers)| set | registers)
}

/// Flags of the APSR that the operation may write.
fn flags_written(op: Operation, facts: &Facts) -> u32 {
    match facts.flags {
        FlagEffect::Kept => 0,
        FlagEffect::Nz => 0b1100 << 28,
        FlagEffect::Nzc => 0b1110 << 28,
        FlagEffect::Nzcv | FlagEffect::NzcvIfS => NZCV,
        FlagEffect::NzcvIfRm => {
            if op.rm != 0 {
                NZCV
            } else {
                0
            }
        }
        FlagEffect::NzcvIfPc => {
            if op.rd == 15 {
                NZCV
            } else {
                0
            }
        }
        FlagEffect::Q => Q,
        FlagEffect::Ge => GE,
        FlagEffect::Special => NZCV | Q | GE,
    }
}

/// Checks the facts of one encoding. Returns its kind if it was executed.
fn check(code: [u16; 2], machine: &mut Machine, random: &mut Random) -> Option<Kind> {
    let op = decode(code[0], code[1], Location { address: CODE, in_it: false });
    let (kind, facts) = (op.kind, op.facts());
    if NOT_COMPARED[..16].contains(&kind) {
        return None;
    }
    let written = op.registers_written(facts.writes);
    let late = u32::from(op.late) & 0x7FFF;
    // The bit of SP is that of the divider too.
    assert_eq!(late & !written & !(1 << 13), 0, "{op:?}: late, but not written");

    let before = State::random(random);
    let (after, pc) = machine.step(code, &before)?;
    let changed = (0..15).filter(|&r| after.registers[r] != before.registers[r]);
    let changed = changed.fold(0, |set, r| set | 1 << r) | u32::from(pc != CODE + op.length()) << 15;
    assert_eq!(changed & !written, 0, "{op:?}: changed, but not written");
    let changed_flags = after.apsr ^ before.apsr;
    assert_eq!(changed_flags & !flags_written(op, facts), 0, "{op:?}: flags changed");

    // Registers and flags that are not read have no influence.
    let read = registers_read(op, facts.reads);
    let mut altered = before.clone();
    for r in (0..15).filter(|r| r != &13 && read & 1 << r == 0) {
        altered.registers[r] = random.operand();
    }
    let reads_flags = Reads::FLAGS | Reads::SHIFTED_CARRY | Reads::GE;
    if !facts.reads.intersects(reads_flags) {
        altered.apsr = random.bits() & (NZCV | Q | GE);
    }
    let (result, altered_pc) = machine.step(code, &altered).expect("the instruction completes again");
    assert_eq!(altered_pc, pc, "{op:?}: the PC depends on what is not read");
    for r in (0..15).filter(|r| changed & 1 << r != 0) {
        assert_eq!(result.registers[r], after.registers[r], "{op:?}: r{r} depends on what is not read");
    }
    Some(kind)
}

#[test]
fn instructions_read_and_write_what_their_facts_state() {
    let (mut machine, mut random) = (Machine::new(), Random(0x1234_5678_9ABC_DEF1));
    let mut executed = BTreeSet::new();
    for _ in 0..ENCODINGS {
        let narrow = random.bits() as u16 % 0xE800;
        let wide = 0xE800 + random.bits() as u16 % 0x1800;
        assert!(!is_wide(narrow) && is_wide(wide));
        for first in [narrow, wide] {
            let kind = check([first, random.bits() as u16], &mut machine, &mut random);
            executed.extend(kind.map(|kind| kind as u8));
        }
    }
    // Encodings that random ones rarely hit.
    for code in [
        [0xE97F, 0xE97F],
        [0xF3BF, 0x8F2F],
        [0xF3BF, 0x8F6F],
        [0xF3BF, 0x8F4F],
        [0xE841, 0xF000],
        [0xBF40, 0],
    ] {
        let kind = check(code, &mut machine, &mut random);
        executed.extend(kind.map(|kind| kind as u8));
    }
    let missing: Vec<&Kind> = Kind::ALL
        .iter()
        .filter(|kind| !executed.contains(&(**kind as u8)) && !NOT_COMPARED.contains(kind))
        .collect();
    assert!(missing.is_empty(), "not executed: {missing:?}");
}
