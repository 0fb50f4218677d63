//! ADC through the bus.

use super::*;

const ADC: u32 = 0x400A_0000;
const FCS: u32 = ADC + 8;

/// The converter at 48 MHz from the USB PLL, clk_sys 150 MHz: a conversion takes 2 µs, 300 cycles.
fn start() -> Bench {
    let mut bench = Bench::new();
    bench.start_clocks();
    bench.write(RESETS + CLEAR, 1 << 15);
    bench.wait_for(RESETS + 8, 1 << 15);
    let pll_usb = 0x4005_8000;
    bench.write(pll_usb, 1);
    bench.write(pll_usb + 8, 100);
    bench.write(pll_usb + CLEAR + 4, 0x21);
    bench.wait_for(pll_usb, 1 << 31);
    bench.write(pll_usb + 0xC, 5 << 16 | 5 << 12);
    bench.write(pll_usb + CLEAR + 4, 8);
    bench.write(CLOCKS + 0x6C, 1 << 11);
    bench.unreset(1);
    bench.write(ADC, 1);
    bench.wait_for(ADC, 1 << 8);
    bench
}

#[test]
fn a_conversion_takes_96_cycles_of_its_clock() {
    let mut bench = start();
    assert_eq!(bench.chip.clocks().adc.whole_hertz(), 48_000_000);
    assert!(bench.chip.connect_adc(1, Some(1_650_000), bench.cycle));
    let begun = bench.cycle;
    bench.write(ADC, 1 << 12 | 1 << 2 | 1);
    bench.cycle = begun + 299;
    assert_eq!(bench.read(ADC) & 1 << 8, 0);
    bench.cycle = begun + 300;
    assert_eq!(bench.read(ADC) & 1 << 8, 1 << 8);
    assert_eq!(bench.read(ADC + 4), 2048);
    assert_eq!(bench.chip.next_event(), u64::MAX);
}

#[test]
fn the_temperature_sensor_is_at_27_degrees_when_it_is_on() {
    let mut bench = start();
    let by = bench.by();
    let fault = bench.chip.write(ADC, Size::Word, 4 << 12 | 1 << 2 | 1, by);
    assert!(matches!(fault, Err(BusFault::Unmodelled { what, .. }) if what.contains("TS_EN")));
    bench.write(ADC, 4 << 12 | 1 << 2 | 3);
    bench.wait_for(ADC, 1 << 8);
    assert_eq!(bench.read(ADC + 4), 876);
}

#[test]
fn an_input_without_a_voltage_stops_the_board_with_its_name() {
    let mut bench = start();
    let by = bench.by();
    let mut what = |value| match bench.chip.write(ADC, Size::Word, value, by) {
        Err(BusFault::Unmodelled { what, .. }) => what,
        other => format!("{other:?}"),
    };
    assert!(what(2 << 12 | 1 << 2 | 1).contains("channel 2 (GPIO28)"));
    assert!(what(7 << 12 | 1 << 2 | 1).contains("RP2350A"));
    // Taken away while conversions go on: the next look at the result tells.
    bench.chip.connect_adc(0, Some(5), bench.cycle);
    bench.write(ADC, 1 << 3 | 1);
    bench.chip.connect_adc(0, None, bench.cycle);
    bench.sleep(1000);
    let by = bench.by();
    assert!(bench.chip.read(ADC + 4, Size::Word, by).is_err());
}

#[test]
fn round_robin_goes_through_its_channels_into_the_fifo() {
    let mut bench = start();
    for (channel, millivolts) in [(0, 100), (2, 200), (3, 300)] {
        bench.chip.connect_adc(channel, Some(millivolts * 1000), bench.cycle);
    }
    bench.write(ADC + 0x18, 1);
    bench.write(FCS, 5 << 24 | 1);
    let begun = bench.cycle;
    bench.write(ADC, 0b1101 << 16 | 1 << 3 | 1);
    bench.sleep(begun + 1499 - bench.cycle);
    assert_eq!(bench.chip.interrupts(0), 0);
    bench.sleep(1);
    assert_eq!(bench.chip.interrupts(0), 1 << 35);
    bench.write(ADC + CLEAR, 1 << 3);
    bench.sleep(1000);
    let level = bench.read(FCS) >> 16 & 0xF;
    assert_eq!(level, 6);
    let results: Vec<u32> = (0..6).map(|_| bench.read(ADC + 0xC)).collect();
    assert_eq!(results, [124, 248, 372, 124, 248, 372]);
    assert_eq!(bench.chip.interrupts(0), 0);
    bench.read(ADC + 0xC);
    assert_eq!(bench.read(FCS) & 0xF00, 0x500);
    bench.write(FCS, 1 << 10);
    assert_eq!(bench.read(FCS) & 0xF00, 0x100);
}

#[test]
fn intervals_are_kept_and_a_full_fifo_overflows() {
    let mut bench = start();
    bench.chip.connect_adc(0, Some(3_000_000), bench.cycle);
    bench.write(FCS, 1 << 24 | 1 << 3 | 3);
    bench.write(ADC + 0x10, 479 << 8);
    let begun = bench.cycle;
    bench.write(ADC, 1 << 3 | 1);
    // A conversion each 480 cycles of 48 MHz, 1500 of clk_sys; the first ends after 300.
    bench.cycle = begun + 7 * 1500 + 299;
    assert_eq!(bench.read(FCS) >> 16 & 0xF, 7);
    bench.cycle = begun + 7 * 1500 + 300;
    assert_eq!(bench.read(FCS) & 0xF_0F00, 0x8_0200);
    bench.cycle = begun + 8 * 1500 + 300;
    assert_eq!(bench.read(FCS) & 0xF_0F00, 0x8_0A00);
    assert_eq!(bench.read(ADC + 0xC), 3723 >> 4);
}
