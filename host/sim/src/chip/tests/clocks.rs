//! Clocks, ticks and timers together.

use super::*;

#[test]
fn the_chip_starts_on_the_ring_oscillator() {
    let bench = Bench::new();
    assert_eq!(bench.chip.clocks().system.whole_hertz(), 11_000_000);
    assert_eq!(bench.chip.clocks().reference.whole_hertz(), 11_000_000);
    assert!(!bench.chip.clocks().peripheral.runs());
}

#[test]
fn the_usual_start_up_gives_150_megahertz() {
    let mut bench = Bench::new();
    bench.start_clocks();
    assert_eq!(bench.chip.clocks().system.whole_hertz(), 150_000_000);
    assert_eq!(bench.chip.clocks().reference.whole_hertz(), 12_000_000);
    // 47 × 256 crystal cycles and the lock of the PLL.
    let time = bench.chip.time_at(bench.cycle);
    assert!((1_002_666_666..1_200_000_000).contains(&time), "{time}");
}

#[test]
fn the_timer_counts_microseconds_whatever_the_system_clock() {
    let mut bench = Bench::new();
    bench.start_clocks();
    bench.unreset(1 << 23);
    let start = bench.read(TIMER0 + 0x28);
    let from = bench.cycle;
    bench.sleep(150 * 1000 - (bench.cycle - from));
    assert_eq!(bench.read(TIMER0 + 0x28) - start, 1000);
    // Half the clock: twice the time for as many cycles.
    bench.write(CLOCKS + 0x40, 2 << 16);
    let start = bench.read(TIMER0 + 0x28);
    bench.sleep(75 * 1000);
    assert_eq!(bench.read(TIMER0 + 0x28) - start, 1000);
}

#[test]
fn an_alarm_raises_its_line_in_its_microsecond() {
    let mut bench = Bench::new();
    bench.start_clocks();
    bench.unreset(1 << 23);
    bench.write(TIMER0 + 0x40, 1 << 2);
    let now = bench.read(TIMER0 + 0x28);
    let written = bench.write(TIMER0 + 0x10 + 2 * 4, now + 500);
    assert!(written.events_pending);
    assert_eq!(bench.read(TIMER0 + 0x20), 1 << 2);
    let due = bench.chip.next_event();
    assert!((due - bench.cycle).abs_diff(500 * 150) < 300, "{due}");
    bench.sleep(due - bench.cycle - 1);
    assert_eq!(bench.chip.interrupts(0), 0);
    bench.sleep(1);
    assert_eq!(bench.chip.interrupts(0), 1 << 2);
    assert_eq!(bench.read(TIMER0 + 0x28), now + 500);
    assert_eq!(bench.read(TIMER0 + 0x20), 0);
    // Both the SDK's ways of clearing it.
    bench.write(TIMER0 + CLEAR + 0x3C, 1 << 2);
    assert_eq!(bench.chip.interrupts(0), 0);
    bench.write(TIMER0 + 0x44, 1 << 2);
    assert_eq!(bench.chip.interrupts(1), 1 << 2);
}

#[test]
fn time_reads_are_consistent() {
    let mut bench = Bench::new();
    bench.start_clocks();
    bench.unreset(1 << 23);
    bench.write(TIMER0 + 4, 0xFFFF_FFFE);
    bench.write(TIMER0, 7);
    assert_eq!(bench.read(TIMER0 + 0xC), 0xFFFF_FFFE);
    bench.sleep(600);
    assert_eq!(bench.read(TIMER0 + 8), 7, "latched");
    assert_eq!(bench.read(TIMER0 + 0xC), 2);
    assert_eq!(bench.read(TIMER0 + 8), 8);
    assert_eq!(bench.read(TIMER0 + 0x24), 8);
}

#[test]
fn a_debugger_that_halts_a_core_pauses_the_timer() {
    let mut bench = Bench::new();
    bench.start_clocks();
    bench.unreset(1 << 23);
    bench.chip.set_halted([false, true], bench.cycle);
    let start = bench.read(TIMER0 + 0x28);
    bench.sleep(15_000);
    assert_eq!(bench.read(TIMER0 + 0x28), start);
    bench.write(TIMER0 + 0x2C, 0);
    bench.sleep(15_000);
    assert!(bench.read(TIMER0 + 0x28) - start >= 100);
}

