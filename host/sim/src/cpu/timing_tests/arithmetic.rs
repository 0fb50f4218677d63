//! Arithmetic: rows of source A on results, accumulators and flags.

use super::{once, straight};

/// Simple arithmetic, 16 or 32 bits: 1 cycle, its result used by the next instruction without a stall.
#[test]
fn simple_arithmetic_is_one_cycle() {
    straight(&[0x1840], 1); // adds r0, r0, r1
    straight(&[0xEB00, 0x0001], 1); // add.w r0, r0, r1
    straight(&[0xF100, 0x0001], 1); // add.w r0, r0, #1
    straight(&[0xF600, 0x70F9], 1); // addw r0, r0, #0xff9
    straight(&[0xF080, 0x301B], 1); // eor.w r0, r0, #0x1b1b1b1b
    straight(&[0xF241, 0x2034, 0xF2C5, 0x6078], 2); // movw r0, #0x1234; movt r0, #0x5678
    straight(&[0x0040, 0x41C8], 2); // lsls r0, r0, #1; rors r0, r1
    straight(&[0xEA4F, 0x00C0, 0xFA40, 0xF001], 2); // lsl.w r0, r0, #3; asr.w r0, r0, r1
    straight(&[0xF3C0, 0x0042, 0xF340, 0x0042], 2); // ubfx r0, r0, #1, #3; sbfx r0, r0, #1, #3
    straight(&[0xB2C0, 0xFA0F, 0xF090], 2); // uxtb r0, r0; sxth.w r0, r0, ror #8
    straight(&[0xBA00, 0xFAB0, 0xF080, 0xFA90, 0xF0A0], 3); // rev r0, r0; clz r0, r0; rbit r0, r0
    straight(&[0x4288, 0xEB40, 0x0001], 2); // cmp r0, r1; adc.w r0, r0, r1
}

/// A shifted operand, DSP, multiply, multiply-accumulate or extend-and-add: issue 1, result after 2.
#[test]
fn results_of_the_second_stage_come_after_two_cycles() {
    // Independent instructions issue every cycle.
    straight(&[0xEB01, 0x00C2, 0xEBA1, 0x6332], 2); // add.w r0, r1, r2, lsl #3; sub.w r3, r1, r2, ror #24
    straight(&[0xF481, 0x50FE, 0xF501, 0x53FE], 2); // eor r0, r1, #0x1fc0; add.w r3, r1, #0x1fc0
    straight(&[0xFA82, 0xF0A1, 0xFA81, 0xF342, 0xEAC1, 0x1402], 3); // qsub r0, r1, r2; uadd8 r3, r1, r2; pkhbt r4, r1, r2, lsl #4
    straight(&[0xFB01, 0xF002, 0xFB01, 0x4302, 0xFBA1, 0x5602, 0xFA51, 0xF882], 4); // mul r0, r1, r2; mla r3, r1, r2, r4; umull r5, r6, r1, r2; uxtab r8, r1, r2
    // A dependent instruction waits a cycle.
    straight(&[0xEB01, 0x00C0], 2); // add.w r0, r1, r0, lsl #3
    straight(&[0xEB01, 0x00C2, 0x1C43], 3); // add.w r0, r1, r2, lsl #3; adds r3, r0, #1
    straight(&[0xF481, 0x50FE, 0x1C43], 3); // eor r0, r1, #0x1fc0; adds r3, r0, #1
    straight(&[0xFA82, 0xF0A0], 2); // qsub r0, r0, r2
    straight(&[0xFA80, 0xF042], 2); // uadd8 r0, r0, r2
    straight(&[0xEAC0, 0x1002], 2); // pkhbt r0, r0, r2, lsl #4
    straight(&[0xEAC0, 0x1022], 2); // pkhtb r0, r0, r2, asr #4
    straight(&[0xFB00, 0xF001], 2); // mul r0, r0, r1
    straight(&[0xFB00, 0x2001], 2); // mla r0, r0, r1, r2
    straight(&[0xFB20, 0x2001, 0xFB80, 0x0301], 4); // smlad r0, r0, r1, r2; smull r0, r3, r0, r1
    straight(&[0xFBA1, 0x0302, 0x1C5C], 3); // umull r0, r3, r1, r2; adds r4, r3, #1
    straight(&[0xFA51, 0xF080], 2); // uxtab r0, r1, r0
    straight(&[0xFA01, 0xF082, 0x1C43], 3); // sxtah r0, r1, r2; adds r3, r0, #1
    // With another instruction between them, there is no wait.
    straight(&[0xFB00, 0xF001, 0x185B], 2); // mul r0, r0, r1; adds r3, r3, r1
}

