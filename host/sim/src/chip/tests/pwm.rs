//! PWM through the bus, with its pins.

use super::*;

/// Returns a chip with the PWM on pins, with inputs enabled.
fn start(pins: &[u32]) -> TestChip {
    let mut test = TestChip::new();
    test.unreset(1 << 6 | 1 << 9 | 1 << 16);
    test.route(pins, 4, 0x52);
    test
}

/// Returns the cycles of a pin's edges up to a cycle.
fn edges(test: &mut TestChip, pin: u32, until: u64) -> Vec<u64> {
    let mut level = test.chip.pin_levels() >> pin & 1;
    let mut edges = Vec::new();
    while test.chip.next_event() <= until {
        test.cycle = test.chip.next_event();
        test.chip.advance(test.cycle);
        let next = test.chip.pin_levels() >> pin & 1;
        if next != level {
            edges.push(test.cycle);
            level = next;
        }
    }
    test.cycle = test.cycle.max(until);
    edges
}

#[test]
fn a_pin_has_its_edges_at_the_exact_cycles() {
    let mut test = start(&[2, 35]);
    // Slice 1, A at 3 of 10; slice 9, B at 5 of 10, phase-correct.
    test.write("PWM.CH1_TOP", 9);
    test.write("PWM.CH1_CC", 3);
    test.write("PWM.CH9_TOP", 9);
    test.write("PWM.CH9_CC", 5 << 16);
    test.write("PWM.CH9_CSR", 2);
    let start = test.cycle;
    test.write("PWM.EN", 1 << 1 | 1 << 9);
    let until = start + 43;
    let first = edges(&mut test, 2, until);
    assert_eq!(
        first.iter().map(|cycle| cycle - start).collect::<Vec<_>>(),
        [3, 10, 13, 20, 23, 30, 33, 40, 43]
    );
    let from = test.cycle - start;
    let until = start + 100;
    let second: Vec<u64> = edges(&mut test, 35, until).iter().map(|cycle| cycle - start).collect();
    assert_eq!(from, 43);
    assert_eq!(second, [45, 55, 65, 75, 85, 95]);
}

#[test]
fn a_wrap_interrupts_without_a_pin() {
    let mut test = start(&[]);
    let start = test.cycle;
    test.write("PWM.CH0_TOP", 999);
    test.write("PWM.IRQ0_INTE", 1);
    test.write("PWM.IRQ1_INTF", 1 << 4);
    let enabled = test.cycle;
    test.write("PWM.CH0_CSR", 1);
    assert_eq!(test.chip.interrupts(0) & 0x300, 0x200);
    assert_eq!(test.read("PWM.IRQ1_INTS"), 1 << 4);
    test.sleep(enabled + 999 - test.cycle);
    assert_eq!(test.chip.interrupts(0) & 0x100, 0);
    test.sleep(1);
    assert_eq!(test.chip.interrupts(0) & 0x100, 0x100);
    assert_eq!(test.read("PWM.IRQ0_INTS"), 1);
    test.write("PWM.INTR", 1);
    assert_eq!(test.chip.interrupts(0) & 0x100, 0);
    assert_eq!(test.read("PWM.CH0_CTR"), ((test.cycle - 3 - enabled) % 1000) as u32);
    assert!(start < enabled);
}

#[test]
fn the_b_pin_gates_or_clocks_the_divider() {
    let mut test = start(&[5]);
    // Slice 2 counts rising edges of its B pin.
    test.write("PWM.CH2_CSR", 2 << 4 | 1);
    for _ in 0..7 {
        for level in [true, false] {
            test.chip.drive_pin(5, Some(level), test.cycle);
            test.cycle += 10;
        }
    }
    assert_eq!(test.read("PWM.CH2_CTR"), 7);
    // While it is high, it counts cycles through a divider of 4.
    test.write("PWM.CH2_DIV", 4 << 4);
    test.write("PWM.CH2_CTR", 0);
    test.write("PWM.CH2_CSR", 1 << 4 | 1);
    for _ in 0..3 {
        test.chip.drive_pin(5, Some(true), test.cycle);
        test.cycle += 100;
        test.chip.drive_pin(5, Some(false), test.cycle);
        test.cycle += 77;
    }
    assert_eq!(test.read("PWM.CH2_CTR"), 75);
}

#[test]
fn a_slice_that_nothing_observes_has_no_events() {
    let mut test = start(&[]);
    test.write("PWM.CH0_TOP", 9);
    test.write("PWM.CH0_CSR", 1);
    let begun = test.cycle - 1 - 3;
    assert_eq!(test.chip.next_event(), u64::MAX);
    test.cycle += 1_000_003;
    assert_eq!(test.read("PWM.CH0_CTR"), ((test.cycle - 3 - begun) % 10) as u32);
    assert_eq!(test.read("PWM.INTR"), 1);
}

#[test]
fn each_wrap_requests_one_transfer_while_dma_waits() {
    use crate::peripheral::Peripheral;
    let mut test = start(&[]);
    test.write("PWM.CH3_TOP", 99);
    test.write("PWM.CH3_CSR", 1);
    test.sleep(1000);
    test.read("PWM.CH0_CSR");
    test.chip.peripherals().observe_requests(1 << 35);
    test.chip.refresh(test.cycle);
    test.read("PWM.CH0_CSR");
    assert_eq!(test.chip.peripherals().pwm.credits(35), 0);
    test.sleep(250);
    let pwm = &mut test.chip.peripherals().pwm;
    let asked = pwm.credits(35);
    assert!((2..=3).contains(&asked));
    assert_eq!(pwm.requests(), 1 << 35);
    for _ in 0..asked {
        pwm.take_credit(35);
    }
    assert_eq!((pwm.requests(), pwm.credits(35), pwm.credits(3)), (0, 0, 0));
}
