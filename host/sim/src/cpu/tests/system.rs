//! Special registers, coprocessors, exclusives, TT.

use super::{CODE, DATA, halting_debug, machine, registers, run};
use crate::bus::flat::FlatBus;
use crate::bus::{Bus, BusFault, Coprocessor, CoprocessorForm, CoprocessorResult, Initiator, Size, Transfer};
use crate::cpu::{Cpu, Exit, SpecialRegister};
use crate::ppb::nvic::number;
use crate::ppb::scb::CPACR;

#[test]
fn basepri_max_only_raises_the_priority() {
    let code = [0xF381, 0x8812, 0xF3EF, 0x8311]; // msr basepri_max, r1; mrs r3, basepri
    for (before, written, after) in [(0, 0x4F, 0x40), (0x40, 0x80, 0x40), (0x40, 0x20, 0x20), (0x40, 0, 0x40)]
    {
        let (mut cpu, mut bus) = machine(&code);
        cpu.set_special(SpecialRegister::Basepri as u8, before, 0);
        cpu.set_register(1, written);
        run(&mut cpu, &mut bus, &code);
        assert_eq!(cpu.register(3), after);
    }
}

#[test]
fn masks_and_stack_pointers_are_read_back() {
    // msr psp, r0; cpsid i; mrs r0, msp; mrs r1, psp; mrs r2, control; mrs r3, primask
    let code = [0xF380, 0x8809, 0xB672, 0xF3EF, 0x8008, 0xF3EF, 0x8109, 0xF3EF, 0x8214, 0xF3EF, 0x8310];
    assert_eq!(registers(&code, [DATA + 7, 0, 0, 0]), [DATA, DATA + 4, 0, 1]);
}

#[test]
fn flags_are_written_by_their_masks() {
    // msr apsr_nzcvqg, r0; mrs r1, apsr; msr apsr_g, r2; mrs r3, apsr
    let code = [0xF380, 0x8C00, 0xF3EF, 0x8100, 0xF382, 0x8400, 0xF3EF, 0x8300];
    assert_eq!(registers(&code, [u32::MAX, 0, 0, 0]), [u32::MAX, 0xF80F_0000, 0, 0xF800_0000]);
}

#[test]
fn the_non_secure_stack_pointer_is_separate() {
    let code = [0xF380, 0x8888, 0xF3EF, 0x8188]; // msr msp_ns, r0; mrs r1, msp_ns
    let (mut cpu, mut bus) = machine(&code);
    cpu.set_register(0, 0x1234_5678);
    run(&mut cpu, &mut bus, &code);
    assert_eq!((cpu.register(1), cpu.msp()), (0x1234_5678, DATA));
}

#[test]
fn faultmask_raises_to_minus_one() {
    let (mut cpu, mut bus) = machine(&[0xB671]); // cpsid f
    run(&mut cpu, &mut bus, &[0xB671]);
    assert_eq!(cpu.execution_priority(), -1);
    assert_eq!(cpu.special(SpecialRegister::Faultmask as u8), 1);
    assert!(cpu.nvic.priority(number::HARD_FAULT) >= cpu.execution_priority());
}

#[test]
fn test_target_finds_secure_memory_without_regions() {
    let code = [0xE841, 0xF000, 0xE841, 0xF280]; // tt r0, r1; tta r2, r1
    assert_eq!(registers(&code, [0, DATA, 0, 0]), [0x004C_0000, DATA, 0x004C_0000, 0]);
}

#[test]
fn a_store_exclusive_needs_its_reservation() {
    // ldrex r2, [r0]; strex r3, r1, [r0]
    assert_eq!(registers(&[0xE850, 0x2F00, 0xE840, 0x1300], [DATA, 5, 9, 9]), [DATA, 5, 0, 0]);
    // With clrex between.
    assert_eq!(
        registers(&[0xE850, 0x2F00, 0xF3BF, 0x8F2F, 0xE840, 0x1300], [DATA, 5, 9, 9]),
        [DATA, 5, 0, 1]
    );
    // Without the load.
    assert_eq!(registers(&[0xE840, 0x1300], [DATA, 5, 9, 9]), [DATA, 5, 9, 1]);
}

/// A flat memory with a coprocessor that accepts every instruction and records the last one. With `steals`, another core
/// clears every reservation.
struct CoprocessorBus {
    flat: FlatBus,
    last: Option<Coprocessor>,
    steals: bool,
}

impl Bus for CoprocessorBus {
    fn read(&mut self, address: u32, size: Size, by: Initiator) -> Result<Transfer, BusFault> {
        self.flat.read(address, size, by)
    }

