//! I2C through the bus, with devices on its pins.

use super::*;
use crate::devices::i2c::I2cDevice;
use std::sync::{Arc, Mutex};

/// FUNCSEL of the I2C.
const FUNCTION: u32 = 3;
/// Input enabled, pull-up, not isolated.
const PAD: u32 = 0x5A;
const READ: u32 = 1 << 8;
const STOP: u32 = 1 << 9;
const RESTART: u32 = 1 << 10;
const TX_ABRT: u32 = 1 << 6;
const STOP_DET: u32 = 1 << 9;

/// Returns a chip with I2C0 on GPIO4 (data) and GPIO5 (clock), in fast mode at 400 kHz from 150 MHz, with the counts
/// that pico-sdk computes.
fn start(target: u32) -> TestChip {
    let mut test = TestChip::new();
    test.start_clocks();
    test.unreset(1 << 6 | 1 << 9 | 3 << 4);
    test.route(&[4, 5], FUNCTION, PAD);
    configure(&mut test, "I2C0", target);
    test
}

fn configure(test: &mut TestChip, controller: &str, target: u32) {
    for (register, value) in [
        ("IC_ENABLE", 0),
        ("IC_CON", 2 << 1 | 1 | 1 << 6 | 1 << 5 | 1 << 8),
        ("IC_FS_SCL_HCNT", 150),
        ("IC_FS_SCL_LCNT", 225),
        ("IC_FS_SPKLEN", 14),
        ("IC_SDA_HOLD", 45),
        ("IC_TAR", target),
        ("IC_ENABLE", 1),
    ] {
        test.write(format!("{controller}.{register}"), value);
    }
}

/// State of a memory with one address byte.
#[derive(Default)]
struct Memory {
    cells: [u8; 16],
    position: usize,
    expects_position: bool,
    transfers: u32,
}

#[derive(Clone, Default)]
struct Chip24(Arc<Mutex<Memory>>);

impl I2cDevice for Chip24 {
    fn address(&self) -> u8 {
        0x50
    }

    fn start(&mut self, reads: bool) -> bool {
        self.0.lock().unwrap().expects_position = !reads;
        true
    }

    fn write(&mut self, byte: u8) -> bool {
        let mut memory = self.0.lock().unwrap();
        if std::mem::take(&mut memory.expects_position) {
            memory.position = usize::from(byte);
            return memory.position < 16;
        }
        let position = memory.position % 16;
        memory.cells[position] = byte;
        memory.position += 1;
        true
    }

    fn read(&mut self) -> u8 {
        let mut memory = self.0.lock().unwrap();
        let position = memory.position % 16;
        memory.position += 1;
        memory.cells[position]
    }

    fn stop(&mut self) {
        self.0.lock().unwrap().transfers += 1;
    }
}

#[test]
fn without_a_device_the_address_is_not_acknowledged() {
    let mut test = start(0x42);
    let begun = test.cycle;
    test.write("I2C0.IC_DATA_CMD", 0x55 | STOP);
    test.write("I2C0.IC_DATA_CMD", 0x66 | STOP);
    while test.chip.next_event() != u64::MAX && test.chip.peripherals().i2c0.next_bus_event().is_some() {
        test.cycle = test.chip.next_event();
        test.chip.advance(test.cycle);
    }
    // START hold, nine bits, STOP, and bus free time: low 226, high 150 + 14 + 7 = 171.
    assert_eq!(test.cycle - begun, 171 + 9 * (226 + 171) + 226 + 171 + 226);
    assert_eq!(test.read("I2C0.IC_RAW_INTR_STAT") & TX_ABRT, TX_ABRT);
    assert_eq!(test.read("I2C0.IC_TX_ABRT_SOURCE"), 2 << 23 | 1);
    assert_eq!(test.read("I2C0.IC_TXFLR"), 0);
    test.write("I2C0.IC_DATA_CMD", 1);
    assert_eq!(test.read("I2C0.IC_TXFLR"), 0, "flushed until the abort is cleared");
    test.read("I2C0.IC_CLR_TX_ABRT");
    assert_eq!((test.read("I2C0.IC_TX_ABRT_SOURCE"), test.read("I2C0.IC_RAW_INTR_STAT") & TX_ABRT), (0, 0));
    assert_eq!(test.read("I2C0.IC_STATUS"), 6);
}

