//! Access to the floating-point unit, contexts, exception frames, VLSTM and VLLDM.

use crate::bus::flat::FlatBus;
use crate::cpu::core_registers::{CONTROL_FPCA, CONTROL_SFPA};
use crate::cpu::tests::halting_debug;
use crate::cpu::{Cpu, Exit};
use crate::ppb::scb::{CFSR, CPACR, FPCAR, FPCCR, FPCCR_ASPEN, FPCCR_LSPACT, FPCCR_LSPEN, FPCCR_TS, FPDSCR};

const CODE: u32 = 0x2000_0000;
const VECTORS: u32 = 0x2000_1000;
const SVC_HANDLER: u32 = 0x2000_2000;
const FAULT_HANDLER: u32 = 0x2000_3000;
const STACK: u32 = 0x2000_8000;
/// Address of a frame with floating-point registers, and of the context in it.
const FRAME: u32 = STACK - 0x68;
const CONTEXT: u32 = FRAME + 0x20;

const SVC: [u16; 1] = [0xDF00];
const RETURN: [u16; 1] = [0x4770]; // bx lr
const ONE_TO_S0: [u16; 2] = [0xEEB7, 0x0A00]; // vmov.f32 s0, #1.0
const TWO_TO_S0: [u16; 2] = [0xEEB0, 0x0A00]; // vmov.f32 s0, #2.0
const ONE: u32 = 0x3F80_0000;
const TWO: u32 = 0x4000_0000;

/// Returns a core about to execute `code`, with the unit enabled. SVC calls `handler`; faults end at a breakpoint.
fn machine(code: &[u16], handler: &[u16]) -> (Cpu, FlatBus) {
    let mut bus = FlatBus::new(CODE, 0x1_0000);
    let with_breakpoint = |code: &[u16]| [code, &[0xBE00]].concat();
    bus.place(CODE, &with_breakpoint(code));
    bus.place(SVC_HANDLER, &with_breakpoint(handler));
    bus.place(FAULT_HANDLER, &[0xBE00]);
    for exception in 2..8 {
        bus.set_word(VECTORS + 4 * exception, FAULT_HANDLER | 1);
    }
    bus.set_word(VECTORS + 4 * 11, SVC_HANDLER | 1);
    let mut cpu = Cpu::new(0);
    halting_debug(&mut cpu);
    cpu.start(VECTORS, STACK, CODE);
    cpu.ppb_write(CPACR, 0xF << 20).unwrap();
    (cpu, bus)
}

fn run(cpu: &mut Cpu, bus: &mut FlatBus) {
    assert_eq!(cpu.run(bus, cpu.cycle() + 10_000), Exit::Halted);
}

/// Runs to the end of `code`.
fn finish(cpu: &mut Cpu, bus: &mut FlatBus, code: &[u16]) {
    run(cpu, bus);
    assert_eq!(cpu.register(15), CODE + 2 * code.len() as u32, "CFSR {:08x}", cpu.scb.cfsr);
}

/// Runs to the fault handler and returns CFSR.
fn fault(cpu: &mut Cpu, bus: &mut FlatBus) -> u32 {
    run(cpu, bus);
    assert_eq!(cpu.register(15), FAULT_HANDLER);
    cpu.ppb_read(CFSR).unwrap()
}

#[test]
fn nocp_has_precedence_over_undefined_instructions() {
    const NOCP: u32 = 1 << 19;
    const UNDEFINSTR: u32 = 1 << 16;
    let undefined = [0xEEB7, 0x0BC0]; // vcvt.f32.f64
    for (access, code, status) in
        [(0, ONE_TO_S0, NOCP), (0, undefined, NOCP), (0xF << 20, undefined, UNDEFINSTR)]
    {
        let (mut cpu, mut bus) = machine(&code, &RETURN);
        cpu.ppb_write(CPACR, access).unwrap();
        assert_eq!(fault(&mut cpu, &mut bus), status);
        assert_eq!(cpu.fp.registers.single[0], 0);
    }
}

#[test]
fn privileged_access_is_denied_to_unprivileged_code() {
    let code = [&ONE_TO_S0[..], &[0xF380, 0x8814], &TWO_TO_S0].concat(); // msr control, r0
    let (mut cpu, mut bus) = machine(&code, &RETURN);
    cpu.ppb_write(CPACR, 0x5 << 20).unwrap();
    cpu.set_register(0, 1 | u32::from(CONTROL_FPCA | CONTROL_SFPA));
    assert_eq!(fault(&mut cpu, &mut bus), 1 << 19);
    assert_eq!(cpu.fp.registers.single[0], ONE);
}

