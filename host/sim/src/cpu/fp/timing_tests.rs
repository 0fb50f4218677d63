//! Rows of the timing reference for the floating-point unit, and assumptions of `docs/timing-fp.md`, as code and the
//! cycles that it takes in zero-wait memory.

use crate::bus::flat::FlatBus;
use crate::cpu::{Cpu, Exit};
use crate::ppb::scb::CPACR;

const CODE: u32 = 0x2000_0000;
const DATA: u32 = 0x2000_8000;
/// `nop.w`, which does not use the unit.
const NOP: u32 = 0xF3AF_8000;

/// Returns the cycles from the issue of the first instruction until a floating-point instruction after the last can
/// issue.
fn unit_cycles(code: &[u32]) -> u64 {
    cycles(&[code, &[VMOV_END]].concat()) - 1
}

/// Returns the cycles from the issue of the first instruction until a core instruction after the last can issue. r0
/// points to memory.
fn cycles(code: &[u32]) -> u64 {
    cycles_counting(code, 0)
}

/// Returns the cycles of one pass of a loop with this body, in which [`COUNT`] counts the passes.
fn pass(body: &[u32]) -> u64 {
    let offset = -4 * (body.len() as i32 + 1);
    let bne_back = 0xF47F_A800 | (offset as u32 >> 1 & 0x7FF); // bne.w to the body's start
    let code = [body, &[bne_back]].concat();
    let (cycles, rest) = (cycles_counting(&code, 30) - cycles_counting(&code, 10), 20);
    assert_eq!(cycles % rest, 0, "{cycles} cycles in {rest} passes");
    cycles / rest
}

/// As [`cycles`], with a number in r7.
fn cycles_counting(code: &[u32], count: u32) -> u64 {
    let mut bus = FlatBus::new(CODE, 0x1_0000);
    let halfwords: Vec<u16> =
        code.iter().flat_map(|&word| [(word >> 16) as u16, word as u16]).chain([0xBE00]).collect();
    bus.place(CODE, &halfwords);
    let mut cpu = Cpu::new(0);
    crate::cpu::tests::halting_debug(&mut cpu);
    cpu.start(CODE, DATA, CODE);
    cpu.ppb_write(CPACR, 0xF << 20).unwrap();
    cpu.set_register(0, DATA);
    cpu.set_register(2, DATA);
    cpu.set_register(7, count);
    let start = cpu.cycle();
    assert_eq!(cpu.run(&mut bus, start + 10_000), Exit::Halted);
    assert_eq!(cpu.register(15), CODE + 4 * code.len() as u32);
    cpu.cycle() - start
}