#[test]
fn the_frequency_counter_measures_what_is_configured() {
    let mut bench = Bench::new();
    bench.start_clocks();
    let measure = |bench: &mut Bench, source| {
        bench.write(CLOCKS + 0x8C, 12_000);
        bench.write(CLOCKS + 0xA0, source);
        bench.wait_for(CLOCKS + 0xA4, 1 << 4);
        (bench.read(CLOCKS + 0xA4), bench.read(CLOCKS + 0xA8))
    };
    assert_eq!(measure(&mut bench, 9), (1 << 4 | 1, 150_000 << 5));
    assert_eq!(measure(&mut bench, 3), (1 << 4 | 1, 11_000 << 5));
    // The USB PLL does not run.
    assert_eq!(measure(&mut bench, 2), (1 << 4 | 1 << 16 | 1 << 28, 0));
    bench.write(CLOCKS + 0x94, 100_000);
    assert_eq!(measure(&mut bench, 9).0, 1 << 4 | 1 << 16 | 1 << 24);
    let by = bench.by();
    assert!(bench.chip.write(CLOCKS + 0xA0, Size::Word, 15, by).is_err());
}

#[test]
fn a_pll_out_of_range_never_locks() {
    let mut bench = Bench::new();
    bench.start_clocks();
    bench.unreset(1 << 15);
    let pll = 0x4005_8000;
    bench.write(pll + 8, 40);
    bench.write(pll + CLEAR + 4, 0x2D);
    bench.sleep(15_000_000);
    assert_eq!(bench.read(pll) >> 31, 0);
    bench.write(pll + 8, 100);
    bench.sleep(15_000_000);
    assert_eq!(bench.read(pll) >> 31, 1);
}

#[test]
fn clocks_on_pins_stop_with_their_name() {
    let mut bench = Bench::new();
    bench.write(CLOCKS + 12, 6 << 5);
    let by = bench.by();
    let fault = bench.chip.write(CLOCKS + SET + 12, Size::Word, 1 << 11, by);
    let Err(BusFault::Unmodelled { what, .. }) = fault else { panic!("{fault:?}") };
    assert_eq!(what, "CLOCKS.CLK_GPOUT1_CTRL.ENABLE: clocks on pins");
}

#[test]
fn a_stopped_system_clock_is_resuscitated_from_the_reference() {
    const CLOCKS_IRQ: u64 = 1 << 30;
    let mut bench = Bench::new();
    bench.start_clocks();
    assert_eq!(bench.read(CLOCKS + 0x88), 0);
    bench.write(CLOCKS + 0xC8, 1);
    bench.write(CLOCKS + 0x84, 1 << 8 | 0xFF);
    assert_eq!(bench.chip.clocks().system.whole_hertz(), 150_000_000);
    // The PLL that clk_sys comes from is switched off.
    bench.write(PLL_SYS + SET + 4, 0x21);
    assert_eq!(bench.chip.clocks().system.whole_hertz(), 12_000_000);
    assert_eq!([0x88, 0xC4, 0xD0].map(|register| bench.read(CLOCKS + register)), [1; 3]);
    assert_eq!(bench.chip.interrupts(0) & CLOCKS_IRQ, CLOCKS_IRQ);
    // Corrected, and cleared as the SDK does it.
    bench.write(CLOCKS + CLEAR + 0x3C, 1);
    bench.write(CLOCKS + SET + 0x84, 1 << 16);
    bench.write(CLOCKS + CLEAR + 0x84, 1 << 16);
    assert_eq!([0x88, 0xC4, 0xD0].map(|register| bench.read(CLOCKS + register)), [0; 3]);
    assert_eq!(bench.chip.interrupts(0) & CLOCKS_IRQ, 0);
    assert_eq!(bench.chip.clocks().system.whole_hertz(), 12_000_000);
}
