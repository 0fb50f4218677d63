//! Debug events in the run loop: breakpoints, steps, vector catch, watchpoints, the debug monitor.

use super::{CODE, DATA, machine};
use crate::bus::flat::FlatBus;
use crate::cpu::{Cpu, Exit};
use crate::ppb::dcb::{DEMCR, DFSR, DHCSR};
use crate::ppb::dwt::DWT_COMP0;
use crate::ppb::fpb::{FP_COMP0, FP_CTRL};
use crate::ppb::scb::{CCR, HFSR};

/// `adds r0, #1` four times, in an IT block the second and third: `it eq` is `itt eq`.
const CODE_WITH_IT: [u16; 6] = [0x3001, 0xBF18, 0x3001, 0x3001, 0x3001, 0x3001];

fn resume(cpu: &mut Cpu, control: u32) {
    cpu.ppb_write(DHCSR, 0xA05F_0001 | control).unwrap();
}

fn halts_at(cpu: &mut Cpu, bus: &mut FlatBus, offset: u32) {
    assert_eq!(cpu.run(bus, cpu.cycle() + 1000), Exit::Halted);
    assert_eq!(cpu.register(15), CODE + offset);
}

#[test]
fn breakpoints_halt_before_their_instruction_in_and_out_of_it_blocks() {
    let (mut cpu, mut bus) = machine(&CODE_WITH_IT);
    cpu.set_register(0, 0);
    cpu.ppb_write(FP_CTRL, 3).unwrap();
    for (offset, value) in [(4, 1), (8, 3)] {
        cpu.ppb_write(FP_COMP0, (CODE + offset) | 1).unwrap();
        resume(&mut cpu, 0);
        halts_at(&mut cpu, &mut bus, offset);
        assert_eq!(cpu.register(0), value);
        assert_eq!(cpu.ppb_read(DFSR).unwrap() & 2, 2);
    }
    cpu.ppb_write(FP_COMP0, 0).unwrap();
    resume(&mut cpu, 0);
    halts_at(&mut cpu, &mut bus, 12);
    assert_eq!(cpu.register(0), 5);
}

#[test]
fn a_step_executes_one_instruction() {
    let (mut cpu, mut bus) = machine(&CODE_WITH_IT);
    cpu.set_register(0, 0);
    for (offset, value) in [(2, 1), (4, 1), (6, 2), (8, 3), (10, 4), (12, 5)] {
        resume(&mut cpu, 4);
        halts_at(&mut cpu, &mut bus, offset);
        assert_eq!(cpu.register(0), value);
    }
}

#[test]
fn a_step_takes_the_cycles_of_its_instruction() {
    let (mut cpu, mut bus) = machine(&[0xF3AF, 0x8000, 0xBF00]);
    resume(&mut cpu, 4);
    let before = cpu.cycle();
    assert_eq!(cpu.run(&mut bus, before + 1000), Exit::Halted);
    assert_eq!(cpu.cycle(), before + 1);
}

#[test]
fn vector_catch_halts_at_the_handler() {
    let (mut cpu, mut bus) = machine(&[0xDE00]);
    bus.set_word(CODE + 12, CODE + 0x101);
    cpu.ppb_write(DEMCR, 1 << 10).unwrap();
    halts_at(&mut cpu, &mut bus, 0x100);
    assert_eq!(cpu.ppb_read(DFSR).unwrap() & 8, 8);
    assert_eq!(cpu.exception_number(), 3);
}

/// Faults that vector catch can catch: bit of DEMCR, code, r1, stack pointer.
const CAUGHT: [(u32, &[u16], u32, u32); 6] = [
    // VC_MMERR: bx r1 into execute-never memory
    (4, &[0x4708], 0x4000_0001, DATA),
    // VC_NOCPERR: vmov s0, r0 without access to the coprocessor
    (5, &[0xEE00, 0x0A10], 0, DATA),
    // VC_CHKERR: udiv r0, r0, r1, trapped
    (6, &[0xFBB0, 0xF0F1], 0, DATA),
    // VC_STATERR: udf
    (7, &[0xDE00], 0, DATA),
    // VC_BUSERR: ldr r0, [r1] at an address without memory
    (8, &[0x6808], 0x6000_0000, DATA),
    // VC_INTERR: svc with a stack at an address without memory
    (9, &[0xDF00], 0, 0x6000_0100),
];

#[test]
fn every_kind_of_fault_is_caught_by_its_own_bit() {
    const DIV_0_TRP: u32 = 1 << 4;
    for (bit, code, r1, stack) in CAUGHT {
        for catch in 4..=9 {
            let (mut cpu, mut bus) = machine(code);
            cpu.start(CODE, stack, CODE);
            for vector in 2..12 {
                bus.set_word(CODE + 4 * vector, CODE + 0x101);
            }
            bus.place(CODE, code);
            // b .
            bus.place(CODE + 0x100, &[0xE7FE]);
            cpu.set_register(1, r1);
            let control = cpu.ppb_read(CCR).unwrap();
            cpu.ppb_write(CCR, control | DIV_0_TRP).unwrap();
            cpu.ppb_write(DEMCR, 1 << catch).unwrap();
            let exit = cpu.run(&mut bus, 1000);
            let caught = cpu.ppb_read(DFSR).unwrap() & 8 != 0;
            assert_eq!(caught, catch == bit, "fault {bit}, catch {catch}");
            assert_eq!(exit == Exit::Halted, caught, "fault {bit}, catch {catch}: {exit:?}");
        }
    }
}

