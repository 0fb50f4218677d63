//! PWM through the bus, with its pins.

use super::*;

const PWM: u32 = 0x400A_8000;
const IO: u32 = 0x4002_8000;
const PADS: u32 = 0x4003_8000;

/// PWM on the pins given, their pads connected with inputs enabled.
fn start(pins: &[u32]) -> Bench {
    let mut bench = Bench::new();
    bench.unreset(1 << 6 | 1 << 9 | 1 << 16);
    for pin in pins {
        bench.write(IO + pin * 8 + 4, 4);
        bench.write(PADS + 4 + pin * 4, 0x52);
    }
    bench
}

/// Cycles of the edges of a pin, up to a cycle.
fn edges(bench: &mut Bench, pin: u32, until: u64) -> Vec<u64> {
    let mut level = bench.chip.pin_levels() >> pin & 1;
    let mut edges = Vec::new();
    while bench.chip.next_event() <= until {
        bench.cycle = bench.chip.next_event();
        bench.chip.advance(bench.cycle);
        let next = bench.chip.pin_levels() >> pin & 1;
        if next != level {
            edges.push(bench.cycle);
            level = next;
        }
    }
    bench.cycle = bench.cycle.max(until);
    edges
}

#[test]
fn a_pin_has_its_edges_at_the_exact_cycles() {
    let mut bench = start(&[2, 35]);
    // Slice 1, A at 3 of 10; slice 9, B at 5 of 10, phase-correct.
    bench.write(PWM + 0x14 + 0x10, 9);
    bench.write(PWM + 0x14 + 0xC, 3);
    bench.write(PWM + 9 * 0x14 + 0x10, 9);
    bench.write(PWM + 9 * 0x14 + 0xC, 5 << 16);
    bench.write(PWM + 9 * 0x14, 2);
    let start = bench.cycle;
    bench.write(PWM + 0xF0, 1 << 1 | 1 << 9);
    let until = start + 43;
    let first = edges(&mut bench, 2, until);
    assert_eq!(
        first.iter().map(|cycle| cycle - start).collect::<Vec<_>>(),
        [3, 10, 13, 20, 23, 30, 33, 40, 43]
    );
    let from = bench.cycle - start;
    let until = start + 100;
    let second: Vec<u64> = edges(&mut bench, 35, until).iter().map(|cycle| cycle - start).collect();
    assert_eq!(from, 43);
    assert_eq!(second, [45, 55, 65, 75, 85, 95]);
}

#[test]
fn wraps_interrupt_and_are_seen_without_a_pin() {
    let mut bench = start(&[]);
    let start = bench.cycle;
    bench.write(PWM + 0x10, 999);
    bench.write(PWM + 0xF8, 1);
    bench.write(PWM + 0x108, 1 << 4);
    let enabled = bench.cycle;
    bench.write(PWM, 1);
    assert_eq!(bench.chip.interrupts(0) & 0x300, 0x200);
    assert_eq!(bench.read(PWM + 0x10C), 1 << 4);
    bench.sleep(enabled + 999 - bench.cycle);
    assert_eq!(bench.chip.interrupts(0) & 0x100, 0);
    bench.sleep(1);
    assert_eq!(bench.chip.interrupts(0) & 0x100, 0x100);
    assert_eq!(bench.read(PWM + 0x100), 1);
    bench.write(PWM + 0xF4, 1);
    assert_eq!(bench.chip.interrupts(0) & 0x100, 0);
    assert_eq!(bench.read(PWM + 8), ((bench.cycle - 3 - enabled) % 1000) as u32);
    assert!(start < enabled);
}

#[test]
fn the_b_pin_gates_or_clocks_the_divider() {
    let mut bench = start(&[5]);
    // Slice 2 counts rising edges of its B pin.
    bench.write(PWM + 2 * 0x14, 2 << 4 | 1);
    for _ in 0..7 {
        for level in [true, false] {
            bench.chip.drive_pin(5, Some(level), bench.cycle);
            bench.cycle += 10;
        }
    }
    assert_eq!(bench.read(PWM + 2 * 0x14 + 8), 7);
    // While it is high, cycles, through a divider of 4.
    bench.write(PWM + 2 * 0x14 + 4, 4 << 4);
    bench.write(PWM + 2 * 0x14 + 8, 0);
    bench.write(PWM + 2 * 0x14, 1 << 4 | 1);
    for _ in 0..3 {
        bench.chip.drive_pin(5, Some(true), bench.cycle);
        bench.cycle += 100;
        bench.chip.drive_pin(5, Some(false), bench.cycle);
        bench.cycle += 77;
    }
    assert_eq!(bench.read(PWM + 2 * 0x14 + 8), 75);
}

#[test]
fn a_slice_that_nobody_watches_makes_no_events() {
    let mut bench = start(&[]);
    bench.write(PWM + 0x10, 9);
    bench.write(PWM, 1);
    let begun = bench.cycle - 1 - 3;
    assert_eq!(bench.chip.next_event(), u64::MAX);
    bench.cycle += 1_000_003;
    assert_eq!(bench.read(PWM + 8), ((bench.cycle - 3 - begun) % 10) as u32);
    assert_eq!(bench.read(PWM + 0xF4), 1);
}

#[test]
fn each_wrap_asks_for_one_transfer_while_dma_waits() {
    use crate::peripheral::Peripheral;
    let mut bench = start(&[]);
    bench.write(PWM + 3 * 0x14 + 0x10, 99);
    bench.write(PWM + 3 * 0x14, 1);
    bench.sleep(1000);
    bench.read(PWM);
    bench.chip.peripherals().observe_requests(1 << 35);
    bench.chip.refresh(bench.cycle);
    bench.read(PWM);
    assert_eq!(bench.chip.peripherals().pwm.credits(35), 0);
    bench.sleep(250);
    let pwm = &mut bench.chip.peripherals().pwm;
    let asked = pwm.credits(35);
    assert!((2..=3).contains(&asked));
    assert_eq!(pwm.requests(), 1 << 35);
    for _ in 0..asked {
        pwm.take_credit(35);
    }
    assert_eq!((pwm.requests(), pwm.credits(35), pwm.credits(3)), (0, 0, 0));
}
