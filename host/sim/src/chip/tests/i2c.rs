//! I2C through the bus, with devices on its lines.

use super::*;
use crate::devices::i2c::I2cDevice;
use std::sync::{Arc, Mutex};

const I2C0: u32 = 0x4009_0000;
const I2C1: u32 = 0x4009_8000;
const IO: u32 = 0x4002_8000;
const PADS: u32 = 0x4003_8000;
const READ: u32 = 1 << 8;
const STOP: u32 = 1 << 9;
const RESTART: u32 = 1 << 10;
const TX_ABRT: u32 = 1 << 6;
const STOP_DET: u32 = 1 << 9;

/// I2C0 on GPIO4 (data) and GPIO5 (clock) with pull-ups, fast mode at 400 kHz from 150 MHz, counts as pico-sdk works
/// them out.
fn start(target: u32) -> Bench {
    let mut bench = Bench::new();
    bench.start_clocks();
    bench.unreset(1 << 6 | 1 << 9 | 3 << 4);
    route(&mut bench, &[4, 5]);
    configure(&mut bench, I2C0, target);
    bench
}

fn route(bench: &mut Bench, pins: &[u32]) {
    for pin in pins {
        bench.write(IO + pin * 8 + 4, 3);
        bench.write(PADS + 4 + pin * 4, 0x5A);
    }
}

fn configure(bench: &mut Bench, base: u32, target: u32) {
    bench.write(base + 0x6C, 0);
    bench.write(base, 2 << 1 | 1 | 1 << 6 | 1 << 5 | 1 << 8);
    bench.write(base + 0x1C, 150);
    bench.write(base + 0x20, 225);
    bench.write(base + 0xA0, 14);
    bench.write(base + 0x7C, 45);
    bench.write(base + 4, target);
    bench.write(base + 0x6C, 1);
}

/// What a memory with one address byte has seen.
#[derive(Default)]
struct Memory {
    cells: [u8; 16],
    place: usize,
    expects_place: bool,
    transfers: u32,
}

#[derive(Clone, Default)]
struct Chip24(Arc<Mutex<Memory>>);

impl I2cDevice for Chip24 {
    fn address(&self) -> u8 {
        0x50
    }

    fn start(&mut self, reads: bool) -> bool {
        self.0.lock().unwrap().expects_place = !reads;
        true
    }

    fn write(&mut self, byte: u8) -> bool {
        let mut memory = self.0.lock().unwrap();
        if std::mem::take(&mut memory.expects_place) {
            memory.place = usize::from(byte);
            return memory.place < 16;
        }
        let place = memory.place % 16;
        memory.cells[place] = byte;
        memory.place += 1;
        true
    }

    fn read(&mut self) -> u8 {
        let mut memory = self.0.lock().unwrap();
        let place = memory.place % 16;
        memory.place += 1;
        memory.cells[place]
    }

    fn stop(&mut self) {
        self.0.lock().unwrap().transfers += 1;
    }
}

#[test]
fn without_a_device_the_address_is_not_acknowledged() {
    let mut bench = start(0x42);
    let begun = bench.cycle;
    bench.write(I2C0 + 0x10, 0x55 | STOP);
    bench.write(I2C0 + 0x10, 0x66 | STOP);
    while bench.chip.next_event() != u64::MAX && bench.chip.peripherals().i2c0.next_bus_event().is_some() {
        bench.cycle = bench.chip.next_event();
        bench.chip.advance(bench.cycle);
    }
    // START hold, nine bits, STOP, and the bus free again: low 226, high 150 + 14 + 7 = 171.
    assert_eq!(bench.cycle - begun, 171 + 9 * (226 + 171) + 226 + 171 + 226);
    assert_eq!(bench.read(I2C0 + 0x34) & TX_ABRT, TX_ABRT);
    assert_eq!(bench.read(I2C0 + 0x80), 2 << 23 | 1);
    assert_eq!(bench.read(I2C0 + 0x74), 0);
    bench.write(I2C0 + 0x10, 1);
    assert_eq!(bench.read(I2C0 + 0x74), 0, "flushed until the abort is cleared");
    bench.read(I2C0 + 0x54);
    assert_eq!((bench.read(I2C0 + 0x80), bench.read(I2C0 + 0x34) & TX_ABRT), (0, 0));
    assert_eq!(bench.read(I2C0 + 0x70), 6);
}

