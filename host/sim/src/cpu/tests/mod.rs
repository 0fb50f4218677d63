//! Tests of instruction semantics on a flat memory.

mod basic;
mod debug;
mod exception;
mod fault;
mod protection;
mod rom_call;
mod system;
mod trace;

use super::{Cpu, Exit};
use crate::bus::flat::FlatBus;
use crate::ppb::dcb::DHCSR;

/// Where test code stands.
const CODE: u32 = 0x2000_0000;
/// Where test data stands.
const DATA: u32 = 0x2000_8000;

/// A core about to execute `code`, with SP below the data, and a breakpoint behind the code.
fn machine(code: &[u16]) -> (Cpu, FlatBus) {
    let mut bus = FlatBus::new(CODE, 0x1_0000);
    bus.place(CODE, code);
    // bkpt
    bus.place(CODE + 2 * code.len() as u32, &[0xBE00]);
    let mut cpu = Cpu::new(0);
    halting_debug(&mut cpu);
    cpu.start(CODE, DATA, CODE);
    (cpu, bus)
}

/// Runs to the breakpoint behind the code.
fn run(cpu: &mut Cpu, bus: &mut FlatBus, code: &[u16]) {
    assert_eq!(cpu.run(bus, 100_000), Exit::Halted);
    assert_eq!(cpu.register(15), CODE + 2 * code.len() as u32);
}

/// Registers after `code` ran from these values of r0 to r3.
fn registers(code: &[u16], initial: [u32; 4]) -> [u32; 4] {
    let (mut cpu, mut bus) = machine(code);
    for (number, value) in initial.into_iter().enumerate() {
        cpu.set_register(number, value);
    }
    run(&mut cpu, &mut bus, code);
    [0, 1, 2, 3].map(|number| cpu.register(number))
}

/// Lets BKPT halt the core, and a halted core go on.
pub(super) fn halting_debug(cpu: &mut Cpu) {
    cpu.ppb_write(DHCSR, 0xA05F_0001).unwrap();
}
