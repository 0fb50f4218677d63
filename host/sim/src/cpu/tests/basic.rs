//! Frequent instructions, from fetch to result.

use super::{CODE, DATA, halting_debug, machine, registers, run};
use crate::cpu::Exit;

#[test]
fn a_loop_sums_the_numbers_to_ten() {
    let code = [
        0x2000, // movs r0, #0
        0x210A, // movs r1, #10
        0x1840, // adds r0, r0, r1
        0x3901, // subs r1, #1
        0xD1FC, // bne the adds
    ];
    assert_eq!(registers(&code, [9, 9, 9, 9]), [55, 0, 9, 9]);
}

#[test]
fn it_blocks_execute_by_condition_and_keep_the_flags() {
    let code = [
        0x2805, // cmp r0, #5
        0xBF0C, // ite eq
        0x2101, // moveq r1, #1
        0x2102, // movne r1, #2
        0xBF18, // it ne
        0x3203, // addne r2, #3
        0xD100, // bne over the next
        0x2307, // movs r3, #7
    ];
    assert_eq!(registers(&code, [5, 0, 0, 0]), [5, 1, 0, 7]);
    assert_eq!(registers(&code, [6, 0, 0, 0]), [6, 2, 3, 0]);
}

#[test]
fn memory_is_read_and_written_in_all_sizes() {
    let code = [
        0x6001, // str r1, [r0]
        0x7882, // ldrb r2, [r0, #2]
        0x8843, // ldrh r3, [r0, #2]
        0xF990, 0x1003, // ldrsb.w r1, [r0, #3]
    ];
    assert_eq!(registers(&code, [DATA, 0x8765_4321, 0, 0]), [DATA, 0xFFFF_FF87, 0x65, 0x8765]);
}

#[test]
fn push_call_and_return() {
    let code = [
        0xB500, // push {lr}
        0xF000, 0xF802, // bl +4
        0xBC04, // pop {r2}
        0xE001, // b to the end
        0x2107, // movs r1, #7
        0x4770, // bx lr
    ];
    let (mut cpu, mut bus) = machine(&code);
    cpu.set_register(14, 0x1234_5679);
    run(&mut cpu, &mut bus, &code);
    assert_eq!((cpu.register(1), cpu.register(2)), (7, 0x1234_5679));
    assert_eq!(cpu.register(14), CODE + 7);
    assert_eq!(cpu.register(13), DATA);
}

#[test]
fn code_that_writes_code_executes_what_it_wrote() {
    let code = [
        0x8008, // strh r0, [r1]
        0x2205, // movs r2, #5, replaced
        0xE7FF, // b next
    ];
    let (mut cpu, mut bus) = machine(&code);
    cpu.set_register(0, 0x2206);
    cpu.set_register(1, CODE + 2);
    run(&mut cpu, &mut bus, &code);
    assert_eq!(cpu.register(2), 6);
    // Again, with the old code in the decode cache.
    cpu.set_register(15, CODE);
    cpu.set_register(0, 0x2207);
    halting_debug(&mut cpu);
    run(&mut cpu, &mut bus, &code);
    assert_eq!(cpu.register(2), 7);
}

#[test]
fn a_deadline_ends_an_endless_loop() {
    let (mut cpu, mut bus) = machine(&[0xE7FE]); // b .
    assert_eq!(cpu.run(&mut bus, 1000), Exit::Deadline);
    assert_eq!(cpu.cycle(), 1000);
    assert_eq!(cpu.retired(), 500);
}