#[test]
fn a_memory_is_written_and_read_back() {
    let mut bench = start(0x50);
    let memory = Chip24::default();
    bench.chip.attach_i2c(0, Box::new(memory.clone()));
    for data in [3, 0xA5, 0x5A, 0xFF | STOP] {
        bench.write(I2C0 + 0x10, data);
    }
    bench.wait_for(I2C0 + 0x34, STOP_DET);
    bench.read(I2C0 + 0x60);
    assert_eq!(memory.0.lock().unwrap().cells[3..6], [0xA5, 0x5A, 0xFF]);
    for data in [3, READ | RESTART, READ, READ | STOP] {
        bench.write(I2C0 + 0x10, data);
    }
    bench.wait_for(I2C0 + 0x34, STOP_DET);
    assert_eq!(bench.read(I2C0 + 0x78), 3);
    let bytes: Vec<u32> = (0..3).map(|_| bench.read(I2C0 + 0x10)).collect();
    assert_eq!(bytes, [0xA5 | 1 << 11, 0x5A, 0xFF]);
    assert_eq!(bench.read(I2C0 + 0x34) & TX_ABRT, 0);
    // Two transfers, one of them in two parts.
    assert_eq!(memory.0.lock().unwrap().transfers, 3);
    assert_eq!(bench.chip.pin_levels() >> 4 & 3, 3);
}

#[test]
fn data_that_is_not_acknowledged_aborts() {
    let mut bench = start(0x50);
    bench.chip.attach_i2c(0, Box::new(Chip24::default()));
    bench.write(I2C0 + 0x30, TX_ABRT);
    for data in [99, 1, 2 | STOP] {
        bench.write(I2C0 + 0x10, data);
    }
    bench.sleep(100_000);
    assert_eq!(bench.chip.interrupts(0), 1 << 36);
    assert_eq!(bench.read(I2C0 + 0x80), 2 << 23 | 1 << 3);
    assert_eq!(bench.read(I2C0 + 0x2C), TX_ABRT);
}

#[test]
fn without_a_stop_the_bus_is_held_until_there_is_a_command() {
    let mut bench = start(0x50);
    let memory = Chip24::default();
    bench.chip.attach_i2c(0, Box::new(memory.clone()));
    bench.write(I2C0 + 0x10, 7);
    bench.sleep(100_000);
    assert_eq!(bench.chip.pin_levels() >> 5 & 1, 0);
    assert_eq!(bench.read(I2C0 + 0x70) & 0x21, 0x21);
    assert_eq!(bench.read(I2C0 + 0x34) & 1 << 4, 1 << 4);
    bench.write(I2C0 + 0x10, READ);
    bench.sleep(100_000);
    assert_eq!(bench.chip.pin_levels() >> 5 & 1, 0, "whether to acknowledge depends on what comes");
    bench.write(I2C0 + 0x10, READ | STOP);
    bench.sleep(100_000);
    assert_eq!((bench.read(I2C0 + 0x78), bench.chip.pin_levels() >> 4 & 3), (2, 3));
    assert_eq!(memory.0.lock().unwrap().place, 9);
}

#[test]
fn settings_are_kept_while_the_controller_is_on_and_have_least_values() {
    let mut bench = start(0x50);
    bench.write(I2C0 + 4, 0x11);
    assert_eq!(bench.read(I2C0 + 4), 0x50);
    bench.write(I2C0 + 0x6C, 0);
    assert_eq!(bench.read(I2C0 + 0x9C), 0);
    for (offset, least) in [(0x14, 6), (0x18, 8), (0x1C, 6), (0x20, 8), (0xA0, 1)] {
        bench.write(I2C0 + offset, 0);
        assert_eq!(bench.read(I2C0 + offset), least);
    }
    bench.write(I2C0, 0x65 | 6);
    assert_eq!(bench.read(I2C0), 0x65);
    assert_eq!(bench.read(I2C0 + 0xFC), 0x4457_0140);
}

#[test]
fn a_disable_ends_the_transfer_with_a_stop() {
    let mut bench = start(0x50);
    bench.chip.attach_i2c(0, Box::new(Chip24::default()));
    for data in [0, 1, 2, 3, 4] {
        bench.write(I2C0 + 0x10, data);
    }
    bench.sleep(5_000);
    bench.write(I2C0 + 0x6C, 0);
    assert_eq!(bench.read(I2C0 + 0x9C), 1);
    bench.sleep(10_000);
    assert_eq!(
        (bench.read(I2C0 + 0x9C), bench.read(I2C0 + 0x74), bench.chip.pin_levels() >> 4 & 3),
        (0, 0, 3)
    );
}

#[test]
fn ten_bit_addresses_take_two_bytes() {
    let mut bench = start(0x2A5);
    bench.write(I2C0 + 0x6C, 0);
    bench.write(I2C0, 0x65 | 1 << 4);
    bench.write(I2C0 + 0x6C, 1);
    bench.write(I2C0 + 0x10, STOP);
    bench.wait_for(I2C0 + 0x34, STOP_DET);
    assert_eq!(bench.read(I2C0 + 0x80), 1 << 23 | 1 << 1);
}

