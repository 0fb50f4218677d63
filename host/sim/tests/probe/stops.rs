use std::time::Duration;

use pico2_sim::control::SimulatedBoard;
use probe_rs::{MemoryInterface, Permissions};

use super::fixture::{DATA, PROGRAM, TIMEOUT, attach, chain, handle, load, open, pc};

/// HSTX_CTRL, which no measurement needs. RP2350 datasheet §12.11.
const NOT_MODELLED: u32 = 0x400C_0000;

/// Loads from r1: ldr r0, [r1]; b .
const LOAD: [u16; 2] = [0x6808, 0xE7FE];

#[test]
fn what_is_not_modelled_stops_the_board_and_says_so() {
    let mut session = attach("SIM70");
    let mut core = session.core(0).unwrap();
    load(&mut core, &LOAD);
    core.write_core_reg(1u16, NOT_MODELLED).unwrap();
    let error = core.run().and_then(|()| core.wait_for_core_halted(Duration::from_secs(5))).unwrap_err();
    let text = chain(&error);
    for part in ["simulated board has stopped", "0x20001000", "0x400c0000", "not modelled"] {
        assert!(text.contains(part), "{part} in {text}");
    }
    assert_eq!(handle("SIM70").stop_reason().unwrap().pc, PROGRAM as u32);

    // Memory can still be inspected, and a reset starts the board again.
    core.read_word_32(DATA).unwrap();
    core.reset_and_halt(TIMEOUT).unwrap();
    assert!(handle("SIM70").stop_reason().is_none());
    assert!(pc(&mut core) < 0x8000);
}

#[test]
fn polling_memory_of_a_stopped_board_ends() {
    let mut session = attach("SIM71");
    let mut core = session.core(0).unwrap();
    core.write_word_32(DATA, 0).unwrap();
    load(&mut core, &LOAD);
    core.write_core_reg(1u16, NOT_MODELLED).unwrap();
    let first = core.run().err();
    let mut errors: Vec<String> = first.iter().map(|error| chain(error)).collect();
    for _ in 0..20 {
        if let Err(error) = core.read_word_32(DATA) {
            errors.push(chain(&error));
        }
    }
    assert!(errors.len() > 10, "{errors:?}");
    assert!(errors.iter().all(|text| text.contains("0x400c0000")), "{errors:?}");
}

#[test]
fn an_unmodelled_access_by_the_debugger_fails_without_a_stop() {
    let mut session = attach("SIM72");
    let mut core = session.core(0).unwrap();
    let text = chain(&core.read_word_32(u64::from(NOT_MODELLED)).unwrap_err());
    assert!(text.contains("does not model this access") && text.contains("0x400c0000"), "{text}");
    assert!(handle("SIM72").stop_reason().is_none());
    core.read_word_32(DATA).unwrap();
}

#[test]
fn a_stopped_board_is_attached_to_again_under_reset() {
    let mut session = attach("SIM73");
    let mut core = session.core(0).unwrap();
    load(&mut core, &LOAD);
    core.write_core_reg(1u16, NOT_MODELLED).unwrap();
    core.run().and_then(|()| core.wait_for_core_halted(TIMEOUT)).unwrap_err();
    drop(core);
    drop(session);
    // On a busy machine probe-rs may time out before it receives the reason why the board does not answer.
    let refusals: Vec<String> =
        (0..5).map(|_| chain(&open("SIM73").attach("RP235x", Permissions::default()).unwrap_err())).collect();
    assert!(refusals.iter().any(|text| text.contains("0x400c0000")), "{refusals:?}");
    let mut session = open("SIM73").attach_under_reset("RP235x", Permissions::default()).unwrap();
    assert!(pc(&mut session.core(0).unwrap()) < 0x8000);
}
