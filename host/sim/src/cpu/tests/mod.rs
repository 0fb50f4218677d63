//! Tests of the core on a flat memory.

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

/// Address of the code under test.
const CODE: u32 = 0x2000_0000;
/// Address of test data.
const DATA: u32 = 0x2000_8000;

/// Returns a core about to execute `code`, which ends at a breakpoint, with SP below the data.
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

/// Runs to the breakpoint after the code.
fn run(cpu: &mut Cpu, bus: &mut FlatBus, code: &[u16]) {
    assert_eq!(cpu.run(bus, 100_000), Exit::Halted);
    assert_eq!(cpu.register(15), CODE + 2 * code.len() as u32);
}

/// Returns r0 to r3 after the execution of `code` with these initial values.
fn registers(code: &[u16], initial: [u32; 4]) -> [u32; 4] {
    let (mut cpu, mut bus) = machine(code);
    for (number, value) in initial.into_iter().enumerate() {
        cpu.set_register(number, value);
    }
    run(&mut cpu, &mut bus, code);
    [0, 1, 2, 3].map(|number| cpu.register(number))
}

/// Enables halting debug, and lets a halted core continue.
pub(super) fn halting_debug(cpu: &mut Cpu) {
    cpu.ppb_write(DHCSR, 0xA05F_0001).unwrap();
}