#[test]
fn the_first_instruction_creates_a_context() {
    let (mut cpu, mut bus) = machine(&ONE_TO_S0, &RETURN);
    cpu.fp.set_fpscr(0xF000_009F);
    cpu.ppb_write(FPDSCR, 0x03C0_0000).unwrap();
    finish(&mut cpu, &mut bus, &ONE_TO_S0);
    assert_eq!(cpu.registers.control, CONTROL_FPCA | CONTROL_SFPA);
    assert_eq!(cpu.fp.fpscr(), 0x03C0_0000);
}

#[test]
fn without_automatic_preservation_there_is_no_context() {
    let (mut cpu, mut bus) = machine(&ONE_TO_S0, &RETURN);
    cpu.scb.fpccr &= !FPCCR_ASPEN;
    cpu.fp.set_fpscr(0x9F);
    finish(&mut cpu, &mut bus, &ONE_TO_S0);
    assert_eq!(cpu.registers.control, 0);
    assert_eq!(cpu.fp.fpscr(), 0x9F);
}

#[test]
fn a_handler_without_floating_point_does_not_write_the_reserved_space() {
    let code = [&ONE_TO_S0[..], &SVC].concat();
    let (mut cpu, mut bus) = machine(&code, &[]);
    run(&mut cpu, &mut bus);
    assert_eq!(cpu.register(15), SVC_HANDLER);
    assert_eq!(cpu.register(13), FRAME);
    assert_eq!(cpu.register(14), 0xFFFF_FFE9);
    assert_eq!(cpu.registers.control & (CONTROL_FPCA | CONTROL_SFPA), 0);
    assert_eq!(cpu.ppb_read(FPCAR), Ok(CONTEXT));
    // LSPACT; the context is Thread mode's; of the faults only HardFault is enabled.
    assert_eq!(cpu.ppb_read(FPCCR).unwrap() & 0x7FB, 0x19);
    assert_eq!(bus.word(CONTEXT), 0);

    let (mut cpu, mut bus) = machine(&code, &RETURN);
    finish(&mut cpu, &mut bus, &code);
    assert_eq!(cpu.register(13), STACK);
    assert_eq!(cpu.scb.fpccr & FPCCR_LSPACT, 0);
    assert_eq!(cpu.registers.control, CONTROL_FPCA | CONTROL_SFPA);
    assert_eq!(cpu.fp.registers.single[0], ONE);
    assert_eq!(bus.word(CONTEXT), 0);
}

#[test]
fn a_handler_that_uses_the_unit_restores_the_state() {
    let code = [&ONE_TO_S0[..], &SVC].concat();
    let handler = [&TWO_TO_S0[..], &RETURN].concat();
    for lazy in [FPCCR_LSPEN, 0] {
        let (mut cpu, mut bus) = machine(&code, &handler);
        cpu.scb.fpccr = FPCCR_ASPEN | lazy;
        cpu.ppb_write(FPDSCR, 0x0100_0000).unwrap();
        cpu.fp.registers.single[15] = 15;
        cpu.fp.registers.single[16] = 16;
        finish(&mut cpu, &mut bus, &code);
        assert_eq!(cpu.fp.registers.single[0], ONE);
        assert_eq!(bus.word(CONTEXT), ONE);
        assert_eq!(bus.word(CONTEXT + 60), 15);
        assert_eq!(bus.word(CONTEXT + 64), 0x0100_0000);
        assert_eq!(bus.word(CONTEXT + 72), 0);
        assert_eq!(cpu.fp.registers.single[16], 16);
        assert_eq!(cpu.fp.fpscr(), 0x0100_0000);
        assert_eq!(cpu.register(13), STACK);
    }
}

#[test]
fn secret_state_is_stacked_whole_and_cleared() {
    let code = [&ONE_TO_S0[..], &SVC].concat();
    let (mut cpu, mut bus) = machine(&code, &TWO_TO_S0);
    cpu.scb.fpccr |= FPCCR_TS;
    cpu.fp.registers.single[31] = 31;
    run(&mut cpu, &mut bus);
    let context = STACK - 0xA8 + 0x20;
    assert_eq!(cpu.register(13), STACK - 0xA8);
    assert_eq!((bus.word(context), bus.word(context + 0x48 + 60)), (ONE, 31));
    assert_eq!((cpu.fp.registers.single[0], cpu.fp.registers.single[31]), (TWO, 0));
}

#[test]
fn caller_saved_registers_can_be_cleared_on_return() {
    const CLRONRET: u32 = 1 << 28;
    let handler = [&TWO_TO_S0[..], &RETURN].concat();
    let (mut cpu, mut bus) = machine(&SVC, &handler);
    cpu.scb.fpccr |= CLRONRET;
    cpu.fp.registers.single[16] = 16;
    finish(&mut cpu, &mut bus, &SVC);
    assert_eq!(cpu.fp.registers.single[0], 0);
    assert_eq!(cpu.fp.registers.single[16], 16);
    assert_eq!(cpu.registers.control, 0);
}

