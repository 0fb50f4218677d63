//! SPI through the bus, with its pins and with a device.

use super::*;
use crate::devices::spi::SpiDevice;
use crate::peripheral::Peripheral;

/// Returns a chip with SPI0 at clk_peri = clk_sys = 150 MHz: `control` is SSPCR0; a bit takes `divisor` × (1 + SCR)
/// cycles.
fn start(control: u32, divisor: u32) -> TestChip {
    let mut test = TestChip::new();
    test.start_clocks();
    test.write("CLOCKS.CLK_PERI_CTRL", 1 << 11);
    test.unreset(1 << 6 | 1 << 9 | 3 << 18);
    test.write("SPI0.SSPCPSR", divisor);
    test.write("SPI0.SSPCR0", control);
    test.write("SPI0.SSPCR1", 2);
    test
}

/// Returns the cycles of the edges of the pins in `mask`, with the levels after each, up to a cycle.
fn edges(test: &mut TestChip, mask: u64, until: u64) -> Vec<(u64, u64)> {
    let mut levels = test.chip.pin_levels() & mask;
    let mut edges = Vec::new();
    while test.chip.next_event() <= until {
        test.cycle = test.chip.next_event();
        test.chip.advance(test.cycle);
        let next = test.chip.pin_levels() & mask;
        if next != levels {
            edges.push((test.cycle, next));
            levels = next;
        }
    }
    test.cycle = until;
    edges
}

#[test]
fn words_loop_back_after_the_time_of_their_bits() {
    // 8 bits, SPH = 0, 4 cycles a bit: 32 cycles to the last capture, chip select rises after 4 more.
    let mut test = start(1 << 8 | 7, 2);
    test.write("SPI0.SSPCR1", 3);
    assert_eq!(test.read("SPI0.SSPSR"), 3);
    let begun = test.cycle;
    test.write("SPI0.SSPDR", 0x1A5);
    test.cycle = begun + 31;
    assert_eq!(test.read("SPI0.SSPSR"), 0x13);
    test.cycle = begun + 32;
    assert_eq!(test.read("SPI0.SSPSR"), 0x17);
    test.cycle = begun + 38;
    assert_eq!(test.read("SPI0.SSPSR"), 0x07);
    assert_eq!(test.read("SPI0.SSPDR"), 0xA5);
    assert_eq!(test.read("SPI0.SSPSR"), 3);
}

#[test]
fn fifos_hold_eight_words_and_report_overflow() {
    let mut test = start(7, 2);
    test.write("SPI0.SSPCR1", 3);
    for word in 0..20 {
        test.write("SPI0.SSPDR", word);
        if word == 8 {
            assert_eq!(test.read("SPI0.SSPSR") & 2, 2, "one is in the shift register");
        }
    }
    assert_eq!(test.read("SPI0.SSPSR") & 2, 0);
    test.sleep(1000);
    assert_eq!(test.read("SPI0.SSPRIS"), 0b1111, "time-out, overrun, half full, half empty");
    let words: Vec<u32> = (0..8).map(|_| test.read("SPI0.SSPDR")).collect();
    assert_eq!(words, [0, 1, 2, 3, 4, 5, 6, 7]);
    assert_eq!(test.read("SPI0.SSPRIS"), 0b1001);
    test.write("SPI0.SSPICR", 3);
    assert_eq!(test.read("SPI0.SSPRIS"), 0b1000);
}

#[test]
fn interrupts_rise_at_half_a_fifo_and_after_32_bits_of_silence() {
    let mut test = start(7, 2);
    test.write("SPI0.SSPCR1", 3);
    test.write("SPI0.SSPIMSC", 0b0110);
    let begun = test.cycle;
    for word in 0..4 {
        test.write("SPI0.SSPDR", word);
    }
    // A frame of 8 bits takes 9.5 with the gap: three of them, and the last capture of the fourth.
    let fourth = 3 * 19 + 16;
    test.sleep(begun + fourth - 1 - test.cycle);
    assert_eq!(test.chip.interrupts(0), 0);
    test.sleep(1);
    assert_eq!(test.chip.interrupts(0), 1 << 31);
    test.read("SPI0.SSPDR");
    assert_eq!(test.chip.interrupts(0), 0);
    test.sleep(begun + fourth + 63 - test.cycle);
    assert_eq!(test.chip.interrupts(0), 0);
    test.sleep(1);
    assert_eq!(test.read("SPI0.SSPMIS"), 0b0010);
    assert_eq!(test.chip.interrupts(0), 1 << 31);
}

