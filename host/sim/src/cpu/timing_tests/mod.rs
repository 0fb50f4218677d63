//! Rows of the timing reference, as code and the cycles that it takes. The rules and their sources are in
//! `docs/timing.md`.
//!
//! The cycles of a snippet are the difference between two lengths of the same program, so that the code around it does
//! not count.

mod arithmetic;
mod counter;
mod divide;
mod exception;
mod memory;
mod pairing;

use super::{Cpu, Exit};
use crate::bus::flat::FlatBus;
use crate::ppb::dcb::DHCSR;

/// Address of the code.
const CODE: u32 = 0x2000_0000;
/// Address of the data: a word that holds its own address, and zeros.
const DATA: u32 = 0x2000_8000;
/// `bkpt`
const END: u16 = 0xBE00;

/// Returns a core about to execute `code`: r1 and r6 point to the data, the other registers hold small numbers.
fn machine(code: &[u16]) -> (Cpu, FlatBus) {
    let mut bus = FlatBus::new(CODE, 0x1_0000);
    bus.place(CODE, code);
    bus.set_word(DATA, DATA);
    let mut cpu = Cpu::new(0);
    cpu.ppb_write(DHCSR, 0xA05F_0001).unwrap();
    cpu.start(CODE, DATA, CODE);
    for number in 0..13 {
        cpu.set_register(number, 3 + number as u32);
    }
    for pointer in [1, 6] {
        cpu.set_register(pointer, DATA);
    }
    (cpu, bus)
}

/// Returns the cycles to the breakpoint that ends `code`, after `prepare` has changed the registers.
fn cycles(code: &[u16], prepare: impl FnOnce(&mut Cpu)) -> u64 {
    let mut code = code.to_vec();
    code.push(END);
    let (mut cpu, mut bus) = machine(&code);
    prepare(&mut cpu);
    assert_eq!(cpu.run(&mut bus, 1_000_000), Exit::Halted);
    assert_eq!(cpu.register(15), CODE + 2 * (code.len() as u32 - 1), "the code did not run to its end");
    cpu.cycle()
}

/// Asserts the cycles of `snippet` in straight-line code that repeats it.
#[track_caller]
fn straight(snippet: &[u16], expected: u64) {
    straight_from(snippet, |_| {}, expected);
}

/// As [`straight`], after `prepare`.
#[track_caller]
fn straight_from(snippet: &[u16], prepare: impl Fn(&mut Cpu), expected: u64) {
    let measured = cycles(&snippet.repeat(30), &prepare) - cycles(&snippet.repeat(10), &prepare);
    assert_eq!(measured, 20 * expected, "20 times {expected} cycles expected");
}

/// Asserts the cycles of one pass of a loop that counts r7 down.
#[track_caller]
fn looped(code: &[u16], expected: u64) {
    let passes = |count| cycles(code, |cpu: &mut Cpu| cpu.set_register(7, count));
    assert_eq!(passes(30) - passes(10), 20 * expected, "20 times {expected} cycles expected");
}

/// Asserts the cycles of a single execution of `snippet` with Z set ("eq") or clear ("ne").
#[track_caller]
fn once(condition: &str, snippet: &[u16], expected: u64) {
    // nop.w on both sides separates it from other instructions.
    const NOP_W: [u16; 2] = [0xF3AF, 0x8000];
    let flags = if condition == "eq" { 0x4100_0000 } else { 0x0100_0000 };
    let measure = |middle: &[u16]| {
        let code = [&NOP_W, middle, &NOP_W].concat();
        cycles(&code, |cpu: &mut Cpu| cpu.set_xpsr(flags, false))
    };
    assert_eq!(measure(snippet) - measure(&[]), expected);
}