#[test]
fn a_memory_is_written_and_read_back() {
    let mut test = start(0x50);
    let memory = Chip24::default();
    test.chip.attach_i2c(0, Box::new(memory.clone()));
    for data in [3, 0xA5, 0x5A, 0xFF | STOP] {
        test.write("I2C0.IC_DATA_CMD", data);
    }
    test.wait_for("I2C0.IC_RAW_INTR_STAT", STOP_DET);
    test.read("I2C0.IC_CLR_STOP_DET");
    assert_eq!(memory.0.lock().unwrap().cells[3..6], [0xA5, 0x5A, 0xFF]);
    for data in [3, READ | RESTART, READ, READ | STOP] {
        test.write("I2C0.IC_DATA_CMD", data);
    }
    test.wait_for("I2C0.IC_RAW_INTR_STAT", STOP_DET);
    assert_eq!(test.read("I2C0.IC_RXFLR"), 3);
    let bytes: Vec<u32> = (0..3).map(|_| test.read("I2C0.IC_DATA_CMD")).collect();
    assert_eq!(bytes, [0xA5 | 1 << 11, 0x5A, 0xFF]);
    assert_eq!(test.read("I2C0.IC_RAW_INTR_STAT") & TX_ABRT, 0);
    // Two transfers, one of them with a repeated START.
    assert_eq!(memory.0.lock().unwrap().transfers, 3);
    assert_eq!(test.chip.pin_levels() >> 4 & 3, 3);
}

#[test]
fn data_that_is_not_acknowledged_aborts() {
    let mut test = start(0x50);
    test.chip.attach_i2c(0, Box::new(Chip24::default()));
    test.write("I2C0.IC_INTR_MASK", TX_ABRT);
    for data in [99, 1, 2 | STOP] {
        test.write("I2C0.IC_DATA_CMD", data);
    }
    test.sleep(100_000);
    assert_eq!(test.chip.interrupts(0), 1 << 36);
    assert_eq!(test.read("I2C0.IC_TX_ABRT_SOURCE"), 2 << 23 | 1 << 3);
    assert_eq!(test.read("I2C0.IC_INTR_STAT"), TX_ABRT);
}

#[test]
fn without_a_stop_the_bus_is_held_until_there_is_a_command() {
    let mut test = start(0x50);
    let memory = Chip24::default();
    test.chip.attach_i2c(0, Box::new(memory.clone()));
    test.write("I2C0.IC_DATA_CMD", 7);
    test.sleep(100_000);
    assert_eq!(test.chip.pin_levels() >> 5 & 1, 0);
    assert_eq!(test.read("I2C0.IC_STATUS") & 0x21, 0x21);
    assert_eq!(test.read("I2C0.IC_RAW_INTR_STAT") & 1 << 4, 1 << 4);
    test.write("I2C0.IC_DATA_CMD", READ);
    test.sleep(100_000);
    assert_eq!(test.chip.pin_levels() >> 5 & 1, 0, "the acknowledgement depends on the next command");
    test.write("I2C0.IC_DATA_CMD", READ | STOP);
    test.sleep(100_000);
    assert_eq!((test.read("I2C0.IC_RXFLR"), test.chip.pin_levels() >> 4 & 3), (2, 3));
    assert_eq!(memory.0.lock().unwrap().position, 9);
}

#[test]
fn settings_are_fixed_while_enabled_and_have_minimum_values() {
    let mut test = start(0x50);
    test.write("I2C0.IC_TAR", 0x11);
    assert_eq!(test.read("I2C0.IC_TAR"), 0x50);
    test.write("I2C0.IC_ENABLE", 0);
    assert_eq!(test.read("I2C0.IC_ENABLE_STATUS"), 0);
    for (register, least) in [
        ("I2C0.IC_SS_SCL_HCNT", 6),
        ("I2C0.IC_SS_SCL_LCNT", 8),
        ("I2C0.IC_FS_SCL_HCNT", 6),
        ("I2C0.IC_FS_SCL_LCNT", 8),
        ("I2C0.IC_FS_SPKLEN", 1),
    ] {
        test.write(register, 0);
        assert_eq!(test.read(register), least);
    }
    test.write("I2C0.IC_CON", 0x65 | 6);
    assert_eq!(test.read("I2C0.IC_CON"), 0x65);
    assert_eq!(test.read("I2C0.IC_COMP_TYPE"), 0x4457_0140);
}

#[test]
fn a_disable_ends_the_transfer_with_a_stop() {
    let mut test = start(0x50);
    test.chip.attach_i2c(0, Box::new(Chip24::default()));
    for data in [0, 1, 2, 3, 4] {
        test.write("I2C0.IC_DATA_CMD", data);
    }
    test.sleep(5_000);
    test.write("I2C0.IC_ENABLE", 0);
    assert_eq!(test.read("I2C0.IC_ENABLE_STATUS"), 1);
    test.sleep(10_000);
    assert_eq!(
        (test.read("I2C0.IC_ENABLE_STATUS"), test.read("I2C0.IC_TXFLR"), test.chip.pin_levels() >> 4 & 3),
        (0, 0, 3)
    );
}

#[test]
fn ten_bit_addresses_take_two_bytes() {
    let mut test = start(0x2A5);
    test.write("I2C0.IC_ENABLE", 0);
    test.write("I2C0.IC_CON", 0x65 | 1 << 4);
    test.write("I2C0.IC_ENABLE", 1);
    test.write("I2C0.IC_DATA_CMD", STOP);
    test.wait_for("I2C0.IC_RAW_INTR_STAT", STOP_DET);
    assert_eq!(test.read("I2C0.IC_TX_ABRT_SOURCE"), 1 << 23 | 1 << 1);
}