#[test]
fn a_watchpoint_halts_after_its_access() {
    let (mut cpu, mut bus) = machine(&[0x6001, 0xBF00, 0x6041, 0xBF00]); // str r1, [r0]; nop; str r1, [r0, #4]; nop
    cpu.set_register(0, DATA);
    cpu.ppb_write(DEMCR, 1 << 24).unwrap();
    cpu.ppb_write(DWT_COMP0, DATA + 4).unwrap();
    // Data write, debug event, 4 bytes.
    cpu.ppb_write(DWT_COMP0 + 8, 0x0000_0815).unwrap();
    halts_at(&mut cpu, &mut bus, 6);
    assert_eq!(cpu.ppb_read(DFSR).unwrap() & 4, 4);
}

#[test]
fn without_halting_debug_a_breakpoint_instruction_is_a_hard_fault() {
    let (mut cpu, mut bus) = machine(&[0xBE00]);
    bus.place(CODE + 0x100, &[0xE7FE]);
    bus.set_word(CODE + 12, CODE + 0x101);
    cpu.ppb_write(DHCSR, 0xA05F_0000).unwrap();
    assert_eq!(cpu.run(&mut bus, 1000), Exit::Deadline);
    assert_eq!(cpu.exception_number(), 3);
    assert_eq!(cpu.ppb_read(HFSR), Ok(1 << 31));
}

#[test]
fn the_debugger_halts_a_sleeping_core_and_wakes_it() {
    let (mut cpu, mut bus) = machine(&[0xBF30, 0x3001]); // wfi; adds r0, #1
    assert_eq!(cpu.run(&mut bus, 100), Exit::Asleep);
    resume(&mut cpu, 2);
    assert_eq!(cpu.run(&mut bus, 200), Exit::Halted);
    resume(&mut cpu, 0);
    halts_at(&mut cpu, &mut bus, 4);
}

/// Returns a core with halting debug off and the debug monitor on. Its handler adds one to r7 and returns; `extra` are
/// bits of DEMCR.
fn monitored(code: &[u16], extra: u32) -> (Cpu, FlatBus) {
    let (mut cpu, mut bus) = machine(code);
    bus.place(CODE + 2 * code.len() as u32, &[0xE7FE]); // b .
    bus.place(CODE + 0x100, &[0x3701, 0x4770]); // adds r7, #1; bx lr
    bus.set_word(CODE + 4 * 12, (CODE + 0x100) | 1);
    cpu.set_register(7, 0);
    cpu.ppb_write(DHCSR, 0xA05F_0000).unwrap();
    cpu.ppb_write(DEMCR, 1 << 24 | 1 << 16 | extra).unwrap();
    (cpu, bus)
}

#[test]
fn a_breakpoint_instruction_enters_the_debug_monitor_after_each_return() {
    let (mut cpu, mut bus) = monitored(&[0xBE00], 0);
    assert_eq!(cpu.run(&mut bus, 1000), Exit::Deadline);
    assert!(cpu.register(7) > 5);
    assert_eq!(cpu.ppb_read(DFSR), Ok(2));
}

#[test]
fn a_breakpoint_instruction_is_a_hard_fault_if_the_priority_of_the_debug_monitor_is_too_low() {
    let (mut cpu, mut bus) = monitored(&[0xB672, 0xBE00], 0); // cpsid i; bkpt
    bus.set_word(CODE + 4 * 3, (CODE + 0x200) | 1);
    bus.place(CODE + 0x200, &[0xE7FE]);
    assert_eq!(cpu.run(&mut bus, 1000), Exit::Deadline);
    assert_eq!((cpu.exception_number(), cpu.register(7)), (3, 0));
}

#[test]
fn watchpoints_and_comparators_enter_the_debug_monitor() {
    let (mut cpu, mut bus) = monitored(&[0x6001, 0xBF00], 0); // str r1, [r0]; nop
    cpu.set_register(0, DATA);
    cpu.ppb_write(DWT_COMP0, DATA).unwrap();
    cpu.ppb_write(DWT_COMP0 + 8, 0x0000_0815).unwrap();
    assert_eq!(cpu.run(&mut bus, 1000), Exit::Deadline);
    assert_eq!((cpu.register(7), cpu.ppb_read(DFSR)), (1, Ok(4)));
    // A breakpoint comparator hits before its instruction, and again after each return.
    let (mut cpu, mut bus) = monitored(&[0xBF00, 0x3001], 0);
    cpu.set_register(0, 0);
    cpu.ppb_write(FP_CTRL, 3).unwrap();
    cpu.ppb_write(FP_COMP0, (CODE + 2) | 1).unwrap();
    assert_eq!(cpu.run(&mut bus, 1000), Exit::Deadline);
    assert!(cpu.register(7) > 5);
    assert_eq!(cpu.register(0), 0);
}

#[test]
fn the_debug_monitor_steps() {
    let (mut cpu, mut bus) = monitored(&[0x3001, 0x3001, 0x3001], 1 << 18);
    cpu.set_register(0, 0);
    while cpu.register(0) < 3 {
        let limit = cpu.cycle() + 1;
        cpu.run(&mut bus, limit);
        assert!(cpu.cycle() < 1000);
    }
    cpu.run(&mut bus, cpu.cycle() + 20);
    assert_eq!(cpu.register(7), 3);
}