const VLDR_S0: u32 = 0xED90_0A00; // vldr s0, [r0]
const VLDR_D1: u32 = 0xED90_1B02; // vldr d1, [r0, #8]
const VSTR_S0: u32 = 0xED80_0A00; // vstr s0, [r0]
const VSTR_D1: u32 = 0xED80_1B02; // vstr d1, [r0, #8]
const USE_S0: u32 = 0xEE70_0A00; // vadd.f32 s1, s0, s0
const USE_S4: u32 = 0xEE72_3A02; // vadd.f32 s7, s4, s4
const VADD_S0: u32 = 0xEE32_0A83; // vadd.f32 s0, s5, s6
const VADD_S4: u32 = 0xEE32_2A83; // vadd.f32 s4, s5, s6
const VADD_S7: u32 = 0xEE74_3A24; // vadd.f32 s7, s8, s9
const VSUB_S0: u32 = 0xEE32_0AC3; // vsub.f32 s0, s5, s6
const VMUL_S0: u32 = 0xEE22_0A83; // vmul.f32 s0, s5, s6
const VFMA_S0: u32 = 0xEEA2_0A83; // vfma.f32 s0, s5, s6
const VFMA_S4: u32 = 0xEEA2_2A83; // vfma.f32 s4, s5, s6
const VFMA_BY_S0: u32 = 0xEEA0_2A03; // vfma.f32 s4, s0, s6
const VMLA_S0: u32 = 0xEE02_0A83; // vmla.f32 s0, s5, s6
const VMLA_BY_S0: u32 = 0xEE00_2A03; // vmla.f32 s4, s0, s6
const VDIV_S0: u32 = 0xEE82_0A83; // vdiv.f32 s0, s5, s6
const VDIV_S4: u32 = 0xEE82_2A83; // vdiv.f32 s4, s5, s6
const VSQRT_S0: u32 = 0xEEB1_0AE2; // vsqrt.f32 s0, s5
const VSQRT_S4: u32 = 0xEEB1_2AE2; // vsqrt.f32 s4, s5
const TWO_TO_CORE: u32 = 0xEC51_0A10; // vmov r0, r1, s0, s1
const DOUBLE_TO_CORE: u32 = 0xEC51_0B10; // vmov r0, r1, d0
const TWO_FROM_CORE: u32 = 0xEC43_2A10; // vmov s0, s1, r2, r3
const DOUBLE_FROM_CORE: u32 = 0xEC43_2B10; // vmov d0, r2, r3
const TO_CORE: u32 = 0xEE10_0A10; // vmov r0, s0
const FROM_CORE: u32 = 0xEE00_2A10; // vmov s0, r2
const ADD_R0_R1: u32 = 0xEB00_0301; // add.w r3, r0, r1
const ADD_R2: u32 = 0xEB02_0302; // add.w r3, r2, r2
const VMOV_END: u32 = 0xEEF0_FA4F; // vmov.f32 s31, s30
const COUNT: u32 = 0xF1B7_0701; // subs.w r7, r7, #1
const VCMP: u32 = 0xEEF4_2A43; // vcmp.f32 s5, s6
const VMRS_FLAGS: u32 = 0xEEF1_FA10; // vmrs apsr_nzcv, fpscr

#[test]
fn vldr_has_a_load_to_use_of_one() {
    assert_eq!(cycles(&[VLDR_S0]), 1);
    assert_eq!(cycles(&[VLDR_S0, USE_S0]), 2);
}

#[test]
fn double_word_loads_and_stores_take_two() {
    assert_eq!(cycles(&[VLDR_D1]), 2);
    assert_eq!(cycles(&[VSTR_D1]), 2);
    assert_eq!(cycles(&[VLDR_D1, VSTR_D1, VLDR_D1]), 6);
}

#[test]
fn multiple_loads_and_stores_take_a_cycle_for_each_word() {
    assert_eq!(cycles(&[0xEC90_0A05]), 5); // vldmia r0, {s0-s4}
    assert_eq!(cycles(&[0xEC80_0A05]), 5); // vstmia r0, {s0-s4}
    assert_eq!(cycles(&[0xEC90_0B08]), 8); // vldmia r0, {d0-d3}
    assert_eq!(cycles(&[0xED2D_8A10, 0xECBD_8A10]), 32); // vpush {s16-s31}; vpop {s16-s31}
}

#[test]
fn add_subtract_and_multiply_issue_every_cycle() {
    assert_eq!(cycles(&[VADD_S4, VADD_S7, VSUB_S0]), 3);
    assert_eq!(cycles(&[VMUL_S0, VADD_S4, VADD_S7, VMUL_S0]), 4);
}

#[test]
fn add_subtract_and_multiply_deliver_after_two() {
    for producer in [VADD_S0, VSUB_S0, VMUL_S0] {
        assert_eq!(unit_cycles(&[producer, USE_S0]), 3);
        assert_eq!(unit_cycles(&[producer, NOP, USE_S0]), 3);
    }
}

/// An instruction issues one cycle before its operand is ready. It then occupies the unit, while the core continues.
#[test]
fn an_instruction_issues_a_cycle_before_its_operand() {
    assert_eq!(cycles(&[VADD_S0, USE_S0]), 2);
    assert_eq!(cycles(&[VADD_S0, USE_S0, NOP, VADD_S4]), 4);
    assert_eq!(cycles(&[VADD_S0, USE_S0, VADD_S4]), 4);
    assert_eq!(cycles(&[VFMA_S0, NOP, NOP, VFMA_BY_S0]), 4);
    assert_eq!(unit_cycles(&[VFMA_S0, NOP, NOP, VFMA_BY_S0]), 4 + 3);
}

