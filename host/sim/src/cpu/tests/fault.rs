//! Faults: status, escalation, lock-up, limits.

use super::{CODE, DATA, halting_debug};
use crate::bus::flat::FlatBus;
use crate::cpu::{Cpu, Exit};
use crate::ppb::sau::SAU_CTRL;
use crate::ppb::scb::{BFAR, CCR, CFSR, CPACR, HFSR, SHCSR, VTOR};

const VECTORS: u32 = CODE + 0x1000;
const HANDLERS: u32 = CODE + 0x2000;
const HARD_FAULT: u16 = 3;
const BUS_FAULT: u16 = 5;
const USAGE_FAULT: u16 = 6;

/// Returns a core about to execute `code`, with all configurable faults enabled; every handler is a breakpoint.
fn machine(code: &[u16]) -> (Cpu, FlatBus) {
    let mut bus = FlatBus::new(CODE, 0x1_0000);
    bus.place(CODE, code);
    bus.place(HANDLERS, &[0xBE00]);
    for exception in 2..16 {
        bus.set_word(VECTORS + 4 * exception, HANDLERS | 1);
    }
    let mut cpu = Cpu::new(0);
    halting_debug(&mut cpu);
    cpu.start(VECTORS, DATA, CODE);
    cpu.ppb_write(SHCSR, 7 << 16).unwrap();
    cpu.set_register(1, DATA);
    (cpu, bus)
}

/// Runs to a handler, and returns its exception, CFSR and the stacked return address.
fn fault(cpu: &mut Cpu, bus: &mut FlatBus) -> (u16, u32, u32) {
    assert_eq!(cpu.run(bus, 10_000), Exit::Halted);
    assert_eq!(cpu.register(15), HANDLERS);
    (cpu.exception_number(), cpu.ppb_read(CFSR).unwrap(), bus.word(cpu.register(13) + 24))
}

#[test]
fn undefined_instructions_are_usage_faults() {
    for code in [&[0xDE00][..], &[0xF7F0, 0xA123], &[0xE800, 0x0000]] {
        let (mut cpu, mut bus) = machine(code);
        assert_eq!(fault(&mut cpu, &mut bus), (USAGE_FAULT, 1 << 16, CODE));
    }
}

#[test]
fn a_disabled_fault_escalates() {
    let (mut cpu, mut bus) = machine(&[0xDE00]);
    cpu.ppb_write(SHCSR, 0).unwrap();
    assert_eq!(fault(&mut cpu, &mut bus), (HARD_FAULT, 1 << 16, CODE));
    assert_eq!(cpu.ppb_read(HFSR), Ok(1 << 30));
}

#[test]
fn a_fault_whose_priority_is_too_low_escalates() {
    // cpsid i, then the fault: UsageFault has priority 0 too.
    let (mut cpu, mut bus) = machine(&[0xB672, 0xDE00]);
    assert_eq!(fault(&mut cpu, &mut bus), (HARD_FAULT, 1 << 16, CODE + 2));
}

#[test]
fn a_fault_in_hard_fault_locks_up() {
    let (mut cpu, mut bus) = machine(&[0xDE00]);
    cpu.ppb_write(SHCSR, 0).unwrap();
    bus.place(HANDLERS, &[0xDE00]);
    assert_eq!(cpu.run(&mut bus, 1000), Exit::LockedUp);
    assert_eq!(cpu.register(15), 0xEFFF_FFFE);
    assert!(cpu.locked_up());
}

#[test]
fn a_bus_error_records_its_address() {
    let (mut cpu, mut bus) = machine(&[0x6808]); // ldr r0, [r1]
    cpu.set_register(1, 0x3000_0010);
    assert_eq!(fault(&mut cpu, &mut bus), (BUS_FAULT, 0x8200, CODE));
    assert_eq!(cpu.ppb_read(BFAR), Ok(0x3000_0010));
}

#[test]
fn execution_without_memory_or_in_a_peripheral_faults() {
    let (mut cpu, mut bus) = machine(&[0x4708]); // bx r1
    cpu.set_register(1, 0x3000_0001);
    assert_eq!(fault(&mut cpu, &mut bus), (BUS_FAULT, 1 << 8, 0x3000_0000));
    let (mut cpu, mut bus) = machine(&[0x4708]);
    cpu.set_register(1, 0x4000_0001);
    assert_eq!(fault(&mut cpu, &mut bus), (4, 1, 0x4000_0000));
}

#[test]
fn a_branch_to_an_even_address_is_an_invalid_state() {
    let (mut cpu, mut bus) = machine(&[0x4708]);
    cpu.set_register(1, CODE + 0x100);
    assert_eq!(fault(&mut cpu, &mut bus), (USAGE_FAULT, 1 << 17, CODE + 0x100));
}

#[test]
fn division_by_zero_traps_only_if_enabled() {
    let code = [0xFBB1, 0xF0F2, 0xBE00]; // udiv r0, r1, r2; bkpt
    let (mut cpu, mut bus) = machine(&code);
    assert_eq!(cpu.run(&mut bus, 100), Exit::Halted);
    assert_eq!((cpu.register(15), cpu.register(0)), (CODE + 4, 0));
    let (mut cpu, mut bus) = machine(&code);
    cpu.ppb_write(CCR, 1 << 4).unwrap();
    assert_eq!(fault(&mut cpu, &mut bus), (USAGE_FAULT, 1 << 25, CODE));
}

