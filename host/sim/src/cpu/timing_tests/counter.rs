//! DWT CYCCNT, read by code on the core.

use super::{END, machine};
use crate::cpu::Exit;
use crate::ppb::dcb::DEMCR;
use crate::ppb::dwt::{DWT_CTRL, DWT_CYCCNT};

/// Returns the difference of two reads of CYCCNT with the code `between` between them.
fn counted(between: &[u16]) -> u32 {
    let mut code = vec![0xF8D1, 0x2000]; // ldr.w r2, [r1]
    code.extend(between);
    code.extend([0xF8D1, 0x3000, END]); // ldr.w r3, [r1]
    let (mut cpu, mut bus) = machine(&code);
    cpu.ppb_write(DEMCR, 1 << 24).unwrap();
    cpu.ppb_write(DWT_CTRL, 1).unwrap();
    cpu.set_register(1, DWT_CYCCNT);
    assert_eq!(cpu.run(&mut bus, 1000), Exit::Halted);
    cpu.register(3) - cpu.register(2)
}

/// A load reads the cycle in which it executes: two loads in a row differ by one.
#[test]
fn a_load_reads_its_own_cycle() {
    assert_eq!(counted(&[]), 1);
    assert_eq!(counted(&[0xF3AF, 0x8000]), 2); // nop.w
    assert_eq!(counted(&[0x4401, 0xBF00, 0x4401][1..2]), 2); // nop
    assert_eq!(counted(&[0xFB00, 0xF000]), 2); // mul r0, r0, r0
    assert_eq!(counted(&[0xFB00, 0xF000, 0xFB00, 0xF000]), 4);
}

/// The counter stops when the core halts.
#[test]
fn the_counter_stands_while_the_core_is_halted() {
    let (mut cpu, mut bus) = machine(&[0xF3AF, 0x8000, END]);
    cpu.ppb_write(DEMCR, 1 << 24).unwrap();
    cpu.ppb_write(DWT_CTRL, 1).unwrap();
    assert_eq!(cpu.run(&mut bus, 1000), Exit::Halted);
    assert_eq!(cpu.ppb_read(DWT_CYCCNT), Ok(1));
    assert_eq!(cpu.run(&mut bus, 5000), Exit::Halted);
    assert_eq!(cpu.cycle(), 5000);
    assert_eq!(cpu.ppb_read(DWT_CYCCNT), Ok(1));
}
