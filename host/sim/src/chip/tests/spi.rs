//! SPI through the bus, with its pins and with a device.

use super::*;
use crate::devices::spi::SpiDevice;
use crate::peripheral::Peripheral;

const SPI0: u32 = 0x4008_0000;
const SPI1: u32 = 0x4008_8000;
const IO: u32 = 0x4002_8000;
const PADS: u32 = 0x4003_8000;

/// SPI0 with clk_peri = clk_sys = 150 MHz: `control` is SSPCR0, the bit takes `divisor` cycles for each (1 + SCR).
fn start(control: u32, divisor: u32) -> Bench {
    let mut bench = Bench::new();
    bench.start_clocks();
    bench.write(CLOCKS + 0x48, 1 << 11);
    bench.unreset(1 << 6 | 1 << 9 | 3 << 18);
    bench.write(SPI0 + 0x10, divisor);
    bench.write(SPI0, control);
    bench.write(SPI0 + 4, 2);
    bench
}

/// Gives the pins to the SPI, with inputs enabled.
fn route(bench: &mut Bench, pins: &[u32]) {
    for pin in pins {
        bench.write(IO + pin * 8 + 4, 1);
        bench.write(PADS + 4 + pin * 4, 0x52);
    }
}

/// Edges of the pins in `mask` up to a cycle: when, and the levels then.
fn edges(bench: &mut Bench, mask: u64, until: u64) -> Vec<(u64, u64)> {
    let mut levels = bench.chip.pin_levels() & mask;
    let mut edges = Vec::new();
    while bench.chip.next_event() <= until {
        bench.cycle = bench.chip.next_event();
        bench.chip.advance(bench.cycle);
        let next = bench.chip.pin_levels() & mask;
        if next != levels {
            edges.push((bench.cycle, next));
            levels = next;
        }
    }
    bench.cycle = until;
    edges
}

#[test]
fn words_loop_back_in_the_time_of_their_bits() {
    // 8 bits, SPH = 0, 4 cycles a bit: 32 cycles to the last capture, chip select up after 4 more.
    let mut bench = start(1 << 8 | 7, 2);
    bench.write(SPI0 + 4, 3);
    assert_eq!(bench.read(SPI0 + 0xC), 3);
    let begun = bench.cycle;
    bench.write(SPI0 + 8, 0x1A5);
    bench.cycle = begun + 31;
    assert_eq!(bench.read(SPI0 + 0xC), 0x13);
    bench.cycle = begun + 32;
    assert_eq!(bench.read(SPI0 + 0xC), 0x17);
    bench.cycle = begun + 38;
    assert_eq!(bench.read(SPI0 + 0xC), 0x07);
    assert_eq!(bench.read(SPI0 + 8), 0xA5);
    assert_eq!(bench.read(SPI0 + 0xC), 3);
}

#[test]
fn fifos_hold_eight_words_and_tell_when_they_overflow() {
    let mut bench = start(7, 2);
    bench.write(SPI0 + 4, 3);
    for word in 0..20 {
        bench.write(SPI0 + 8, word);
        if word == 8 {
            assert_eq!(bench.read(SPI0 + 0xC) & 2, 2, "one has gone to the shift register");
        }
    }
    assert_eq!(bench.read(SPI0 + 0xC) & 2, 0);
    bench.sleep(1000);
    assert_eq!(bench.read(SPI0 + 0x18), 0b1111, "time-out, overrun, half full, half empty");
    let words: Vec<u32> = (0..8).map(|_| bench.read(SPI0 + 8)).collect();
    assert_eq!(words, [0, 1, 2, 3, 4, 5, 6, 7]);
    assert_eq!(bench.read(SPI0 + 0x18), 0b1001);
    bench.write(SPI0 + 0x20, 3);
    assert_eq!(bench.read(SPI0 + 0x18), 0b1000);
}

#[test]
fn interrupts_come_at_half_a_fifo_and_after_32_bits_of_silence() {
    let mut bench = start(7, 2);
    bench.write(SPI0 + 4, 3);
    bench.write(SPI0 + 0x14, 0b0110);
    let begun = bench.cycle;
    for word in 0..4 {
        bench.write(SPI0 + 8, word);
    }
    // Frames of 8 bits follow each other after 9.5: three of them, and the fourth's last capture.
    let fourth = 3 * 19 + 16;
    bench.sleep(begun + fourth - 1 - bench.cycle);
    assert_eq!(bench.chip.interrupts(0), 0);
    bench.sleep(1);
    assert_eq!(bench.chip.interrupts(0), 1 << 31);
    bench.read(SPI0 + 8);
    assert_eq!(bench.chip.interrupts(0), 0);
    bench.sleep(begun + fourth + 63 - bench.cycle);
    assert_eq!(bench.chip.interrupts(0), 0);
    bench.sleep(1);
    assert_eq!(bench.read(SPI0 + 0x1C), 0b0010);
    assert_eq!(bench.chip.interrupts(0), 1 << 31);
}

