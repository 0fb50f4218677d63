//! Clocks, ticks and timers.

use super::*;

#[test]
fn the_chip_starts_on_the_ring_oscillator() {
    let test = TestChip::new();
    assert_eq!(test.chip.clocks().system.whole_hertz(), 11_000_000);
    assert_eq!(test.chip.clocks().reference.whole_hertz(), 11_000_000);
    assert!(!test.chip.clocks().peripheral.runs());
}

#[test]
fn the_usual_start_up_gives_150_megahertz() {
    let mut test = TestChip::new();
    test.start_clocks();
    assert_eq!(test.chip.clocks().system.whole_hertz(), 150_000_000);
    assert_eq!(test.chip.clocks().reference.whole_hertz(), 12_000_000);
    // 47 × 256 crystal cycles and the lock of the PLL.
    let time = test.chip.time_at(test.cycle);
    assert!((1_002_666_666..1_200_000_000).contains(&time), "{time}");
}

#[test]
fn the_timer_counts_microseconds_at_any_system_clock() {
    let mut test = TestChip::new();
    test.start_clocks();
    test.unreset(1 << 23);
    let start = test.read("TIMER0.TIMERAWL");
    let from = test.cycle;
    test.sleep(150 * 1000 - (test.cycle - from));
    assert_eq!(test.read("TIMER0.TIMERAWL") - start, 1000);
    // Half the clock: the same number of cycles takes twice the time.
    test.write("CLOCKS.CLK_SYS_DIV", 2 << 16);
    let start = test.read("TIMER0.TIMERAWL");
    test.sleep(75 * 1000);
    assert_eq!(test.read("TIMER0.TIMERAWL") - start, 1000);
}

#[test]
fn an_alarm_raises_its_line_in_its_microsecond() {
    let mut test = TestChip::new();
    test.start_clocks();
    test.unreset(1 << 23);
    test.write("TIMER0.INTE", 1 << 2);
    let now = test.read("TIMER0.TIMERAWL");
    let written = test.write("TIMER0.ALARM2", now + 500);
    assert!(written.events_pending);
    assert_eq!(test.read("TIMER0.ARMED"), 1 << 2);
    let due = test.chip.next_event();
    assert!((due - test.cycle).abs_diff(500 * 150) < 300, "{due}");
    test.sleep(due - test.cycle - 1);
    assert_eq!(test.chip.interrupts(0), 0);
    test.sleep(1);
    assert_eq!(test.chip.interrupts(0), 1 << 2);
    assert_eq!(test.read("TIMER0.TIMERAWL"), now + 500);
    assert_eq!(test.read("TIMER0.ARMED"), 0);
    // Cleared in both ways of the SDK.
    test.clear("TIMER0.INTR", 1 << 2);
    assert_eq!(test.chip.interrupts(0), 0);
    test.write("TIMER0.INTF", 1 << 2);
    assert_eq!(test.chip.interrupts(1), 1 << 2);
}

#[test]
fn time_reads_are_consistent() {
    let mut test = TestChip::new();
    test.start_clocks();
    test.unreset(1 << 23);
    test.write("TIMER0.TIMELW", 0xFFFF_FFFE);
    test.write("TIMER0.TIMEHW", 7);
    assert_eq!(test.read("TIMER0.TIMELR"), 0xFFFF_FFFE);
    test.sleep(600);
    assert_eq!(test.read("TIMER0.TIMEHR"), 7, "latched");
    assert_eq!(test.read("TIMER0.TIMELR"), 2);
    assert_eq!(test.read("TIMER0.TIMEHR"), 8);
    assert_eq!(test.read("TIMER0.TIMERAWH"), 8);
}

#[test]
fn a_debugger_that_halts_a_core_pauses_the_timer() {
    let mut test = TestChip::new();
    test.start_clocks();
    test.unreset(1 << 23);
    test.chip.set_halted([false, true], test.cycle);
    let start = test.read("TIMER0.TIMERAWL");
    test.sleep(15_000);
    assert_eq!(test.read("TIMER0.TIMERAWL"), start);
    test.write("TIMER0.DBGPAUSE", 0);
    test.sleep(15_000);
    assert!(test.read("TIMER0.TIMERAWL") - start >= 100);
}