/// The kernel of source B with sixteen times `a = a * k`: 33.01 cycles a pass measured on the chip.
#[test]
fn the_measured_kernel_of_dependent_multiplications() {
    let mut body = vec![COUNT];
    body.extend([0xEE20_0A01; 16]); // vmul.f32 s0, s0, s2
    assert_eq!(pass(&body), 33);
}

/// The kernel of source B with sixteen times `a = sqrt(a) + 1`: 272.02 cycles a pass measured on the chip.
#[test]
fn the_measured_kernel_of_square_roots() {
    let mut body = vec![0xEEB1_0AC0, COUNT, 0xEE30_0A01]; // vsqrt.f32 s0, s0; count; vadd.f32 s0, s0, s2
    body.extend([0xEEB1_0AC0, 0xEE30_0A01].repeat(15));
    assert_eq!(pass(&body), 16 * 17);
}

/// The kernel of source B with sixteen times `if (a > b) c += 1` and an addition: 85.02 cycles a pass measured on the
/// chip.
#[test]
fn the_measured_kernel_of_comparisons() {
    let mut body = vec![0xEE30_0A01]; // vadd.f32 s0, s0, s2
    // vcmp.f32 s0, s5; vmrs; it gt; addgt r3, #1
    body.extend([0xEEB4_0A62, VMRS_FLAGS, 0xBFC8_3301].repeat(16));
    body.push(COUNT); // VMRS would overwrite its flags
    assert_eq!(pass(&body), 85);
}

/// The kernels of source B with sixteen divisions, in one chain and in four: 240.02 and 224.02 cycles a pass measured
/// on the chip.
#[test]
fn the_measured_kernels_of_divisions() {
    let mut chain = vec![0xEE80_0A01, COUNT]; // vdiv.f32 s0, s0, s2
    chain.extend([0xEE80_0A01; 15]);
    assert_eq!(pass(&chain), 16 * 15);
    let four_chains = [0xEE80_0A01, 0xEEC0_0A81, 0xEE82_2A01, 0xEEC2_2A81]; // s0, s1, s4, s5, each by s2
    let mut four = vec![COUNT];
    four.extend(four_chains.repeat(4));
    assert_eq!(pass(&four), 16 * 14);
}

#[test]
fn accumulates_chain_after_three() {
    assert_eq!(cycles(&[VFMA_S0]), 1);
    assert_eq!(cycles(&[VFMA_S0, VFMA_S0]), 4);
    assert_eq!(cycles(&[VMLA_S0, VMLA_S0]), 4);
    assert_eq!(cycles(&[VFMA_S0, NOP, NOP, VFMA_S0]), 4);
}

#[test]
fn accumulates_deliver_a_multiplicand_after_four() {
    assert_eq!(unit_cycles(&[VFMA_S0, VFMA_BY_S0]), 4 + 3);
    assert_eq!(unit_cycles(&[VMLA_S0, VMLA_BY_S0]), 4 + 3);
    assert_eq!(unit_cycles(&[VFMA_S0, NOP, NOP, NOP, VFMA_BY_S0]), 4 + 3);
}

#[test]
fn accumulates_deliver_to_other_instructions_after_four() {
    assert_eq!(unit_cycles(&[VFMA_S0, USE_S0]), 5);
    assert_eq!(cycles(&[VFMA_S0, VSTR_S0]), 5);
}

#[test]
fn accumulates_block_the_unit_for_two_more_cycles() {
    for other in [VFMA_S4, VADD_S7, VLDR_D1, VSTR_D1, FROM_CORE] {
        assert_eq!(cycles(&[VFMA_S0, other]) - cycles(&[other]), 3, "{other:08x}");
        assert_eq!(cycles(&[VFMA_S0, NOP, NOP, other]) - cycles(&[other]), 3, "{other:08x}");
    }
    assert_eq!(cycles(&[VFMA_S0, NOP, NOP]), 3);
}

#[test]
fn division_takes_fourteen_and_is_not_pipelined() {
    assert_eq!(cycles(&[VDIV_S0, VDIV_S4]), 15);
    assert_eq!(cycles(&[VDIV_S0, VDIV_S4, VDIV_S0, VDIV_S4]), 3 * 14 + 1);
    assert_eq!(unit_cycles(&[VDIV_S0, USE_S0]), 16);
}