#[test]
fn somebody_else_on_the_bus_wins_or_is_waited_for() {
    let mut bench = start(0x7F);
    // A low clock is waited for.
    bench.chip.drive_pin(5, Some(false), bench.cycle);
    bench.write(I2C0 + 0x10, STOP);
    bench.sleep(50_000);
    assert_eq!(bench.read(I2C0 + 0x70) & 0x20, 0);
    bench.chip.drive_pin(5, None, bench.cycle);
    bench.read(I2C0 + 0x78);
    bench.sleep(400);
    assert_eq!(bench.read(I2C0 + 0x70) & 0x20, 0x20);
    // A low data line during a 1 of the address loses the arbitration.
    bench.chip.drive_pin(4, Some(false), bench.cycle);
    bench.sleep(5_000);
    assert_eq!(bench.read(I2C0 + 0x80) & 1 << 12, 1 << 12);
}

/// I2C0 as the master on GPIO4 and 5, I2C1 as a slave with address 0x33 on GPIO6 and 7, joined by two wires.
fn master_and_slave() -> Bench {
    let mut bench = start(0x33);
    route(&mut bench, &[6, 7]);
    bench.chip.connect_pins(4, 6, bench.cycle);
    bench.chip.connect_pins(5, 7, bench.cycle);
    bench.write(I2C1, 2 << 1 | 1 << 5);
    bench.write(I2C1 + 8, 0x33);
    bench.write(I2C1 + 0x6C, 1);
    bench
}

#[test]
fn one_controller_writes_to_the_other() {
    let mut bench = master_and_slave();
    for data in [0x12, 0x34, 0xFF, STOP] {
        bench.write(I2C0 + 0x10, data);
    }
    bench.wait_for(I2C0 + 0x34, STOP_DET);
    assert_eq!(bench.read(I2C0 + 0x80), 0);
    assert_eq!(bench.read(I2C1 + 0x34) & STOP_DET, STOP_DET);
    let bytes: Vec<u32> = (0..4).map(|_| bench.read(I2C1 + 0x10)).collect();
    assert_eq!(bytes, [1 << 11 | 0x12, 0x34, 0xFF, 0]);
    assert_eq!(bench.read(I2C1 + 0x78), 0);
}

#[test]
fn one_controller_reads_from_the_other_which_holds_the_clock_meanwhile() {
    let mut bench = master_and_slave();
    for data in [READ, READ | STOP] {
        bench.write(I2C0 + 0x10, data);
    }
    let requested = 1 << 5;
    bench.wait_for(I2C1 + 0x34, requested);
    bench.sleep(20_000);
    assert_eq!(bench.chip.pin_levels() >> 5 & 1, 0, "the slave has nothing to send");
    for data in [0xC3, 0x81] {
        bench.read(I2C1 + 0x50);
        bench.write(I2C1 + 0x10, data);
        if data == 0xC3 {
            bench.wait_for(I2C1 + 0x34, requested);
        }
    }
    bench.wait_for(I2C0 + 0x34, STOP_DET);
    assert_eq!(bench.read(I2C0 + 0x10) & 0xFF, 0xC3);
    assert_eq!(bench.read(I2C0 + 0x10) & 0xFF, 0x81);
    assert_eq!(bench.read(I2C1 + 0x34) & 1 << 7, 1 << 7, "RX_DONE: the last byte was not acknowledged");
    assert_eq!(bench.chip.pin_levels() >> 4 & 0xF, 0xF);
}

#[test]
fn general_calls_are_answered_and_stale_data_are_flushed() {
    let mut bench = master_and_slave();
    bench.write(I2C0 + 0x6C, 0);
    bench.write(I2C0 + 4, 1 << 11);
    bench.write(I2C0 + 0x6C, 1);
    bench.write(I2C0 + 0x10, 0x77 | STOP);
    bench.wait_for(I2C0 + 0x34, STOP_DET);
    assert_eq!((bench.read(I2C0 + 0x80), bench.read(I2C1 + 0x34) & 1 << 11), (0, 1 << 11));
    assert_eq!(bench.read(I2C1 + 0x10) & 0xFF, 0x77);
    configure(&mut bench, I2C0, 0x33);
    bench.write(I2C1 + 0x10, 0xEE);
    bench.write(I2C0 + 0x10, READ | STOP);
    bench.wait_for(I2C1 + 0x34, 1 << 5);
    assert_eq!(bench.read(I2C1 + 0x80), 1 << 23 | 1 << 13);
}