#[test]
fn a_held_clock_delays_and_a_held_data_line_wins() {
    let mut test = start(0x7F);
    // The master waits while the clock is held low.
    test.chip.drive_pin(5, Some(false), test.cycle);
    test.write("I2C0.IC_DATA_CMD", STOP);
    test.sleep(50_000);
    assert_eq!(test.read("I2C0.IC_STATUS") & 0x20, 0);
    test.chip.drive_pin(5, None, test.cycle);
    test.read("I2C0.IC_RXFLR");
    test.sleep(400);
    assert_eq!(test.read("I2C0.IC_STATUS") & 0x20, 0x20);
    // A data line held low during a 1 of the address wins the arbitration.
    test.chip.drive_pin(4, Some(false), test.cycle);
    test.sleep(5_000);
    assert_eq!(test.read("I2C0.IC_TX_ABRT_SOURCE") & 1 << 12, 1 << 12);
}

/// Returns a chip with I2C0 as master on GPIO4 and 5, and I2C1 as slave 0x33 on GPIO6 and 7, connected by two wires.
fn master_and_slave() -> TestChip {
    let mut test = start(0x33);
    test.route(&[6, 7], FUNCTION, PAD);
    test.chip.connect_pins(4, 6, test.cycle);
    test.chip.connect_pins(5, 7, test.cycle);
    test.write("I2C1.IC_CON", 2 << 1 | 1 << 5);
    test.write("I2C1.IC_SAR", 0x33);
    test.write("I2C1.IC_ENABLE", 1);
    test
}

#[test]
fn one_controller_writes_to_the_other() {
    let mut test = master_and_slave();
    for data in [0x12, 0x34, 0xFF, STOP] {
        test.write("I2C0.IC_DATA_CMD", data);
    }
    test.wait_for("I2C0.IC_RAW_INTR_STAT", STOP_DET);
    assert_eq!(test.read("I2C0.IC_TX_ABRT_SOURCE"), 0);
    assert_eq!(test.read("I2C1.IC_RAW_INTR_STAT") & STOP_DET, STOP_DET);
    let bytes: Vec<u32> = (0..4).map(|_| test.read("I2C1.IC_DATA_CMD")).collect();
    assert_eq!(bytes, [1 << 11 | 0x12, 0x34, 0xFF, 0]);
    assert_eq!(test.read("I2C1.IC_RXFLR"), 0);
}

#[test]
fn one_controller_reads_from_the_other_which_stretches_the_clock() {
    let mut test = master_and_slave();
    for data in [READ, READ | STOP] {
        test.write("I2C0.IC_DATA_CMD", data);
    }
    let requested = 1 << 5;
    test.wait_for("I2C1.IC_RAW_INTR_STAT", requested);
    test.sleep(20_000);
    assert_eq!(test.chip.pin_levels() >> 5 & 1, 0, "the slave has nothing to send");
    for data in [0xC3, 0x81] {
        test.read("I2C1.IC_CLR_RD_REQ");
        test.write("I2C1.IC_DATA_CMD", data);
        if data == 0xC3 {
            test.wait_for("I2C1.IC_RAW_INTR_STAT", requested);
        }
    }
    test.wait_for("I2C0.IC_RAW_INTR_STAT", STOP_DET);
    assert_eq!(test.read("I2C0.IC_DATA_CMD") & 0xFF, 0xC3);
    assert_eq!(test.read("I2C0.IC_DATA_CMD") & 0xFF, 0x81);
    assert_eq!(
        test.read("I2C1.IC_RAW_INTR_STAT") & 1 << 7,
        1 << 7,
        "RX_DONE: the last byte was not acknowledged"
    );
    assert_eq!(test.chip.pin_levels() >> 4 & 0xF, 0xF);
}

#[test]
fn general_calls_are_answered_and_stale_data_is_flushed() {
    let mut test = master_and_slave();
    test.write("I2C0.IC_ENABLE", 0);
    test.write("I2C0.IC_TAR", 1 << 11);
    test.write("I2C0.IC_ENABLE", 1);
    test.write("I2C0.IC_DATA_CMD", 0x77 | STOP);
    test.wait_for("I2C0.IC_RAW_INTR_STAT", STOP_DET);
    assert_eq!(
        (test.read("I2C0.IC_TX_ABRT_SOURCE"), test.read("I2C1.IC_RAW_INTR_STAT") & 1 << 11),
        (0, 1 << 11)
    );
    assert_eq!(test.read("I2C1.IC_DATA_CMD") & 0xFF, 0x77);
    configure(&mut test, "I2C0", 0x33);
    test.write("I2C1.IC_DATA_CMD", 0xEE);
    test.write("I2C0.IC_DATA_CMD", READ | STOP);
    test.wait_for("I2C1.IC_RAW_INTR_STAT", 1 << 5);
    assert_eq!(test.read("I2C1.IC_TX_ABRT_SOURCE"), 1 << 23 | 1 << 13);
}
