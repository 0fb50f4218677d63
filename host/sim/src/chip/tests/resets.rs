//! State that each reset keeps and clears.

use super::*;

#[test]
fn a_device_held_in_reset_loses_its_state_and_does_not_answer() {
    let mut test = TestChip::new();
    test.unreset(1 << 23);
    test.write("TIMER0.INTE", 0xF);
    test.set("RESETS.RESET", 1 << 23);
    let by = test.by();
    assert!(test.chip.read(address_of("TIMER0.INTE"), Size::Word, by).is_err());
    test.unreset(1 << 23);
    assert_eq!(test.read("TIMER0.INTE"), 0);
}

#[test]
fn the_watchdog_fires_after_its_time_and_keeps_scratch() {
    let mut test = TestChip::new();
    test.start_clocks();
    test.write("WATCHDOG.SCRATCH4", 0x1234);
    test.write(0x2000_0000, 77);
    test.write("PSM.WDSEL", 0x01FF_FFFC);
    test.write("WATCHDOG.LOAD", 1000);
    test.write("WATCHDOG.CTRL", 1 << 30);
    let start = test.cycle;
    assert!((999..=1000).contains(&(test.read("WATCHDOG.CTRL") & 0xFF_FFFF)));
    while !test.chip.take_pending().contains(Effects::WATCHDOG) {
        test.cycle = test.chip.next_event();
        assert!(test.cycle < start + 200_000);
        test.chip.advance(test.cycle);
    }
    assert!((test.cycle - start).abs_diff(150_000) < 20);
    assert_eq!(test.chip.watchdog_reset(test.cycle), [true, true]);
    assert_eq!(test.read("WATCHDOG.SCRATCH4"), 0x1234);
    assert_eq!(test.read("WATCHDOG.REASON"), 1);
    assert_eq!(test.read(0x2000_0000), 77);
    assert_eq!(test.read("RESETS.RESET"), 0x1FFF_FFFF);
    assert_eq!(test.chip.clocks().system.whole_hertz(), 11_000_000);
}

#[test]
fn a_trigger_fires_at_once_and_resets_only_what_is_selected() {
    let mut test = TestChip::new();
    test.start_clocks();
    test.write("WATCHDOG.CTRL", 1 << 31);
    assert!(test.chip.take_pending().contains(Effects::WATCHDOG));
    assert_eq!(test.chip.watchdog_reset(test.cycle), [false, false]);
    assert_eq!(test.read("WATCHDOG.REASON"), 2);
    // Only the cores.
    test.write("PSM.WDSEL", 1 << 23);
    test.write("WATCHDOG.CTRL", 1 << 31);
    assert_eq!(test.chip.watchdog_reset(test.cycle), [true, true]);
    assert_eq!(test.chip.clocks().system.whole_hertz(), 150_000_000);
    test.chip.core_reset(0);
    assert_eq!(test.read("WATCHDOG.REASON"), 0);
}

#[test]
fn a_rescue_sets_its_flag_once() {
    let mut test = TestChip::new();
    test.write("WATCHDOG.SCRATCH0", 5);
    test.chip.reset(Reset::Rescue, test.cycle);
    assert_eq!(test.read("WATCHDOG.SCRATCH0"), 0);
    assert_eq!(test.read("POWMAN.CHIP_RESET"), 1 << 21 | 1 << 4);
    assert!(test.chip.peripherals().powman.take_rescue());
    assert!(!test.chip.peripherals().powman.take_rescue());
}

#[test]
fn power_off_loses_memory_but_not_flash() {
    let mut test = TestChip::new();
    test.chip.load_flash(0, &[1, 2, 3, 4]);
    test.write(0x2000_0000, 77);
    test.write("BOOTRAM.RAM0", 88);
    test.chip.reset(Reset::RunPin, test.cycle);
    assert_eq!((test.read(0x2000_0000), test.read("BOOTRAM.RAM0")), (77, 88));
    assert_eq!(test.read("POWMAN.CHIP_RESET"), 1 << 18);
    test.chip.reset(Reset::Power, test.cycle);
    assert_eq!((test.read(0x2000_0000), test.read("BOOTRAM.RAM0")), (0, 0));
    assert_eq!(test.read("POWMAN.CHIP_RESET"), 1 << 16);
    assert_eq!(test.chip.flash()[..4], [1, 2, 3, 4]);
}

#[test]
fn forcing_a_core_off_is_reported() {
    let mut test = TestChip::new();
    test.write("PSM.FRCE_OFF", 1 << 24);
    assert!(test.chip.take_pending().contains(Effects::CORES));
    assert!(test.chip.core_held(1) && !test.chip.core_held(0));
    assert_eq!(test.read("PSM.DONE") >> 23, 1);
    let by = test.by();
    assert!(test.chip.write(address_of("PSM.FRCE_OFF"), Size::Word, 1 << 8, by).is_err());
}
