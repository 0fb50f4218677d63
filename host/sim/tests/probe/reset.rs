use pico2_sim::control::SimulatedBoard;
use probe_rs::{MemoryInterface, Permissions};

use super::fixture::{DATA, TIMEOUT, attach, handle, load, open, pc};

/// End of the boot ROM.
const ROM_END: u64 = 0x8000;

#[test]
fn resets_and_halts_before_anything_runs() {
    let mut session = attach("SIM60");
    let mut core = session.core(0).unwrap();
    load(&mut core, &[0xE7FE]);
    core.run().unwrap();
    let information = core.reset_and_halt(TIMEOUT).unwrap();
    assert!(core.core_halted().unwrap());
    assert!(information.pc < ROM_END, "{:#x}", information.pc);
    assert_eq!(pc(&mut core), information.pc);
}

#[test]
fn a_reset_keeps_memory_and_starts_the_boot_rom() {
    let mut session = attach("SIM61");
    let mut core = session.core(0).unwrap();
    core.write_word_32(DATA, 0x600D_DA7A).unwrap();
    core.reset().unwrap();
    core.halt(TIMEOUT).unwrap();
    assert!(pc(&mut core) < ROM_END);
    assert_eq!(core.read_word_32(DATA).unwrap(), 0x600D_DA7A);
}

#[test]
fn attaches_under_reset_with_both_cores_halted() {
    let mut session = open("SIM62").attach_under_reset("RP235x", Permissions::default()).unwrap();
    let retired = [0, 1].map(|core| handle("SIM62").retired_instructions(core));
    assert_eq!(retired, [0, 0]);
    for index in 0..2 {
        let mut core = session.core(index).unwrap();
        assert!(core.core_halted().unwrap());
        assert!(pc(&mut core) < ROM_END);
    }
}

#[test]
fn attaching_under_reset_ends_an_endless_loop() {
    let mut session = attach("SIM63");
    let mut core = session.core(0).unwrap();
    load(&mut core, &[0xE7FE]);
    core.run().unwrap();
    drop(core);
    drop(session);
    let mut session = open("SIM63").attach_under_reset("RP235x", Permissions::default()).unwrap();
    assert!(pc(&mut session.core(0).unwrap()) < ROM_END);
}

#[test]
fn the_probe_resets_the_board() {
    let mut session = attach("SIM64");
    let mut core = session.core(0).unwrap();
    load(&mut core, &[0xE7FE]);
    core.run().unwrap();
    drop(core);
    drop(session);
    open("SIM64").target_reset().unwrap();
    let mut session = attach("SIM64");
    let mut core = session.core(0).unwrap();
    core.halt(TIMEOUT).unwrap();
    assert!(pc(&mut core) < ROM_END);
}
