//! Injected faults, as a user of probe-rs sees them.

use pico2_sim::control::SimulatedBoard;
use pico2_sim::debug::fault_injection::{FaultKind, InjectedFault};
use probe_rs::{MemoryInterface, Session};

use super::fixture::{DATA, TIMEOUT, attach, chain, handle, load, pc};

fn session_with(serial: &str, kind: FaultKind, length: Option<u64>) -> Session {
    let session = attach(serial);
    handle(serial).inject_fault(InjectedFault { kind, after: 20, length });
    session
}

/// Reads until a read fails, and returns the error with its causes.
fn failure(session: &mut Session) -> String {
    let error = (0..100).find_map(|_| {
        let mut core = session.core(0).err().map_or_else(|| Ok(()), Err);
        if core.is_ok() {
            core = session.core(0).and_then(|mut core| core.read_word_32(DATA).map(|_| ()));
        }
        core.err()
    });
    chain(&error.expect("no read failed"))
}

#[test]
fn an_unplugged_probe_fails_every_access() {
    let mut session = session_with("SIM130", FaultKind::Unplug, None);
    for _ in 0..3 {
        let text = failure(&mut session);
        assert!(text.contains("unplugged"), "{text}");
    }
}

#[test]
fn the_error_names_the_response() {
    let responses = [
        ("SIM131", FaultKind::WaitResponse, "WAIT"),
        ("SIM132", FaultKind::FaultResponse, "FAULT"),
        ("SIM133", FaultKind::NoResponse, "did not respond"),
    ];
    for (serial, kind, word) in responses {
        let text = failure(&mut session_with(serial, kind, None));
        assert!(text.to_lowercase().contains(&word.to_lowercase()), "{kind:?}: {text}");
    }
}

#[test]
fn a_few_wait_responses_are_retried() {
    let mut session = session_with("SIM134", FaultKind::WaitResponse, Some(50));
    for value in 0..30 {
        let mut core = session.core(0).unwrap();
        core.write_word_32(DATA, value).unwrap();
        assert_eq!(core.read_word_32(DATA).unwrap(), value);
    }
}

#[test]
fn the_board_works_after_fault_responses() {
    let mut session = session_with("SIM135", FaultKind::FaultResponse, Some(1));
    failure(&mut session);
    let mut core = session.core(0).unwrap();
    core.write_word_32(DATA, 7).unwrap();
    assert_eq!(core.read_word_32(DATA).unwrap(), 7);
}

#[test]
fn a_core_that_hangs_executes_nothing() {
    let mut session = attach("SIM136");
    let mut core = session.core(0).unwrap();
    // adds r0, #1; b .-2
    load(&mut core, &[0x3001, 0xE7FD]);
    core.run().unwrap();
    handle("SIM136").inject_fault(InjectedFault { kind: FaultKind::Hang, after: 0, length: None });
    core.read_word_32(DATA).unwrap();
    let executed = handle("SIM136").retired_instructions(0);
    for _ in 0..50 {
        core.read_word_32(DATA).unwrap();
    }
    assert_eq!(handle("SIM136").retired_instructions(0), executed);
}

#[test]
fn a_brown_out_resets_the_chip() {
    let mut session = attach("SIM137");
    let mut core = session.core(0).unwrap();
    load(&mut core, &[0xE7FE]);
    core.write_word_32(DATA, 0x1234_5678).unwrap();
    core.run().unwrap();
    drop(core);
    handle("SIM137").inject_fault(InjectedFault { kind: FaultKind::BrownOut, after: 10, length: None });
    let text = failure(&mut session);
    assert!(text.contains("FAULT"), "{text}");
    drop(session);
    let mut session = attach("SIM137");
    let mut core = session.core(0).unwrap();
    assert_eq!(core.read_word_32(DATA).unwrap(), 0);
    core.halt(TIMEOUT).unwrap();
    assert!(pc(&mut core) < 0x8000);
}