/// The accumulator of a multiply-accumulate, extend-and-add or shifted operand that comes from any of these: no wait.
#[test]
fn accumulators_are_chained() {
    straight(&[0xFB01, 0x0002], 1); // mla r0, r1, r2, r0
    straight(&[0xFB01, 0x0012], 1); // mls r0, r1, r2, r0
    straight(&[0xFBC1, 0x0302], 1); // smlal r0, r3, r1, r2
    straight(&[0xFB21, 0x0002], 1); // smlad r0, r1, r2, r0
    straight(&[0xFA50, 0xF081], 1); // uxtab r0, r0, r1
    straight(&[0xEB00, 0x00C1], 1); // add.w r0, r0, r1, lsl #3
    straight(&[0xF500, 0x50FE], 1); // add.w r0, r0, #0x1fc0
    straight(&[0xFA50, 0xF081, 0xFB01, 0x0002, 0xEB00, 0x00D1, 0xFB01, 0x0002], 4); // uxtab r0, r0, r1; mla r0, r1, r2, r0; add.w r0, r0, r1, lsr #3; mla r0, r1, r2, r0
}

/// `muls`, and a shifted constant that sets flags: 2 cycles in all. `movs.w` and shifted registers are not affected.
#[test]
fn flags_of_the_second_stage_cost_a_cycle() {
    straight(&[0x4348], 2); // muls r0, r1, r0
    straight(&[0x4348, 0x1C43], 3); // muls r0, r1, r0; adds r3, r0, #1
    straight(&[0xF511, 0x50FE], 2); // adds.w r0, r1, #0x1fc0
    straight(&[0xF511, 0x50FE, 0x1C43], 3); // adds.w r0, r1, #0x1fc0; adds r3, r0, #1
    straight(&[0xF5B1, 0x5FFE], 2); // cmp.w r1, #0x1fc0
    straight(&[0xF411, 0x5FFE], 2); // tst.w r1, #0x1fc0
    straight(&[0xF45F, 0x50FE], 1); // movs.w r0, #0x1fc0
    straight(&[0xEB11, 0x00C2], 1); // adds.w r0, r1, r2, lsl #3
    straight(&[0xF111, 0x301B], 1); // adds.w r0, r1, #0x1b1b1b1b
}

/// Flags of a shifted operand come a cycle later than those of other instructions.
#[test]
fn flags_of_a_shifted_register_come_late() {
    straight(&[0xEB11, 0x0002, 0xEB44, 0x0305], 2); // adds.w r0, r1, r2; adc.w r3, r4, r5
    straight(&[0xEB11, 0x00C2, 0xEB44, 0x0305], 3); // adds.w r0, r1, r2, lsl #3; adc.w r3, r4, r5
    straight(&[0xEBB1, 0x0FC2, 0xD6FF], 3); // cmp.w r1, r2, lsl #3; bvs.n 1f
    straight(&[0xEBB1, 0x0F02, 0xD6FF], 2); // cmp.w r1, r2; bvs.n 1f
    straight(&[0xEBB1, 0x0FC2, 0xF3AF, 0x8000, 0xD6FF], 3); // cmp.w r1, r2, lsl #3; nop.w; bvs.n 1f
}

/// `bfi` is a simple instruction.
#[test]
fn bit_field_insert_is_one_cycle() {
    straight(&[0xF361, 0x0086], 1); // bfi r0, r1, #2, #5
    straight(&[0xF360, 0x0086, 0xF36F, 0x00C4], 2); // bfi r0, r0, #2, #5; bfc r0, #3, #2
}

/// An instruction skipped in an IT block is a `nop`, without latency. The first two are examples of the source.
#[test]
fn skipped_instructions_are_nops() {
    once("eq", &[0x46D2, 0xBF08, 0xF511, 0x50FE], 3); // mov.n r10, r10; it eq; addseq.w r0, r1, #0x1fc0
    once("ne", &[0x46D2, 0xBF08, 0xF511, 0x50FE], 2); // mov.n r10, r10; it eq; addseq.w r0, r1, #0x1fc0
    once("eq", &[0x46D2, 0xBF08, 0xEB01, 0x50F2, 0x4418], 4); // mov.n r10, r10; it eq; addeq.w r0, r1, r2, ror #23; add r0, r3
    once("ne", &[0x46D2, 0xBF08, 0xEB01, 0x50F2, 0x4418], 3); // mov.n r10, r10; it eq; addeq.w r0, r1, r2, ror #23; add r0, r3
    once("ne", &[0xBF08, 0xF8D1, 0x0000, 0x4418], 3); // it eq; ldreq.w r0, [r1]; add r0, r3
    once("ne", &[0xBF08, 0xE891, 0x003C, 0x4418], 3); // it eq; ldmeq.w r1, {r2-r5}; add r0, r3
}
