//! Exception entry and tail-chaining: source C.

use super::{CODE, END, machine};
use crate::cpu::Exit;
use crate::ppb::nvic::{NVIC_ISER0, NVIC_ISPR0};

/// Returns the cycles to the end with these interrupts pending, both enabled. The handler of interrupt 0 is `first`, that
/// of interrupt 1 ends the test.
fn cycles_to_end(pending: u32, first: &[u16]) -> u64 {
    let (mut cpu, mut bus) = machine(&[0xE7FE]); // b .
    let handlers = [CODE + 0x400, CODE + 0x500];
    bus.place(handlers[0], first);
    bus.place(handlers[1], &[END]);
    for (index, handler) in handlers.into_iter().enumerate() {
        bus.set_word(CODE + 0x40 + 4 * index as u32, handler | 1);
    }
    cpu.ppb_write(NVIC_ISER0, 3).unwrap();
    cpu.ppb_write(NVIC_ISPR0, pending).unwrap();
    assert_eq!(cpu.run(&mut bus, 1000), Exit::Halted);
    cpu.cycle()
}

#[test]
fn entry_takes_12_cycles() {
    assert_eq!(cycles_to_end(0b01, &[END]), 12);
}

#[test]
fn a_tail_chained_entry_takes_6_cycles() {
    // bx lr, issued in one cycle, then the next handler.
    assert_eq!(cycles_to_end(0b11, &[0x4770]), 12 + 1 + 6);
}
