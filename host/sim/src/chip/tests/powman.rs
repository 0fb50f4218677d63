//! The always-on timer through the bus, as rp235x-hal uses it.

use super::*;

const POWMAN: u32 = 0x4010_0000;
const KEY: u32 = 0x5AFE_0000;
const TIMER: u32 = POWMAN + 0x88;

/// The time set to 2^32 − 1000 ms, by the crystal, running.
fn start() -> Bench {
    let mut bench = Bench::new();
    bench.start_clocks();
    for (offset, value) in [(0x60, 0), (0x64, 0), (0x68, 0xFFFF), (0x6C, 0x1_0000 - 1000)] {
        bench.write(POWMAN + offset, KEY | value);
    }
    bench.write(TIMER + SET, KEY | 1 << 9);
    bench.write(TIMER + SET, KEY | 1 << 1);
    bench.wait_for(TIMER, 1 << 16);
    bench
}

fn time(bench: &mut Bench) -> u64 {
    let upper = u64::from(bench.read(POWMAN + 0x70));
    upper << 32 | u64::from(bench.read(POWMAN + 0x74))
}

#[test]
fn milliseconds_pass_over_the_word_and_can_be_cleared() {
    let mut bench = start();
    assert_eq!(time(&mut bench), 0xFFFF_FC18);
    bench.cycle += 150_000 * 1500;
    assert_eq!(time(&mut bench), 0x1_0000_01F4);
    bench.write(POWMAN + 0x6C, KEY);
    assert_eq!(time(&mut bench), 0x1_0000_01F4, "not while it runs");
    bench.write(TIMER + SET, KEY | 1 << 2);
    assert_eq!(time(&mut bench), 0);
    bench.write(TIMER + CLEAR, KEY | 1 << 1);
    bench.cycle += 150_000 * 10;
    assert_eq!((time(&mut bench), bench.read(TIMER)), (0, 0));
}

#[test]
fn the_registers_tell_the_timer_how_fast_its_source_is() {
    let mut bench = start();
    bench.write(TIMER + SET, KEY | 1 << 8);
    assert_eq!(bench.read(TIMER) >> 16, 2);
    let before = time(&mut bench);
    bench.cycle += 150_000_000;
    assert!((time(&mut bench) - before).abs_diff(1000) <= 1);
    // Told half of what it is, it runs at twice the speed.
    bench.write(POWMAN + 0x50, KEY | 16);
    bench.write(POWMAN + 0x54, KEY | 0x624E);
    let before = time(&mut bench);
    bench.cycle += 150_000_000;
    assert!((time(&mut bench) - before).abs_diff(2000) <= 1);
}

#[test]
fn the_alarm_interrupts_once_and_is_cleared_by_a_zero() {
    let mut bench = start();
    bench.write(TIMER + SET, KEY | 1 << 2);
    bench.write(POWMAN + 0x84, KEY | 20);
    bench.write(POWMAN + 0xE4, 1 << 1);
    bench.write(TIMER + SET, KEY | 1 << 4);
    bench.sleep(150_000 * 19);
    assert_eq!(bench.chip.interrupts(0), 0);
    bench.sleep(150_000);
    assert_eq!(bench.chip.interrupts(0), 1 << 45);
    assert_eq!((bench.read(POWMAN + 0xE0), bench.read(POWMAN + 0xEC)), (2, 2));
    assert_eq!(bench.read(TIMER) & 1 << 6, 1 << 6);
    bench.write(TIMER + CLEAR, KEY | 1 << 6);
    assert_eq!((bench.chip.interrupts(0), bench.read(TIMER) & 1 << 6), (0, 0));
    bench.sleep(150_000 * 5);
    assert_eq!(bench.chip.interrupts(0), 0);
    let by = bench.by();
    assert!(bench.chip.write(TIMER, Size::Word, KEY | 1 << 10, by).is_err(), "ticks from a pin");
}

#[test]
fn a_reset_by_the_run_pin_sets_the_timer_back() {
    let mut bench = start();
    bench.chip.reset(Reset::RunPin, bench.cycle);
    assert_eq!((bench.read(TIMER), time(&mut bench)), (0, 0));
}
