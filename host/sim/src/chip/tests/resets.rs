//! What resets keep and what they take away.

use super::*;

const SCRATCH: u32 = WATCHDOG + 0xC;
const PSM_WDSEL: u32 = 0x4001_8008;
const CHIP_RESET: u32 = 0x4010_002C;

#[test]
fn a_held_block_loses_its_state_and_answers_no_more() {
    let mut bench = Bench::new();
    bench.unreset(1 << 23);
    bench.write(TIMER0 + 0x40, 0xF);
    bench.write(RESETS + SET, 1 << 23);
    let by = bench.by();
    assert!(bench.chip.read(TIMER0 + 0x40, Size::Word, by).is_err());
    bench.unreset(1 << 23);
    assert_eq!(bench.read(TIMER0 + 0x40), 0);
}

#[test]
fn the_watchdog_bites_after_its_time_and_keeps_scratch() {
    let mut bench = Bench::new();
    bench.start_clocks();
    bench.write(SCRATCH + 4 * 4, 0x1234);
    bench.write(0x2000_0000, 77);
    bench.write(PSM_WDSEL, 0x01FF_FFFC);
    bench.write(WATCHDOG + 4, 1000);
    bench.write(WATCHDOG, 1 << 30);
    let start = bench.cycle;
    assert!((999..=1000).contains(&(bench.read(WATCHDOG) & 0xFF_FFFF)));
    while !bench.chip.take_pending().contains(Effects::WATCHDOG) {
        bench.cycle = bench.chip.next_event();
        assert!(bench.cycle < start + 200_000);
        bench.chip.advance(bench.cycle);
    }
    assert!((bench.cycle - start).abs_diff(150_000) < 20);
    assert_eq!(bench.chip.watchdog_reset(bench.cycle), [true, true]);
    assert_eq!(bench.read(SCRATCH + 4 * 4), 0x1234);
    assert_eq!(bench.read(WATCHDOG + 8), 1);
    assert_eq!(bench.read(0x2000_0000), 77);
    assert_eq!(bench.read(RESETS), 0x1FFF_FFFF);
    assert_eq!(bench.chip.clocks().system.whole_hertz(), 11_000_000);
}

#[test]
fn a_trigger_bites_at_once_and_what_is_not_selected_stays() {
    let mut bench = Bench::new();
    bench.start_clocks();
    bench.write(WATCHDOG, 1 << 31);
    assert!(bench.chip.take_pending().contains(Effects::WATCHDOG));
    assert_eq!(bench.chip.watchdog_reset(bench.cycle), [false, false]);
    assert_eq!(bench.read(WATCHDOG + 8), 2);
    // The cores alone.
    bench.write(PSM_WDSEL, 1 << 23);
    bench.write(WATCHDOG, 1 << 31);
    assert_eq!(bench.chip.watchdog_reset(bench.cycle), [true, true]);
    assert_eq!(bench.chip.clocks().system.whole_hertz(), 150_000_000);
    bench.chip.core_reset(0);
    assert_eq!(bench.read(WATCHDOG + 8), 0);
}

#[test]
fn a_rescue_sets_its_flag_once() {
    let mut bench = Bench::new();
    bench.write(SCRATCH, 5);
    bench.chip.reset(Reset::Rescue, bench.cycle);
    assert_eq!(bench.read(SCRATCH), 0);
    assert_eq!(bench.read(CHIP_RESET), 1 << 21 | 1 << 4);
    assert!(bench.chip.peripherals().powman.take_rescue());
    assert!(!bench.chip.peripherals().powman.take_rescue());
}

#[test]
fn power_off_loses_memory_but_not_flash() {
    let mut bench = Bench::new();
    bench.chip.load_flash(0, &[1, 2, 3, 4]);
    bench.write(0x2000_0000, 77);
    bench.write(0x400E_0000, 88);
    bench.chip.reset(Reset::RunPin, bench.cycle);
    assert_eq!((bench.read(0x2000_0000), bench.read(0x400E_0000)), (77, 88));
    assert_eq!(bench.read(CHIP_RESET), 1 << 18);
    bench.chip.reset(Reset::Power, bench.cycle);
    assert_eq!((bench.read(0x2000_0000), bench.read(0x400E_0000)), (0, 0));
    assert_eq!(bench.read(CHIP_RESET), 1 << 16);
    assert_eq!(bench.chip.flash()[..4], [1, 2, 3, 4]);
}

#[test]
fn forcing_a_core_off_is_told() {
    let mut bench = Bench::new();
    bench.write(0x4001_8004, 1 << 24);
    assert!(bench.chip.take_pending().contains(Effects::CORES));
    assert!(bench.chip.core_held(1) && !bench.chip.core_held(0));
    assert_eq!(bench.read(0x4001_800C) >> 23, 1);
    let by = bench.by();
    assert!(bench.chip.write(0x4001_8004, Size::Word, 1 << 8, by).is_err());
}
