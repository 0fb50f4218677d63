//! Loads and stores: rows of source A.

use super::straight;

/// A load's value reaches the next instruction a cycle late.
#[test]
fn load_to_use_is_two_cycles() {
    straight(&[0x6808], 1); // ldr r0, [r1]
    straight(&[0x6808, 0x1C42], 3); // ldr r0, [r1]; adds r2, r0, #1
    straight(&[0xF8D1, 0x0004, 0xF3AF, 0x8000, 0x1C42], 3); // ldr.w r0, [r1, #4]; nop.w; adds r2, r0, #1
    straight(&[0x7808, 0xB2C2], 3); // ldrb r0, [r1]; uxtb r2, r0
    straight(&[0x6808, 0xBF00, 0x1C42], 3); // ldr r0, [r1]; nop; adds r2, r0, #1
    straight(&[0x6809], 2); // ldr r1, [r1]
    straight(&[0xF851, 0x0B00, 0x3100], 2); // ldr.w r0, [r1], #0; adds r1, #0
    straight(&[0xF851, 0x0B00, 0x1C02], 3); // ldr.w r0, [r1], #0; adds r2, r0, #0
}

/// The accumulator of a multiply-accumulate takes a loaded value without a wait; extend-and-add and shifted operands do
/// not.
#[test]
fn load_to_accumulator_is_one_cycle() {
    straight(&[0x6808, 0xFB03, 0x0204], 2); // ldr r0, [r1]; mla r2, r3, r4, r0
    straight(&[0x6808, 0xFB23, 0x0204], 2); // ldr r0, [r1]; smlad r2, r3, r4, r0
    straight(&[0x6808, 0xFB00, 0x3204], 3); // ldr r0, [r1]; mla r2, r0, r4, r3
    straight(&[0x6808, 0xFA50, 0xF283], 3); // ldr r0, [r1]; uxtab r2, r0, r3
    straight(&[0x6808, 0xEB00, 0x02C3], 3); // ldr r0, [r1]; add.w r2, r0, r3, lsl #3
}

/// The data of a store takes a loaded value or a result of the second stage without a wait; the address does not.
#[test]
fn load_to_store_is_one_cycle() {
    straight(&[0x6808, 0x6008], 2); // ldr r0, [r1]; str r0, [r1]
    straight(&[0xFB02, 0x0003, 0x6048], 2); // mla r0, r2, r3, r0; str r0, [r1, #4]
    straight(&[0xFB02, 0xF003, 0x7108], 2); // mul r0, r2, r3; strb r0, [r1, #4]
    straight(&[0xEB02, 0x00C3, 0x8088], 2); // add.w r0, r2, r3, lsl #3; strh r0, [r1, #4]
    straight(&[0x6809, 0x6048], 3); // ldr r1, [r1]; str r0, [r1, #4]
    straight(&[0x6008], 1); // str r0, [r1]
}

/// Two words take 2 cycles, N registers N.
#[test]
fn several_registers_take_a_cycle_each() {
    straight(&[0xE9D1, 0x2300], 2); // ldrd r2, r3, [r1]
    straight(&[0xE9C1, 0x2300], 2); // strd r2, r3, [r1]
    straight(&[0xE891, 0x003C], 4); // ldmia.w r1, {r2-r5}
    straight(&[0xE881, 0x003C], 4); // stmia.w r1, {r2-r5}
    straight(&[0xB43C, 0xBC3C], 8); // push {r2-r5}; pop {r2-r5}
    straight(&[0xE92D, 0x0FFC, 0xE8BD, 0x0FFC], 20); // push.w {r2-r11}; pop.w {r2-r11}
    straight(&[0xE891, 0x000C, 0x1C54], 3); // ldmia.w r1, {r2, r3}; adds r4, r2, #1
    straight(&[0xE891, 0x000C, 0x1C5C], 4); // ldmia.w r1, {r2, r3}; adds r4, r3, #1
}

/// `pop {lr}` and `bx lr` are 1 to 2 cycles faster than `pop {pc}` if there are other instructions between them.
#[test]
fn returning_through_lr_is_faster_if_something_fits_between() {
    // Nothing between.
    straight(&[0xF000, 0xF801, 0xE001, 0xB500, 0xBD00], 2 + 1 + 4 + 2); // bl 1f; b.n 2f; push {lr}; pop {pc}
    straight(&[0xF000, 0xF801, 0xE003, 0xB500, 0xF85D, 0xEB04, 0x4770], 2 + 1 + 4 + 2); // bl 1f; b.n 2f; push {lr}; pop {lr}; bx lr
    // One instruction: 1 faster.
    straight(&[0xF000, 0xF801, 0xE002, 0xB500, 0x4413, 0xBD00], 2 + 1 + 1 + 4 + 2); // bl 1f; b.n 2f; push {lr}; add r3, r2; pop {pc}
    straight(&[0xF000, 0xF801, 0xE004, 0xB500, 0xF85D, 0xEB04, 0x4413, 0x4770], 2 + 1 + 1 + 1 + 2 + 2); // bl 1f; b.n 2f; push {lr}; pop {lr}; add r3, r2; bx lr
    // Two: 2 faster.
    straight(&[0xF000, 0xF801, 0xE003, 0xB500, 0x4413, 0x4414, 0xBD00], 2 + 1 + 2 + 4 + 2); // bl 1f; b.n 2f; push {lr}; add r3, r2; add r4, r2; pop {pc}
    straight(
        &[0xF000, 0xF801, 0xE005, 0xB500, 0xF85D, 0xEB04, 0x4413, 0x4414, 0x4770],
        2 + 1 + 1 + 2 + 1 + 2,
    ); // bl 1f; b.n 2f; push {lr}; pop {lr}; add r3, r2; add r4, r2; bx lr
}
