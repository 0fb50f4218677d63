//! Calls of boot ROM functions, which the board executes.

use crate::bus::flat::FlatBus;
use crate::cpu::{Cpu, Exit};

#[test]
fn an_undefined_instruction_in_rom_is_a_call() {
    let mut bus = FlatBus::new(0, 0x1000);
    bus.place(0x100, &[0xF7F3, 0xA123]); // udf.w #0x3123
    let mut cpu = Cpu::new(0);
    cpu.start(0, 0x800, 0x100);
    assert_eq!(cpu.run(&mut bus, 100), Exit::RomCall(0x3123));
    assert_eq!(cpu.register(15), 0x100);
    // The board has executed the function, and returns.
    bus.place(0x200, &[0xE7FE]);
    cpu.set_register(15, 0x200);
    assert_eq!(cpu.run(&mut bus, 100), Exit::Deadline);
}
