//! Timers: pauses, locks, sources, alarms; and the enable codes of the crystal.

use super::*;

fn start() -> TestChip {
    let mut test = TestChip::new();
    test.start_clocks();
    test.unreset(3 << 23);
    test
}

/// Returns the count of TIMER0 in a number of cycles.
fn counted(test: &mut TestChip, cycles: u64) -> u32 {
    let (begun, before) = (test.cycle, test.read("TIMER0.TIMERAWL"));
    test.cycle = begun + cycles;
    test.read("TIMER0.TIMERAWL") - before
}

#[test]
fn an_invalid_enable_code_does_not_change_the_crystal() {
    let mut test = start();
    for code in [0x123, 0x000, 0xD1F] {
        test.write("XOSC.CTRL", code << 12 | 0xAA0);
        assert_eq!(test.chip.clocks().xosc.whole_hertz(), 12_000_000, "{code:#x}");
        assert_eq!(test.chip.clocks().system.whole_hertz(), 150_000_000, "{code:#x}");
        assert_eq!(test.read("XOSC.STATUS") >> 31, 1);
    }
    assert_eq!(test.read("XOSC.STATUS") >> 24 & 1, 1, "BADWRITE");
    test.write("XOSC.CTRL", 0xD1E << 12 | 0xAA0);
    assert_eq!(test.chip.clocks().xosc.whole_hertz(), 0);
}

#[test]
fn a_paused_timer_does_not_count() {
    let mut test = start();
    test.write("TIMER0.PAUSE", 1);
    assert_eq!(counted(&mut test, 150_000), 0);
    test.write("TIMER0.PAUSE", 0);
    assert!((999..=1001).contains(&counted(&mut test, 150_000)));
}

#[test]
fn each_cores_halt_pauses_by_its_own_bit() {
    let mut test = start();
    for (pauses, halted, stands) in [
        (0b110, [true, false], true),
        (0b110, [false, true], true),
        (0b010, [false, true], false),
        (0b010, [true, false], true),
        (0b100, [true, false], false),
        (0b000, [true, true], false),
    ] {
        test.write("TIMER0.DBGPAUSE", pauses);
        test.chip.set_halted(halted, test.cycle);
        assert_eq!(counted(&mut test, 15_000) == 0, stands, "{pauses:#b} {halted:?}");
        test.chip.set_halted([false; 2], test.cycle);
    }
}

#[test]
fn the_source_can_be_the_system_clock_and_a_lock_fixes_it() {
    let mut test = start();
    test.write("TIMER0.SOURCE", 1);
    // Times are whole picoseconds, cycles are not: a count may differ by one.
    assert!((12_344..=12_346).contains(&counted(&mut test, 12_345)));
    test.write("TIMER0.LOCKED", 1);
    test.write("TIMER0.SOURCE", 0);
    test.write("TIMER0.PAUSE", 1);
    test.write("TIMER0.LOCKED", 0);
    assert_eq!(
        (test.read("TIMER0.SOURCE"), test.read("TIMER0.PAUSE"), test.read("TIMER0.LOCKED")),
        (1, 0, 1)
    );
    assert!((99..=101).contains(&counted(&mut test, 100)));
}

#[test]
fn four_alarms_fire_on_their_own_lines_and_can_be_disarmed() {
    let mut test = start();
    test.write("TIMER0.INTE", 0xF);
    let now = test.read("TIMER0.TIMERAWL");
    for alarm in 0..4 {
        test.write(format!("TIMER0.ALARM{alarm}"), now + 100 * (alarm + 1));
    }
    assert_eq!(test.read("TIMER0.ARMED"), 0xF);
    test.write("TIMER0.ARMED", 1 << 1);
    test.sleep(150 * 450);
    assert_eq!(test.read("TIMER0.INTR"), 0b1101);
    assert_eq!(test.chip.interrupts(0), 0b1101);
    assert_eq!(test.read("TIMER0.ARMED"), 0);
    test.write("TIMER0.INTR", 0b1001);
    assert_eq!(test.chip.interrupts(0), 0b0100);
    test.write("TIMER0.INTF", 1 << 1);
    assert_eq!((test.chip.interrupts(0), test.read("TIMER0.INTS")), (0b0110, 0b0110));
}
