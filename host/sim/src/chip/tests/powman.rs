//! The always-on timer through the bus, as rp235x-hal uses it.

use super::*;

const KEY: u32 = 0x5AFE_0000;
const TIMER: &str = "POWMAN.TIMER";

/// Returns a chip whose timer runs from the crystal, at 2^32 − 1000 ms.
fn start() -> TestChip {
    let mut test = TestChip::new();
    test.start_clocks();
    for (register, value) in [
        ("POWMAN.SET_TIME_63TO48", 0),
        ("POWMAN.SET_TIME_47TO32", 0),
        ("POWMAN.SET_TIME_31TO16", 0xFFFF),
        ("POWMAN.SET_TIME_15TO0", 0x1_0000 - 1000),
    ] {
        test.write(register, KEY | value);
    }
    test.set(TIMER, KEY | 1 << 9);
    test.set(TIMER, KEY | 1 << 1);
    test.wait_for(TIMER, 1 << 16);
    test
}

fn time(test: &mut TestChip) -> u64 {
    let upper = u64::from(test.read("POWMAN.READ_TIME_UPPER"));
    upper << 32 | u64::from(test.read("POWMAN.READ_TIME_LOWER"))
}

#[test]
fn milliseconds_carry_over_and_can_be_cleared() {
    let mut test = start();
    assert_eq!(time(&mut test), 0xFFFF_FC18);
    test.cycle += 150_000 * 1500;
    assert_eq!(time(&mut test), 0x1_0000_01F4);
    test.write("POWMAN.SET_TIME_15TO0", KEY);
    assert_eq!(time(&mut test), 0x1_0000_01F4, "not while the timer runs");
    test.set(TIMER, KEY | 1 << 2);
    assert_eq!(time(&mut test), 0);
    test.clear(TIMER, KEY | 1 << 1);
    test.cycle += 150_000 * 10;
    assert_eq!((time(&mut test), test.read(TIMER)), (0, 0));
}

#[test]
fn the_timer_uses_the_rate_in_its_registers() {
    let mut test = start();
    test.set(TIMER, KEY | 1 << 8);
    assert_eq!(test.read(TIMER) >> 16, 2);
    let before = time(&mut test);
    test.cycle += 150_000_000;
    assert!((time(&mut test) - before).abs_diff(1000) <= 1);
    // With half the rate of its source, the timer runs at twice the speed.
    test.write("POWMAN.LPOSC_FREQ_KHZ_INT", KEY | 16);
    test.write("POWMAN.LPOSC_FREQ_KHZ_FRAC", KEY | 0x624E);
    let before = time(&mut test);
    test.cycle += 150_000_000;
    assert!((time(&mut test) - before).abs_diff(2000) <= 1);
}

#[test]
fn the_alarm_interrupts_once_and_a_zero_clears_it() {
    let mut test = start();
    test.set(TIMER, KEY | 1 << 2);
    test.write("POWMAN.ALARM_TIME_15TO0", KEY | 20);
    test.write("POWMAN.INTE", 1 << 1);
    test.set(TIMER, KEY | 1 << 4);
    test.sleep(150_000 * 19);
    assert_eq!(test.chip.interrupts(0), 0);
    test.sleep(150_000);
    assert_eq!(test.chip.interrupts(0), 1 << 45);
    assert_eq!((test.read("POWMAN.INTR"), test.read("POWMAN.INTS")), (2, 2));
    assert_eq!(test.read(TIMER) & 1 << 6, 1 << 6);
    test.clear(TIMER, KEY | 1 << 6);
    assert_eq!((test.chip.interrupts(0), test.read(TIMER) & 1 << 6), (0, 0));
    test.sleep(150_000 * 5);
    assert_eq!(test.chip.interrupts(0), 0);
    let by = test.by();
    assert!(test.chip.write(address_of(TIMER), Size::Word, KEY | 1 << 10, by).is_err(), "ticks from a pin");
}

#[test]
fn a_reset_by_the_run_pin_resets_the_timer() {
    let mut test = start();
    test.chip.reset(Reset::RunPin, test.cycle);
    assert_eq!((test.read(TIMER), time(&mut test)), (0, 0));
}