#[test]
fn square_root_takes_fourteen_and_is_not_pipelined() {
    assert_eq!(cycles(&[VSQRT_S0, VSQRT_S4]), 15);
    assert_eq!(unit_cycles(&[VSQRT_S0, USE_S0]), 16);
    assert_eq!(cycles(&[VSQRT_S0, VDIV_S4]), 15);
}

#[test]
fn a_result_used_at_once_takes_one_more() {
    let independent = [VADD_S0, VADD_S4, VADD_S7, VADD_S4];
    let dependent = [VADD_S0, USE_S0, VADD_S4, USE_S4];
    assert_eq!(unit_cycles(&dependent) - unit_cycles(&independent), 2);
}

#[test]
fn two_registers_to_the_core_take_two_and_can_be_used_at_once() {
    for transfer in [TWO_TO_CORE, DOUBLE_TO_CORE] {
        assert_eq!(cycles(&[transfer]), 2);
        assert_eq!(cycles(&[transfer, ADD_R0_R1]), 3);
    }
}

#[test]
fn two_registers_from_the_core_deliver_after_two() {
    for transfer in [TWO_FROM_CORE, DOUBLE_FROM_CORE] {
        assert_eq!(cycles(&[transfer]), 1);
        assert_eq!(unit_cycles(&[transfer, USE_S0]), 3);
    }
}

#[test]
fn one_register_to_the_core_delivers_after_two() {
    assert_eq!(cycles(&[TO_CORE]), 1);
    assert_eq!(cycles(&[TO_CORE, ADD_R0_R1]), 3);
    assert_eq!(cycles(&[TO_CORE, ADD_R2]), 2);
    assert_eq!(cycles(&[TO_CORE, NOP, ADD_R0_R1]), 3);
}

#[test]
fn one_register_from_the_core_delivers_after_one() {
    assert_eq!(cycles(&[FROM_CORE]), 1);
    assert_eq!(cycles(&[FROM_CORE, USE_S0]), 2);
}

// Assumptions.

#[test]
fn moves_between_registers_deliver_after_one() {
    // vmov.f32 s0, s5; vabs; vneg; vmov.f32 s0, #1.0; vselge.f32 s0, s5, s6.
    for producer in [0xEEB0_0A62, 0xEEB0_0AE2, 0xEEB1_0A62, 0xEEB7_0A00, 0xFE22_0A83] {
        assert_eq!(cycles(&[producer, USE_S0]), 2, "{producer:08x}");
    }
}

#[test]
fn conversions_deliver_after_two() {
    // vcvt.s32.f32 s0, s5; vcvt.f32.s32 s0, s5; vmaxnm.f32 s0, s5, s6.
    for producer in [0xEEBD_0AE2, 0xEEB8_0AE2, 0xFE82_0A83] {
        assert_eq!(unit_cycles(&[producer, USE_S0]), 3, "{producer:08x}");
    }
}

#[test]
fn status_is_read_when_everything_has_set_it() {
    assert_eq!(cycles(&[VMRS_FLAGS]), 1);
    assert_eq!(cycles(&[VCMP, VMRS_FLAGS]), 3);
    assert_eq!(cycles(&[VADD_S0, VMRS_FLAGS]), 3);
    assert_eq!(cycles(&[VDIV_S0, VMRS_FLAGS]), 16);
}

#[test]
fn the_core_continues_during_a_division() {
    assert_eq!(cycles(&[VDIV_S0, NOP, NOP, ADD_R2]), 4);
    let mut code = vec![VDIV_S0];
    code.extend([NOP; 13]);
    code.push(USE_S0);
    assert_eq!(cycles(&code), 15);
}

#[test]
fn stores_of_a_list_take_each_register_in_its_cycle() {
    // vadd.f32 s4, s5, s6; vstmia r0, {s0-s4}: s4 is stored last and is ready by then.
    assert_eq!(cycles(&[VADD_S4, 0xEC80_0A05]), 6);
    assert_eq!(cycles(&[VADD_S0, 0xEC80_0A05]), 7);
}
