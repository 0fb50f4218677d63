use super::*;
use crate::debug::swd::activation_sequence;
use crate::registry;

/// Pins of the client, and the port of the board.
type Ends = (Pins, SwdLine);

/// Returns the characters that a client sends for a bit that it drives.
fn drive(bit: bool) -> [u8; 2] {
    if bit { *b"eg" } else { *b"df" }
}

/// Handles characters, and returns the samples.
fn handle((pins, line): &mut Ends, target: &mut BoardWithDap, characters: &[u8]) -> String {
    let (samples, _) = pins.handle_all(characters, line, target);
    String::from_utf8(samples).unwrap()
}

fn write_bits(ends: &mut Ends, target: &mut BoardWithDap, bits: u128, count: u32) {
    for index in 0..count {
        handle(ends, target, &drive(bits >> index & 1 != 0));
    }
}

/// Samples while the clock is low, as OpenOCD does.
fn read_bits(ends: &mut Ends, target: &mut BoardWithDap, count: u32) -> u64 {
    (0..count).fold(0, |bits, index| {
        let sample = handle(ends, target, b"dcf");
        bits | u64::from(sample == "1") << index
    })
}

#[test]
fn characters_read_a_register_of_the_port() {
    let lease = registry::open("SIM110").unwrap();
    let target = &mut *lease.handle().lock();
    let ends = &mut Ends::default();
    for byte in activation_sequence() {
        write_bits(ends, target, byte.into(), 8);
    }
    // Line reset, idle, request for DPIDR.
    write_bits(ends, target, u128::MAX, 52);
    write_bits(ends, target, 0, 2);
    write_bits(ends, target, 0xA5, 8);
    handle(ends, target, b"o");
    assert_eq!(read_bits(ends, target, 4) >> 1, 0b001, "OK");
    assert_eq!(read_bits(ends, target, 32), 0x4C01_3477);
    let parity = u64::from(0x4C01_3477_u32.count_ones() & 1);
    assert_eq!(read_bits(ends, target, 2) & 1, parity);
    handle(ends, target, b"O");
}

#[test]
fn srst_is_the_run_pin() {
    let lease = registry::open("SIM111").unwrap();
    let target = &mut *lease.handle().lock();
    let ends = &mut Ends::default();
    handle(ends, target, b"s");
    assert!(!target.dap.reset_is_high());
    handle(ends, target, b"r");
    assert!(target.dap.reset_is_high());
}

#[test]
fn swdio_is_pulled_up_while_it_is_not_driven() {
    let lease = registry::open("SIM112").unwrap();
    let target = &mut *lease.handle().lock();
    let ends = &mut Ends::default();
    assert_eq!(handle(ends, target, b"dcecodcR"), "0111");
}

#[test]
fn arbitrary_characters_cause_no_panic() {
    let lease = registry::open("SIM113").unwrap();
    let target = &mut *lease.handle().lock();
    let ends = &mut Ends::default();
    let mut state = 1u32;
    for _ in 0..100_000 {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        ends.0.handle((state >> 24) as u8, &mut ends.1, target);
    }
    assert_eq!(ends.0.handle(b'Q', &mut ends.1, target), Response::Quit);
}