#[test]
fn lazy_stacking_takes_a_cycle_for_each_word() {
    let cycles = |pending: u32| {
        let (mut cpu, mut bus) = machine(&ONE_TO_S0, &RETURN);
        cpu.scb.fpccr |= pending;
        cpu.scb.fpcar = CONTEXT;
        let start = cpu.cycle();
        finish(&mut cpu, &mut bus, &ONE_TO_S0);
        cpu.cycle() - start
    };
    assert_eq!(cycles(FPCCR_LSPACT) - cycles(0), 17);
}

#[test]
fn a_context_that_cannot_be_stored_is_a_bus_fault() {
    const LSPERR: u32 = 1 << 13;
    let (mut cpu, mut bus) = machine(&ONE_TO_S0, &RETURN);
    cpu.scb.fpccr |= FPCCR_LSPACT;
    cpu.scb.fpcar = 0x1000_0000;
    assert_eq!(fault(&mut cpu, &mut bus), LSPERR);
}

#[test]
fn vlstm_and_vlldm_preserve_the_state_lazily_or_at_once() {
    // vlstm r4; vlldm r4.
    let code = [&ONE_TO_S0[..], &[0xEC24, 0x0A00], &[0xEC34, 0x0A00]].concat();
    for (lazy, stored) in [(FPCCR_LSPEN, 0), (0, ONE)] {
        let (mut cpu, mut bus) = machine(&code, &RETURN);
        cpu.scb.fpccr = FPCCR_ASPEN | lazy;
        cpu.set_register(4, 0x2000_9000);
        finish(&mut cpu, &mut bus, &code);
        assert_eq!(bus.word(0x2000_9000), stored);
        assert_eq!(cpu.fp.registers.single[0], ONE);
        assert_eq!(cpu.scb.fpccr & FPCCR_LSPACT, 0);
        assert_eq!(cpu.registers.control, CONTROL_FPCA | CONTROL_SFPA);
    }
}

#[test]
fn vlldm_restores_state_that_was_overwritten_after_vlstm() {
    let code = [&ONE_TO_S0[..], &[0xEC24, 0x0A00], &TWO_TO_S0, &[0xEC34, 0x0A00]].concat();
    let (mut cpu, mut bus) = machine(&code, &RETURN);
    cpu.set_register(4, 0x2000_9000);
    finish(&mut cpu, &mut bus, &code);
    assert_eq!(bus.word(0x2000_9000), ONE);
    assert_eq!(cpu.fp.registers.single[0], ONE);
}

#[test]
fn vlstm_without_state_has_no_effect_even_if_the_unit_is_disabled() {
    let code = [0xEC24, 0x0A00, 0xEC34, 0x0A00];
    let (mut cpu, mut bus) = machine(&code, &RETURN);
    cpu.ppb_write(CPACR, 0).unwrap();
    cpu.set_register(4, 3);
    finish(&mut cpu, &mut bus, &code);
    assert_eq!(cpu.registers.control, 0);
}

#[test]
fn loads_and_stores_must_be_aligned() {
    // vldr s0, [r0]; vstr s0, [r0]; vldmia r0!, {s0-s4}; vlstm r0 after the context began.
    for code in [[0xED90, 0x0A00], [0xED80, 0x0A00], [0xECB0, 0x0A05]] {
        let (mut cpu, mut bus) = machine(&code, &RETURN);
        cpu.set_register(0, STACK + 2);
        assert_eq!(fault(&mut cpu, &mut bus), 1 << 24);
    }
    let code = [&ONE_TO_S0[..], &[0xEC20, 0x0A00]].concat();
    let (mut cpu, mut bus) = machine(&code, &RETURN);
    cpu.set_register(0, STACK + 4);
    assert_eq!(fault(&mut cpu, &mut bus), 1 << 24);
}

#[test]
fn a_failed_load_keeps_the_base() {
    // vldmia r0!, {s0-s4} over the end of memory.
    let (mut cpu, mut bus) = machine(&[0xECB0, 0x0A05], &RETURN);
    cpu.set_register(0, 0x2000_FFF8);
    assert_eq!(fault(&mut cpu, &mut bus) & 1 << 9, 1 << 9);
    assert_eq!(cpu.register(0), 0x2000_FFF8);
}

#[test]
fn vpush_respects_the_stack_limit() {
    let (mut cpu, mut bus) = machine(&[0xED2D, 0x8A10], &RETURN); // vpush {s16-s31}
    cpu.registers.msplim = STACK - 32;
    assert_eq!(fault(&mut cpu, &mut bus) & 1 << 20, 1 << 20);
    assert_eq!(bus.word(STACK - 64), 0);
}