#[test]
fn clock_data_and_select_have_their_edges_at_the_exact_cycles() {
    // GPIO16 to 19: receive, select, clock, transmit. Mode 3 (SPO, SPH), 4 bits, 2 cycles a bit.
    let mut bench = start(3 << 6 | 3, 2);
    route(&mut bench, &[16, 17, 18, 19]);
    let (select, clock, data) = (1 << 17, 1 << 18, 1 << 19);
    assert_eq!(bench.chip.pin_levels() & (select | clock | data), select | clock);
    let begun = bench.cycle;
    bench.write(SPI0 + 8, 0b1010);
    assert_eq!(bench.chip.pin_levels() & select, 0);
    let seen = edges(&mut bench, select | clock | data, begun + 20);
    let expected = [
        (1, data),
        (2, data | clock),
        (3, 0),
        (4, clock),
        (5, data),
        (6, data | clock),
        (7, 0),
        (8, clock),
        (10, clock | select),
    ];
    // The write takes four cycles, and what happens meanwhile is seen at their end.
    let seen: Vec<(u64, u64)> = seen.into_iter().map(|(cycle, levels)| (cycle - begun, levels)).collect();
    assert_eq!(seen, expected);
}

#[test]
fn input_is_captured_when_the_clock_says() {
    // Mode 0, 4 bits, 20 cycles a bit: captures 20, 40, 60 and 80 cycles after the beginning.
    let mut bench = start(9 << 8 | 3, 2);
    route(&mut bench, &[0]);
    let begun = bench.cycle;
    bench.write(SPI0 + 8, 0);
    for (from, level) in [(5, true), (25, false), (45, true), (79, true), (81, false)] {
        bench.cycle = begun + from;
        bench.chip.drive_pin(0, Some(level), bench.cycle);
    }
    bench.cycle = begun + 100;
    assert_eq!(bench.read(SPI0 + 8), 0b1011);
}

#[test]
fn a_wire_from_output_to_input_brings_every_word_back() {
    for mode in 0..4 {
        // 8 bits, 12 cycles each, GPIO3 (transmit) to GPIO0 (receive).
        let mut bench = start(5 << 8 | mode << 6 | 7, 2);
        route(&mut bench, &[0, 3]);
        bench.chip.connect_pins(0, 3, bench.cycle);
        for word in [0xA5, 0x0F, 0x80] {
            bench.write(SPI0 + 8, word);
        }
        bench.sleep(1000);
        let words: Vec<u32> = (0..3).map(|_| bench.read(SPI0 + 8)).collect();
        assert_eq!(words, [0xA5, 0x0F, 0x80], "mode {mode}");
    }
}

struct Counter(u16);

impl SpiDevice for Counter {
    fn exchange(&mut self, word: u16, bits: u32) -> u16 {
        assert_eq!(bits, 16);
        self.0 += word;
        self.0
    }
}

#[test]
fn a_device_answers_with_the_next_word() {
    let mut bench = start(15, 2);
    bench.chip.attach_spi(0, Box::new(Counter(0)), 0xFFFF);
    for word in [100, 20, 3] {
        bench.write(SPI0 + 8, word);
    }
    bench.sleep(500);
    let words: Vec<u32> = (0..3).map(|_| bench.read(SPI0 + 8)).collect();
    assert_eq!(words, [0xFFFF, 100, 120]);
}

#[test]
fn requests_follow_the_fifos() {
    let mut bench = start(7, 2);
    let credits = |bench: &mut Bench| [24, 25].map(|request| bench.chip.peripherals().spi0.credits(request));
    assert_eq!(credits(&mut bench), [0, 0]);
    bench.write(SPI0 + 0x24, 3);
    bench.write(SPI0 + 4, 1);
    for word in 0..3 {
        bench.write(SPI0 + 8, word);
    }
    assert_eq!(credits(&mut bench), [5, 0]);
    bench.write(SPI0 + 4, 3);
    bench.sleep(500);
    bench.read(SPI0 + 0xC);
    assert_eq!(credits(&mut bench), [8, 3]);
    assert_eq!(bench.chip.peripherals().spi0.requests(), 3 << 24);
}

#[test]
fn what_is_not_modelled_is_refused_by_name() {
    for (offset, value, name) in [(0, 1 << 4 | 7, "SSPCR0.FRF"), (4, 4, "SSPCR1.MS"), (0, 2, "SSPCR0.DSS")] {
        let mut bench = start(7, 2);
        let by = bench.by();
        let fault = bench.chip.write(SPI0 + offset, Size::Word, value, by);
        assert!(matches!(fault, Err(BusFault::Unmodelled { what, .. }) if what.contains(name)), "{name}");
        assert_eq!(bench.read(SPI1 + 0xFE0), 0x22);
    }
}