#[test]
fn clock_data_and_select_have_their_edges_at_the_exact_cycles() {
    // GPIO16 to 19: receive, select, clock, transmit. Mode 3 (SPO, SPH), 4 bits, 2 cycles a bit.
    let mut test = start(3 << 6 | 3, 2);
    test.route(&[16, 17, 18, 19], 1, 0x52);
    let (select, clock, data) = (1 << 17, 1 << 18, 1 << 19);
    assert_eq!(test.chip.pin_levels() & (select | clock | data), select | clock);
    let begun = test.cycle;
    test.write("SPI0.SSPDR", 0b1010);
    assert_eq!(test.chip.pin_levels() & select, 0);
    let seen = edges(&mut test, select | clock | data, begun + 20);
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
    // The write takes four cycles; edges during it are seen at its end.
    let seen: Vec<(u64, u64)> = seen.into_iter().map(|(cycle, levels)| (cycle - begun, levels)).collect();
    assert_eq!(seen, expected);
}

#[test]
fn input_is_captured_at_the_edges_of_the_clock() {
    // Mode 0, 4 bits, 20 cycles a bit: captures 20, 40, 60 and 80 cycles after the start.
    let mut test = start(9 << 8 | 3, 2);
    test.route(&[0], 1, 0x52);
    let begun = test.cycle;
    test.write("SPI0.SSPDR", 0);
    for (from, level) in [(5, true), (25, false), (45, true), (79, true), (81, false)] {
        test.cycle = begun + from;
        test.chip.drive_pin(0, Some(level), test.cycle);
    }
    test.cycle = begun + 100;
    assert_eq!(test.read("SPI0.SSPDR"), 0b1011);
}

#[test]
fn a_wire_from_output_to_input_returns_every_word() {
    for mode in 0..4 {
        // 8 bits, 12 cycles each, GPIO3 (transmit) to GPIO0 (receive).
        let mut test = start(5 << 8 | mode << 6 | 7, 2);
        test.route(&[0, 3], 1, 0x52);
        test.chip.connect_pins(0, 3, test.cycle);
        for word in [0xA5, 0x0F, 0x80] {
            test.write("SPI0.SSPDR", word);
        }
        test.sleep(1000);
        let words: Vec<u32> = (0..3).map(|_| test.read("SPI0.SSPDR")).collect();
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
fn a_device_answers_with_its_next_word() {
    let mut test = start(15, 2);
    test.chip.attach_spi(0, Box::new(Counter(0)), 0xFFFF);
    for word in [100, 20, 3] {
        test.write("SPI0.SSPDR", word);
    }
    test.sleep(500);
    let words: Vec<u32> = (0..3).map(|_| test.read("SPI0.SSPDR")).collect();
    assert_eq!(words, [0xFFFF, 100, 120]);
}

#[test]
fn requests_follow_the_fifos() {
    let mut test = start(7, 2);
    let credits = |test: &mut TestChip| [24, 25].map(|request| test.chip.peripherals().spi0.credits(request));
    assert_eq!(credits(&mut test), [0, 0]);
    test.write("SPI0.SSPDMACR", 3);
    test.write("SPI0.SSPCR1", 1);
    for word in 0..3 {
        test.write("SPI0.SSPDR", word);
    }
    assert_eq!(credits(&mut test), [5, 0]);
    test.write("SPI0.SSPCR1", 3);
    test.sleep(500);
    test.read("SPI0.SSPSR");
    assert_eq!(credits(&mut test), [8, 3]);
    assert_eq!(test.chip.peripherals().spi0.requests(), 3 << 24);
}

#[test]
fn what_is_not_modelled_is_refused_by_name() {
    for (register, value, field) in
        [("SPI0.SSPCR0", 1 << 4 | 7, "FRF"), ("SPI0.SSPCR1", 4, "MS"), ("SPI0.SSPCR0", 2, "DSS")]
    {
        let mut test = start(7, 2);
        let by = test.by();
        let fault = test.chip.write(address_of(register), Size::Word, value, by);
        assert!(
            matches!(fault, Err(BusFault::Unmodelled { what, .. }) if what.contains(&format!("{register}.{field}"))),
            "{register}.{field}"
        );
        assert_eq!(test.read("SPI1.SSPPERIPHID0"), 0x22);
    }
}