#[test]
fn the_frequency_counter_measures_the_configured_clocks() {
    let mut test = TestChip::new();
    test.start_clocks();
    let measure = |test: &mut TestChip, source| {
        test.write("CLOCKS.FC0_REF_KHZ", 12_000);
        test.write("CLOCKS.FC0_SRC", source);
        test.wait_for("CLOCKS.FC0_STATUS", 1 << 4);
        (test.read("CLOCKS.FC0_STATUS"), test.read("CLOCKS.FC0_RESULT"))
    };
    assert_eq!(measure(&mut test, 9), (1 << 4 | 1, 150_000 << 5));
    assert_eq!(measure(&mut test, 3), (1 << 4 | 1, 11_000 << 5));
    // The USB PLL does not run.
    assert_eq!(measure(&mut test, 2), (1 << 4 | 1 << 16 | 1 << 28, 0));
    test.write("CLOCKS.FC0_MAX_KHZ", 100_000);
    assert_eq!(measure(&mut test, 9).0, 1 << 4 | 1 << 16 | 1 << 24);
    let by = test.by();
    assert!(test.chip.write(address_of("CLOCKS.FC0_SRC"), Size::Word, 15, by).is_err());
}

#[test]
fn a_pll_out_of_range_never_locks() {
    let mut test = TestChip::new();
    test.start_clocks();
    test.unreset(1 << 15);
    test.write("PLL_USB.FBDIV_INT", 40);
    test.clear("PLL_USB.PWR", 0x2D);
    test.sleep(15_000_000);
    assert_eq!(test.read("PLL_USB.CS") >> 31, 0);
    test.write("PLL_USB.FBDIV_INT", 100);
    test.sleep(15_000_000);
    assert_eq!(test.read("PLL_USB.CS") >> 31, 1);
}

#[test]
fn clock_outputs_are_refused_by_name() {
    let mut test = TestChip::new();
    test.write("CLOCKS.CLK_GPOUT1_CTRL", 6 << 5);
    let by = test.by();
    let fault = test.chip.write(address_of("CLOCKS.CLK_GPOUT1_CTRL") + SET, Size::Word, 1 << 11, by);
    let Err(BusFault::Unmodelled { what, .. }) = fault else { panic!("{fault:?}") };
    assert_eq!(what, "CLOCKS.CLK_GPOUT1_CTRL.ENABLE: clocks on pins");
}

#[test]
fn a_stopped_system_clock_is_resuscitated_from_the_reference() {
    const CLOCKS_IRQ: u64 = 1 << 30;
    const STATUS: [&str; 3] = ["CLOCKS.CLK_SYS_RESUS_STATUS", "CLOCKS.INTR", "CLOCKS.INTS"];
    let mut test = TestChip::new();
    test.start_clocks();
    assert_eq!(test.read("CLOCKS.CLK_SYS_RESUS_STATUS"), 0);
    test.write("CLOCKS.INTE", 1);
    test.write("CLOCKS.CLK_SYS_RESUS_CTRL", 1 << 8 | 0xFF);
    assert_eq!(test.chip.clocks().system.whole_hertz(), 150_000_000);
    // The source of clk_sys is switched off.
    test.set("PLL_SYS.PWR", 0x21);
    assert_eq!(test.chip.clocks().system.whole_hertz(), 12_000_000);
    assert_eq!(STATUS.map(|register| test.read(register)), [1; 3]);
    assert_eq!(test.chip.interrupts(0) & CLOCKS_IRQ, CLOCKS_IRQ);
    // Repaired, and cleared as by the SDK.
    test.clear("CLOCKS.CLK_SYS_CTRL", 1);
    test.set("CLOCKS.CLK_SYS_RESUS_CTRL", 1 << 16);
    test.clear("CLOCKS.CLK_SYS_RESUS_CTRL", 1 << 16);
    assert_eq!(STATUS.map(|register| test.read(register)), [0; 3]);
    assert_eq!(test.chip.interrupts(0) & CLOCKS_IRQ, 0);
    assert_eq!(test.chip.clocks().system.whole_hertz(), 12_000_000);
}
