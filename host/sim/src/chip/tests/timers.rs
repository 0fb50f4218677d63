//! Timers: pauses, locks, sources; and the crystal's enable codes.

use super::*;

const PAUSE: u32 = TIMER0 + 0x30;
const DBGPAUSE: u32 = TIMER0 + 0x2C;
const LOCKED: u32 = TIMER0 + 0x34;
const SOURCE: u32 = TIMER0 + 0x38;
const RAWL: u32 = TIMER0 + 0x28;

fn start() -> Bench {
    let mut bench = Bench::new();
    bench.start_clocks();
    bench.unreset(3 << 23);
    bench
}

/// What TIMER0 counts in a number of cycles.
fn counted(bench: &mut Bench, cycles: u64) -> u32 {
    let (begun, before) = (bench.cycle, bench.read(RAWL));
    bench.cycle = begun + cycles;
    bench.read(RAWL) - before
}

#[test]
fn an_enable_code_that_is_none_leaves_the_crystal_as_it_is() {
    let mut bench = start();
    for code in [0x123, 0x000, 0xD1F] {
        bench.write(XOSC, code << 12 | 0xAA0);
        assert_eq!(bench.chip.clocks().xosc.whole_hertz(), 12_000_000, "{code:#x}");
        assert_eq!(bench.chip.clocks().system.whole_hertz(), 150_000_000, "{code:#x}");
        assert_eq!(bench.read(XOSC + 4) >> 31, 1);
    }
    assert_eq!(bench.read(XOSC + 4) >> 24 & 1, 1, "BADWRITE");
    bench.write(XOSC, 0xD1E << 12 | 0xAA0);
    assert_eq!(bench.chip.clocks().xosc.whole_hertz(), 0);
}

#[test]
fn a_paused_timer_keeps_its_time() {
    let mut bench = start();
    bench.write(PAUSE, 1);
    assert_eq!(counted(&mut bench, 150_000), 0);
    bench.write(PAUSE, 0);
    assert!((999..=1001).contains(&counted(&mut bench, 150_000)));
}

#[test]
fn each_cores_halt_pauses_by_its_own_bit() {
    let mut bench = start();
    for (pauses, halted, stands) in [
        (0b110, [true, false], true),
        (0b110, [false, true], true),
        (0b010, [false, true], false),
        (0b010, [true, false], true),
        (0b100, [true, false], false),
        (0b000, [true, true], false),
    ] {
        bench.write(DBGPAUSE, pauses);
        bench.chip.set_halted(halted, bench.cycle);
        assert_eq!(counted(&mut bench, 15_000) == 0, stands, "{pauses:#b} {halted:?}");
        bench.chip.set_halted([false; 2], bench.cycle);
    }
}

#[test]
fn the_source_can_be_the_system_clock_and_a_lock_keeps_it() {
    let mut bench = start();
    bench.write(SOURCE, 1);
    // Picoseconds are whole, cycles are not: a count may be one off.
    assert!((12_344..=12_346).contains(&counted(&mut bench, 12_345)));
    bench.write(LOCKED, 1);
    bench.write(SOURCE, 0);
    bench.write(PAUSE, 1);
    bench.write(LOCKED, 0);
    assert_eq!((bench.read(SOURCE), bench.read(PAUSE), bench.read(LOCKED)), (1, 0, 1));
    assert!((99..=101).contains(&counted(&mut bench, 100)));
}

#[test]
fn four_alarms_fire_on_their_own_lines_and_can_be_disarmed() {
    let mut bench = start();
    bench.write(TIMER0 + 0x40, 0xF);
    let now = bench.read(RAWL);
    for alarm in 0..4 {
        bench.write(TIMER0 + 0x10 + alarm * 4, now + 100 * (alarm + 1));
    }
    assert_eq!(bench.read(TIMER0 + 0x20), 0xF);
    bench.write(TIMER0 + 0x20, 1 << 1);
    bench.sleep(150 * 450);
    assert_eq!(bench.read(TIMER0 + 0x3C), 0b1101);
    assert_eq!(bench.chip.interrupts(0), 0b1101);
    assert_eq!(bench.read(TIMER0 + 0x20), 0);
    bench.write(TIMER0 + 0x3C, 0b1001);
    assert_eq!(bench.chip.interrupts(0), 0b0100);
    bench.write(TIMER0 + 0x44, 1 << 1);
    assert_eq!((bench.chip.interrupts(0), bench.read(TIMER0 + 0x48)), (0b0110, 0b0110));
}