    fn write(&mut self, address: u32, size: Size, value: u32, by: Initiator) -> Result<Transfer, BusFault> {
        self.flat.write(address, size, value, by)
    }

    fn code(&mut self, address: u32, core: u8) -> Result<u16, BusFault> {
        self.flat.code(address, core)
    }

    fn take_stale_code(&mut self, core: u8, into: &mut Vec<u32>) {
        self.flat.take_stale_code(core, into);
    }

    fn is_reserved(&mut self, _address: u32, _by: Initiator) -> bool {
        !self.steals
    }

    fn fetch(&mut self, _address: u32, _by: Initiator) -> Result<u32, Box<BusFault>> {
        Ok(0)
    }

    fn coprocessor(&mut self, access: Coprocessor, _by: Initiator) -> Option<CoprocessorResult> {
        self.last = Some(access);
        Some(CoprocessorResult {
            values: [0xA000_0001, 0xB000_0002],
            wait: 3,
            ..CoprocessorResult::default()
        })
    }
}

/// Executes `code` with all coprocessors enabled.
fn with_coprocessor(code: &[u16], steals: bool) -> (Cpu, CoprocessorBus) {
    let (_, flat) = machine(code);
    let mut bus = CoprocessorBus { flat, last: None, steals };
    let mut cpu = Cpu::new(0);
    halting_debug(&mut cpu);
    cpu.start(CODE, DATA, CODE);
    cpu.ppb_write(CPACR, 0xFFFF).unwrap();
    for number in 0..4 {
        cpu.set_register(number, [DATA, 0x11, 0x22, 0x33][number]);
    }
    assert_eq!(cpu.run(&mut bus, 1000), Exit::Halted);
    (cpu, bus)
}

#[test]
fn coprocessor_accesses_carry_their_fields() {
    let access = |number, form, opc1, opc2, crn, crm| {
        let crd = if form == CoprocessorForm::Operation { 1 } else { 0 };
        Some(Coprocessor { number, form, opc1, opc2, crn, crm, crd, to_flags: false, second: false })
    };
    // mcr p0, #3, r1, c5, c6, #2
    let (cpu, bus) = with_coprocessor(&[0xEE65, 0x1056], false);
    assert_eq!(bus.last, access(0, CoprocessorForm::Write(0x11), 3, 2, 5, 6));
    assert_eq!(cpu.cycle(), 4);
    // mrc p7, #1, r0, c2, c3, #4
    let (cpu, bus) = with_coprocessor(&[0xEE32, 0x0793], false);
    assert_eq!(bus.last, access(7, CoprocessorForm::Read, 1, 4, 2, 3));
    assert_eq!(cpu.register(0), 0xA000_0001);
    // mcrr p0, #5, r1, r2, c7
    let (_, bus) = with_coprocessor(&[0xEC42, 0x1057], false);
    assert_eq!(bus.last, access(0, CoprocessorForm::WriteTwo(0x11, 0x22), 5, 0, 0, 7));
    // mrrc p0, #6, r0, r3, c8
    let (cpu, bus) = with_coprocessor(&[0xEC53, 0x0068], false);
    assert_eq!(bus.last, access(0, CoprocessorForm::ReadTwo, 6, 0, 0, 8));
    assert_eq!((cpu.register(0), cpu.register(3)), (0xA000_0001, 0xB000_0002));
    // cdp p7, #9, c1, c2, c3, #4
    let (_, bus) = with_coprocessor(&[0xEE92, 0x1783], false);
    assert_eq!(bus.last, access(7, CoprocessorForm::Operation, 9, 4, 2, 3));
    // mrc2 p0, #0, apsr_nzcv, c0, c0, #0
    let (cpu, bus) = with_coprocessor(&[0xFE10, 0xF010], false);
    assert!(bus.last.is_some_and(|access| access.second && access.to_flags));
    assert_eq!(cpu.xpsr() >> 28, 0xA);
}

#[test]
fn the_global_monitor_can_fail_a_store_exclusive() {
    let code = [0xE850, 0x2F00, 0xE840, 0x1300]; // ldrex r2, [r0]; strex r3, r1, [r0]
    let (cpu, mut bus) = with_coprocessor(&code, true);
    assert_eq!((cpu.register(3), bus.flat.word(DATA)), (1, 0));
    let (cpu, mut bus) = with_coprocessor(&code, false);
    assert_eq!((cpu.register(3), bus.flat.word(DATA)), (0, 0x11));
}
