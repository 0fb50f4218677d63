//! ADC through the bus.

use super::*;

/// Returns a chip with the converter at 48 MHz and clk_sys at 150 MHz: a conversion takes 2 µs, 300 cycles.
fn start() -> TestChip {
    let mut test = TestChip::new();
    test.start_clocks();
    test.clear("RESETS.RESET", 1 << 15);
    test.wait_for("RESETS.RESET_DONE", 1 << 15);
    test.write("PLL_USB.CS", 1);
    test.write("PLL_USB.FBDIV_INT", 100);
    test.clear("PLL_USB.PWR", 0x21);
    test.wait_for("PLL_USB.CS", 1 << 31);
    test.write("PLL_USB.PRIM", 5 << 16 | 5 << 12);
    test.clear("PLL_USB.PWR", 8);
    test.write("CLOCKS.CLK_ADC_CTRL", 1 << 11);
    test.unreset(1);
    test.write("ADC.CS", 1);
    test.wait_for("ADC.CS", 1 << 8);
    test
}

#[test]
fn a_conversion_takes_96_cycles_of_its_clock() {
    let mut test = start();
    assert_eq!(test.chip.clocks().adc.whole_hertz(), 48_000_000);
    assert!(test.chip.connect_adc(1, Some(1_650_000), test.cycle));
    let begun = test.cycle;
    test.write("ADC.CS", 1 << 12 | 1 << 2 | 1);
    test.cycle = begun + 299;
    assert_eq!(test.read("ADC.CS") & 1 << 8, 0);
    test.cycle = begun + 300;
    assert_eq!(test.read("ADC.CS") & 1 << 8, 1 << 8);
    assert_eq!(test.read("ADC.RESULT"), 2048);
    assert_eq!(test.chip.next_event(), u64::MAX);
}

#[test]
fn the_temperature_sensor_is_at_27_degrees_when_it_is_on() {
    let mut test = start();
    let by = test.by();
    let fault = test.chip.write(address_of("ADC.CS"), Size::Word, 4 << 12 | 1 << 2 | 1, by);
    assert!(matches!(fault, Err(BusFault::Unmodelled { what, .. }) if what.contains("TS_EN")));
    test.write("ADC.CS", 4 << 12 | 1 << 2 | 3);
    test.wait_for("ADC.CS", 1 << 8);
    assert_eq!(test.read("ADC.RESULT"), 876);
}

#[test]
fn an_open_input_stops_the_board_and_is_named() {
    let mut test = start();
    let by = test.by();
    let mut what = |value| match test.chip.write(address_of("ADC.CS"), Size::Word, value, by) {
        Err(BusFault::Unmodelled { what, .. }) => what,
        other => format!("{other:?}"),
    };
    assert!(what(2 << 12 | 1 << 2 | 1).contains("channel 2 (GPIO28)"));
    assert!(what(7 << 12 | 1 << 2 | 1).contains("RP2350A"));
    // Disconnected during conversions: the next read of the result reports it.
    test.chip.connect_adc(0, Some(5), test.cycle);
    test.write("ADC.CS", 1 << 3 | 1);
    test.chip.connect_adc(0, None, test.cycle);
    test.sleep(1000);
    let by = test.by();
    assert!(test.chip.read(address_of("ADC.RESULT"), Size::Word, by).is_err());
}

#[test]
fn round_robin_converts_its_channels_into_the_fifo() {
    let mut test = start();
    for (channel, millivolts) in [(0, 100), (2, 200), (3, 300)] {
        test.chip.connect_adc(channel, Some(millivolts * 1000), test.cycle);
    }
    test.write("ADC.INTE", 1);
    test.write("ADC.FCS", 5 << 24 | 1);
    let begun = test.cycle;
    test.write("ADC.CS", 0b1101 << 16 | 1 << 3 | 1);
    test.sleep(begun + 1499 - test.cycle);
    assert_eq!(test.chip.interrupts(0), 0);
    test.sleep(1);
    assert_eq!(test.chip.interrupts(0), 1 << 35);
    test.clear("ADC.CS", 1 << 3);
    test.sleep(1000);
    let level = test.read("ADC.FCS") >> 16 & 0xF;
    assert_eq!(level, 6);
    let results: Vec<u32> = (0..6).map(|_| test.read("ADC.FIFO")).collect();
    assert_eq!(results, [124, 248, 372, 124, 248, 372]);
    assert_eq!(test.chip.interrupts(0), 0);
    test.read("ADC.FIFO");
    assert_eq!(test.read("ADC.FCS") & 0xF00, 0x500);
    test.write("ADC.FCS", 1 << 10);
    assert_eq!(test.read("ADC.FCS") & 0xF00, 0x100);
}

#[test]
fn intervals_are_exact_and_a_full_fifo_overflows() {
    let mut test = start();
    test.chip.connect_adc(0, Some(3_000_000), test.cycle);
    test.write("ADC.FCS", 1 << 24 | 1 << 3 | 3);
    test.write("ADC.DIV", 479 << 8);
    let begun = test.cycle;
    test.write("ADC.CS", 1 << 3 | 1);
    // A conversion every 480 cycles of 48 MHz, 1500 of clk_sys; the first ends after 300.
    test.cycle = begun + 7 * 1500 + 299;
    assert_eq!(test.read("ADC.FCS") >> 16 & 0xF, 7);
    test.cycle = begun + 7 * 1500 + 300;
    assert_eq!(test.read("ADC.FCS") & 0xF_0F00, 0x8_0200);
    test.cycle = begun + 8 * 1500 + 300;
    assert_eq!(test.read("ADC.FCS") & 0xF_0F00, 0x8_0A00);
    assert_eq!(test.read("ADC.FIFO"), 3723 >> 4);
}
