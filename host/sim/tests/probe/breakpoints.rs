use probe_rs::{BreakpointCause, CoreStatus, HaltReason};

use super::fixture::{PROGRAM, TIMEOUT, attach, load, pc, register};

/// Counts in r0 for ever: movs r0, #0; adds r0, #1; b .-2
const COUNT: [u16; 3] = [0x2000, 0x3001, 0xE7FD];

#[test]
fn steps_one_instruction_at_a_time() {
    let mut session = attach("SIM20");
    let mut core = session.core(0).unwrap();
    load(&mut core, &COUNT);
    let mut addresses = Vec::new();
    for _ in 0..5 {
        addresses.push(core.step().unwrap().pc - PROGRAM);
    }
    assert_eq!(addresses, [2, 4, 2, 4, 2]);
    assert_eq!(register(&mut core, 0), 2);
}

#[test]
fn runs_and_halts() {
    let mut session = attach("SIM21");
    let mut core = session.core(0).unwrap();
    load(&mut core, &COUNT);
    core.run().unwrap();
    assert_eq!(core.status().unwrap(), CoreStatus::Running);
    core.halt(TIMEOUT).unwrap();
    assert_eq!(core.status().unwrap(), CoreStatus::Halted(HaltReason::Request));
    assert!(register(&mut core, 0) > 0);
}

#[test]
fn stops_before_the_instruction_at_a_breakpoint() {
    let mut session = attach("SIM22");
    let mut core = session.core(0).unwrap();
    load(&mut core, &COUNT);
    assert_eq!(core.available_breakpoint_units().unwrap(), 8);
    core.set_hw_breakpoint(PROGRAM + 4).unwrap();
    for count in 1..4 {
        core.run().unwrap();
        core.wait_for_core_halted(TIMEOUT).unwrap();
        assert_eq!(
            core.status().unwrap(),
            CoreStatus::Halted(HaltReason::Breakpoint(BreakpointCause::Unknown))
        );
        assert_eq!(pc(&mut core), PROGRAM + 4);
        assert_eq!(register(&mut core, 0), count);
    }
}

#[test]
fn a_removed_breakpoint_stops_nothing() {
    let mut session = attach("SIM23");
    let mut core = session.core(0).unwrap();
    // movs r0, #0; adds r0, #1; cmp r0, #100; bne .-4; bkpt #0
    load(&mut core, &[0x2000, 0x3001, 0x2864, 0xD1FC, 0xBE00]);
    core.set_hw_breakpoint(PROGRAM + 2).unwrap();
    core.run().unwrap();
    core.wait_for_core_halted(TIMEOUT).unwrap();
    assert_eq!(register(&mut core, 0), 0);
    core.clear_hw_breakpoint(PROGRAM + 2).unwrap();
    core.run().unwrap();
    core.wait_for_core_halted(TIMEOUT).unwrap();
    assert_eq!(core.status().unwrap(), CoreStatus::Halted(HaltReason::Breakpoint(BreakpointCause::Unknown)));
    assert_eq!(pc(&mut core), PROGRAM + 8);
    assert_eq!(register(&mut core, 0), 100);
}

#[test]
fn all_eight_breakpoints_work_at_once() {
    let mut session = attach("SIM24");
    let mut core = session.core(0).unwrap();
    let mut code = [0xBF00; 17];
    code[16] = 0xE7EE; // b to the start
    load(&mut core, &code);
    let addresses: Vec<u64> = (0..8).map(|index| PROGRAM + 2 + 4 * index).collect();
    for &address in &addresses {
        core.set_hw_breakpoint(address).unwrap();
    }
    assert!(core.set_hw_breakpoint(PROGRAM).is_err());
    for &address in &addresses {
        core.run().unwrap();
        core.wait_for_core_halted(TIMEOUT).unwrap();
        assert_eq!(pc(&mut core), address);
    }
}

#[test]
fn the_other_core_is_debugged_the_same_way() {
    let mut session = attach("SIM25");
    let mut core = session.core(1).unwrap();
    load(&mut core, &COUNT);
    core.set_hw_breakpoint(PROGRAM + 4).unwrap();
    core.run().unwrap();
    core.wait_for_core_halted(TIMEOUT).unwrap();
    assert_eq!((pc(&mut core), register(&mut core, 0)), (PROGRAM + 4, 1));
}