#[test]
fn unaligned_accesses_trap_if_enabled_and_always_where_alignment_is_required() {
    let code = [0x6808, 0xBE00]; // ldr r0, [r1]; bkpt
    let (mut cpu, mut bus) = machine(&code);
    bus.set_word(DATA, 0x4433_2211);
    bus.set_word(DATA + 4, 0x8877_6655);
    cpu.set_register(1, DATA + 3);
    assert_eq!(cpu.run(&mut bus, 100), Exit::Halted);
    assert_eq!((cpu.register(15), cpu.register(0)), (CODE + 2, 0x7766_5544));
    let (mut cpu, mut bus) = machine(&code);
    cpu.ppb_write(CCR, 1 << 3).unwrap();
    cpu.set_register(1, DATA + 3);
    assert_eq!(fault(&mut cpu, &mut bus), (USAGE_FAULT, 1 << 24, CODE));
    for code in [&[0xC90C][..], &[0xE9D1, 0x2300], &[0xE851, 0x2F00]] {
        let (mut cpu, mut bus) = machine(code); // ldmia r1!, {r2, r3}; ldrd r2, r3, [r1]; ldrex r2, [r1]
        cpu.set_register(1, DATA + 2);
        assert_eq!(fault(&mut cpu, &mut bus), (USAGE_FAULT, 1 << 24, CODE));
        assert_eq!(cpu.register(1), DATA + 2);
    }
}

#[test]
fn a_disabled_or_absent_coprocessor_faults() {
    for code in [[0xEE00, 0x0010], [0xEE00, 0x0F10], [0xEE30, 0x0A00]] {
        let (mut cpu, mut bus) = machine(&code); // mcr p0; mcr p15; vadd.f32
        assert_eq!(fault(&mut cpu, &mut bus), (USAGE_FAULT, 1 << 19, CODE));
    }
    // Enabled, but the bus has no such coprocessor.
    let (mut cpu, mut bus) = machine(&[0xEE00, 0x0010]);
    cpu.ppb_write(CPACR, 3).unwrap();
    assert_eq!(fault(&mut cpu, &mut bus), (USAGE_FAULT, 1 << 16, CODE));
}

#[test]
fn the_stack_limit_stops_a_push() {
    for code in [&[0xB40C][..], &[0xB082], &[0xF84D, 0x2D08]] {
        // push {r2, r3}; sub sp, #8; str r2, [sp, #-8]!
        let (mut cpu, mut bus) = machine(code);
        cpu.set_special(10, DATA - 0x28, 0);
        cpu.set_register(13, DATA - 0x20);
        // The stacking of the fault would also pass the limit: the exception is taken with SP at the limit.
        cpu.set_special(10, DATA - 0x20, 0);
        assert_eq!(cpu.run(&mut bus, 10_000), Exit::Halted);
        assert_eq!(cpu.ppb_read(CFSR).unwrap() & 1 << 20, 1 << 20);
        assert_eq!(cpu.register(13), DATA - 0x20);
        assert_eq!(bus.word(DATA - 0x24), 0);
    }
    // SP may be equal to the limit.
    let (mut cpu, mut bus) = machine(&[0xB40C, 0xBE00]);
    cpu.set_special(10, DATA - 8, 0);
    assert_eq!(cpu.run(&mut bus, 100), Exit::Halted);
    assert_eq!(cpu.register(15), CODE + 2);
}

#[test]
fn an_invalid_return_value_is_a_usage_fault() {
    // svc; in the handler bx r0 with a value whose reserved bits are wrong.
    let (mut cpu, mut bus) = machine(&[0xDF00]);
    let service = HANDLERS + 0x100;
    bus.place(service, &[0x4700]);
    bus.set_word(VECTORS + 44, service | 1);
    cpu.set_register(0, 0xFF00_0001);
    assert_eq!(cpu.run(&mut bus, 1000), Exit::Halted);
    assert_eq!((cpu.exception_number(), cpu.ppb_read(CFSR)), (USAGE_FAULT, Ok(1 << 18)));
    assert_eq!(cpu.register(14), 0xFF00_0001);
}

#[test]
fn an_unmodelled_feature_stops_the_core_with_its_name() {
    let (mut cpu, mut bus) = machine(&[0xBF00, 0x600A]); // nop; str r2, [r1]
    cpu.set_register(1, SAU_CTRL);
    cpu.set_register(2, 2);
    let Exit::Stopped(reason) = cpu.run(&mut bus, 100) else {
        panic!("SAU_CTRL.ALLNS did not stop the core");
    };
    assert_eq!(reason.pc, CODE + 2);
    assert!(reason.what.contains("0xe000edd0"), "{}", reason.what);
}

#[test]
fn unprivileged_code_cannot_access_system_registers() {
    // movs r0, #1; msr control, r0; then msr primask, r0 (ignored) and a store to VTOR.
    let (mut cpu, mut bus) = machine(&[0x2001, 0xF380, 0x8814, 0xF380, 0x8810, 0x600A]);
    cpu.set_register(1, VTOR);
    assert_eq!(fault(&mut cpu, &mut bus), (BUS_FAULT, 0x8200, CODE + 10));
    assert_eq!(cpu.special(16), 0);
}
