use super::*;
use crate::control;

/// The client's and the board's end.
type Ends = (Pins, SwdLine);

/// What a client sends for a bit that it drives, and for one that it reads.
fn drive(bit: bool) -> [u8; 2] {
    if bit { *b"eg" } else { *b"df" }
}

/// Carries out characters and collects the answers.
fn carry_out((pins, line): &mut Ends, target: &mut BoardWithDap, characters: &[u8]) -> String {
    let mut answers = String::new();
    for &character in characters {
        match pins.take(character, line, target) {
            Action::Answer(answer) => answers.push(char::from(answer)),
            Action::None => {}
            Action::Quit => break,
        }
    }
    answers
}

fn write_bits(pins: &mut Ends, target: &mut BoardWithDap, bits: u128, count: u32) {
    for index in 0..count {
        carry_out(pins, target, &drive(bits >> index & 1 != 0));
    }
}

/// Samples while the clock is low, as OpenOCD does.
fn read_bits(pins: &mut Ends, target: &mut BoardWithDap, count: u32) -> u64 {
    (0..count).fold(0, |bits, index| {
        let answer = carry_out(pins, target, b"dcf");
        bits | u64::from(answer == "1") << index
    })
}

#[test]
fn the_port_is_reached_through_characters() {
    let lease = control::open("SIM110").unwrap();
    let target = &mut *lease.handle().lock();
    let pins = &mut Ends::default();
    write_bits(pins, target, 0xFF, 8);
    write_bits(pins, target, 0x19BC_0EA2_E3DD_AFE9_8685_2D95_6209_F392, 128);
    write_bits(pins, target, 0x1A << 4, 12);
    write_bits(pins, target, u128::MAX, 52);
    write_bits(pins, target, 0, 2);
    write_bits(pins, target, 0xA5, 8);
    carry_out(pins, target, b"o");
    assert_eq!(read_bits(pins, target, 4) >> 1, 0b001, "OK");
    assert_eq!(read_bits(pins, target, 32), 0x4C01_3477);
    let parity = u64::from(0x4C01_3477_u32.count_ones() & 1);
    assert_eq!(read_bits(pins, target, 2) & 1, parity);
    carry_out(pins, target, b"O");
}

#[test]
fn srst_is_the_run_pin() {
    let lease = control::open("SIM111").unwrap();
    let target = &mut *lease.handle().lock();
    let pins = &mut Ends::default();
    carry_out(pins, target, b"s");
    assert!(!target.dap.reset_is_high());
    carry_out(pins, target, b"r");
    assert!(target.dap.reset_is_high());
}

#[test]
fn a_released_line_is_pulled_up_and_a_driven_one_is_as_driven() {
    let lease = control::open("SIM112").unwrap();
    let target = &mut *lease.handle().lock();
    let pins = &mut Ends::default();
    assert_eq!(carry_out(pins, target, b"dcecodcR"), "0111");
}

#[test]
fn garbage_is_survived() {
    let lease = control::open("SIM113").unwrap();
    let target = &mut *lease.handle().lock();
    let pins = &mut Ends::default();
    let mut state = 1u32;
    for _ in 0..100_000 {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        pins.0.take((state >> 24) as u8, &mut pins.1, target);
    }
    assert_eq!(pins.0.take(b'Q', &mut pins.1, target), Action::Quit);
}
