use super::raw_wire::command::{
    BULK_BITS, BULK_BYTES, BULK_TICKS, CONFIGURE, EXIT, LOWEST_BIT_FIRST, PERIPHERALS, READ_BIT, READ_BYTE,
    VERSION,
};
use super::*;
use crate::debug::swd::SwdLine;
use crate::registry;

/// Request for a read of DPIDR.
const DPIDR_REQUEST: u8 = 0xA5;

fn exchange(adapter: &mut BusPirate, port: &mut SwdPort<'_>, bytes: &[u8]) -> Vec<u8> {
    let mut answers = Vec::new();
    bytes.iter().for_each(|&byte| adapter.handle(byte, port, &mut answers));
    answers
}

#[test]
fn the_raw_wire_mode_reads_a_register_of_the_port() {
    let lease = registry::open("SIM114").unwrap();
    let mut target = lease.handle().lock();
    let mut line = SwdLine::new();
    let port = &mut SwdPort { line: &mut line, target: &mut target };
    let adapter = &mut BusPirate::default();
    assert_eq!(exchange(adapter, port, &[0; 20]), b"BBIO1");
    assert_eq!(exchange(adapter, port, &[command::RAW_WIRE]), b"RAW1");
    // Configuration, power supply, speed.
    assert_eq!(exchange(adapter, port, &[CONFIGURE | 8 | LOWEST_BIT_FIRST, PERIPHERALS | 8, 0x63]), [1; 3]);
    let line_reset = [BULK_BYTES | 6, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, BULK_BYTES, 0x00];
    assert_eq!(exchange(adapter, port, &line_reset), [1; 10]);
    let request = [BULK_BYTES, DPIDR_REQUEST, READ_BIT, READ_BIT, READ_BIT];
    assert_eq!(exchange(adapter, port, &request), [1, 1, 1, 0, 0], "OK");
    let data = [READ_BYTE, READ_BYTE, READ_BYTE, READ_BYTE, READ_BIT, BULK_TICKS | 1];
    assert_eq!(exchange(adapter, port, &data), [0x77, 0x34, 0x01, 0x4C, 1, 1]);
}

#[test]
fn modes_are_left_and_unknown_modes_refused() {
    let lease = registry::open("SIM115").unwrap();
    let mut target = lease.handle().lock();
    let mut line = SwdLine::new();
    let port = &mut SwdPort { line: &mut line, target: &mut target };
    let adapter = &mut BusPirate::default();
    assert_eq!(exchange(adapter, port, b"help\n"), b"");
    assert_eq!(exchange(adapter, port, &[0; 21]), b"BBIO1BBIO1");
    assert_eq!(exchange(adapter, port, &[6]), [0], "OpenOCD's JTAG mode");
    let bytes = [command::RAW_WIRE, EXIT, command::RAW_WIRE, VERSION];
    assert_eq!(exchange(adapter, port, &bytes), b"RAW1BBIO1RAW1RAW1");
    assert_eq!(exchange(adapter, port, &[EXIT, command::TEXT]), b"BBIO1\x01");
    assert_eq!(adapter.mode, Mode::Text);
}

#[test]
fn a_bulk_command_takes_its_data() {
    let lease = registry::open("SIM117").unwrap();
    let mut target = lease.handle().lock();
    let mut line = SwdLine::new();
    let port = &mut SwdPort { line: &mut line, target: &mut target };
    let adapter = &mut BusPirate { mode: Mode::RawWire, ..BusPirate::default() };
    // The data bytes have the codes of commands.
    assert_eq!(exchange(adapter, port, &[BULK_BYTES | 1, EXIT, VERSION]), [1; 3]);
    assert_eq!(exchange(adapter, port, &[BULK_BITS | 2, EXIT]), [1; 2]);
    assert_eq!(exchange(adapter, port, &[VERSION]), b"RAW1");
}

#[test]
fn arbitrary_bytes_cause_no_panic() {
    let lease = registry::open("SIM116").unwrap();
    let mut target = lease.handle().lock();
    let mut line = SwdLine::new();
    let port = &mut SwdPort { line: &mut line, target: &mut target };
    let adapter = &mut BusPirate { mode: Mode::RawWire, ..BusPirate::default() };
    let mut state = 7u32;
    for _ in 0..20_000 {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        exchange(adapter, port, &[(state >> 24) as u8]);
    }
}
