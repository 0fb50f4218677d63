use super::*;
use crate::bus::Size;

fn counting_from(now: u64) -> Dwt {
    let mut dwt = Dwt::new();
    dwt.set_running(true, now);
    dwt.write(DWT_CTRL, CYCCNTENA, now);
    dwt
}

#[test]
fn counts_exactly_the_cycles_since_it_was_enabled() {
    let mut dwt = counting_from(1000);
    assert_eq!(dwt.read(DWT_CYCCNT, 1000, 0), Some(0));
    assert_eq!(dwt.read(DWT_CYCCNT, 1007, 0), Some(7));
    dwt.write(DWT_CYCCNT, 100, 1010);
    assert_eq!(dwt.read(DWT_CYCCNT, 1011, 0), Some(101));
}

#[test]
fn needs_trace_and_its_own_enable() {
    let mut dwt = Dwt::new();
    dwt.write(DWT_CTRL, CYCCNTENA, 0);
    assert_eq!(dwt.cycle_count(50), 0);
    dwt.set_running(true, 50);
    assert_eq!(dwt.cycle_count(60), 10);
    dwt.write(DWT_CTRL, 0, 60);
    assert_eq!(dwt.cycle_count(90), 10);
}

#[test]
fn stops_while_the_core_is_halted() {
    let mut dwt = counting_from(0);
    dwt.set_running(false, 30);
    assert_eq!(dwt.cycle_count(1_000_000), 30);
    dwt.set_running(true, 1_000_000);
    assert_eq!(dwt.cycle_count(1_000_005), 35);
}

#[test]
fn wraps_at_32_bits() {
    let mut dwt = counting_from(0);
    dwt.write(DWT_CYCCNT, 0xFFFF_FFFE, 10);
    assert_eq!(dwt.cycle_count(13), 1);
    assert_eq!(counting_from(0).cycle_count((1 << 32) + 9), 9);
}

#[test]
fn announces_four_comparators_and_stores_them() {
    let mut dwt = Dwt::new();
    assert_eq!(dwt.read(DWT_CTRL, 0, 0), Some(0x4000_0000));
    dwt.write(DWT_COMP0 + 2 * COMPARATOR_STRIDE, 0x2000_0000, 0);
    assert_eq!(dwt.read(DWT_COMP0 + 2 * COMPARATOR_STRIDE, 0, 0), Some(0x2000_0000));
    assert_eq!(dwt.read(DWT_FUNCTION0 + 2 * COMPARATOR_STRIDE, 0, 0), Some(0x5000_0000));
}

#[test]
fn reserved_words_between_the_comparators_read_as_zero_and_ignore_writes() {
    let mut dwt = Dwt::new();
    for offset in [4, 12] {
        assert!(matches!(dwt.write(DWT_COMP0 + offset, u32::MAX, 0), Some(Ok(()))));
        assert_eq!(dwt.read(DWT_COMP0 + offset, 0, 0), Some(0));
    }
}

#[test]
fn watches_only_while_trace_is_enabled() {
    let mut dwt = Dwt::new();
    dwt.write(DWT_COMP0, 0x2000_0010, 0);
    dwt.write(DWT_FUNCTION0, 0x0000_0815, 0);
    assert!(!dwt.watches_data());
    dwt.set_running(true, 0);
    assert!(dwt.watches_data() && !dwt.watches_instructions());
    let store = DataAccess { address: 0x2000_0012, size: Size::Byte, write: true, value: 0 };
    assert!(dwt.check_data_access(&store));
    assert!(!dwt.check_data_access(&DataAccess { write: false, ..store }));
    assert_eq!(dwt.read(DWT_FUNCTION0, 0, 0), Some(0x5900_0815));
    assert_eq!(dwt.read(DWT_FUNCTION0, 0, 0), Some(0x5800_0815));
}

#[test]
fn refuses_what_it_does_not_model_by_name() {
    let mut dwt = Dwt::new();
    for (bit, name) in [(17, "CPICNT"), (18, "EXCCNT"), (19, "SLEEPCNT"), (20, "LSUCNT"), (21, "FOLDCNT")] {
        let Some(Err(BusFault::Unmodelled { what, .. })) = dwt.write(DWT_CTRL, 1 << bit, 0) else {
            panic!("{name} is not refused");
        };
        assert!(what.contains(name), "{what}");
    }
    // Comparator 0 cannot match a limit.
    assert!(matches!(dwt.write(DWT_FUNCTION0, 0x13, 0), Some(Err(BusFault::Unmodelled { .. }))));
    assert!(matches!(dwt.write(DWT_FUNCTION0, 0, 0), Some(Ok(()))));
}

#[test]
fn the_cycle_counter_matches_each_time_round() {
    let mut dwt = counting_from(1000);
    dwt.write(DWT_COMP0, 250, 1010);
    dwt.write(DWT_FUNCTION0, 0x11, 1010);
    assert_eq!(dwt.cycle_match(), Some(1250));
    assert!(dwt.take_cycle_match(1250));
    assert_eq!(dwt.cycle_match(), Some(1250 + (1 << 32)));
    dwt.write(DWT_CYCCNT, 0, 2000);
    assert_eq!(dwt.cycle_match(), Some(2250));
    dwt.set_running(false, 2100);
    assert_eq!(dwt.cycle_match(), None);
    dwt.set_running(true, 5000);
    assert_eq!(dwt.cycle_match(), Some(5150));
    assert_eq!(dwt.read(DWT_FUNCTION0, 5000, 0), Some(0x5900_0011));
}

#[test]
fn samples_the_program_counter_of_a_running_core() {
    let mut dwt = counting_from(0);
    assert_eq!(dwt.read(DWT_PCSR, 5, 0x1000_0200), Some(0x1000_0200));
    dwt.set_running(false, 6);
    assert_eq!(dwt.read(DWT_PCSR, 7, 0x1000_0200), Some(0xFFFF_FFFF));
}
