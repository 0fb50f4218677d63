//! TRNG through the bus.

use super::*;

const TRNG: u32 = 0x400F_0000;

fn start() -> Bench {
    let mut bench = Bench::new();
    bench.unreset(1 << 25);
    bench
}

/// Draws 192 bits as pico-sdk does: a sample a cycle, no balancer, no tests.
fn draw(bench: &mut Bench) -> Vec<u32> {
    bench.write(TRNG + 0x130, 0);
    bench.write(TRNG + 0x138, u32::MAX);
    bench.write(TRNG + 0x12C, u32::MAX);
    bench.write(TRNG + 0x108, u32::MAX);
    while bench.read(TRNG + 0x1B8) != 0 {}
    (0..6).map(|word| bench.read(TRNG + 0x114 + word * 4)).collect()
}

#[test]
fn draws_differ_are_balanced_and_the_same_in_each_run() {
    let mut bench = start();
    let draws: Vec<Vec<u32>> = (0..20).map(|_| draw(&mut bench)).collect();
    let mut words: Vec<u32> = draws.concat();
    let ones: u32 = words.iter().map(|word| word.count_ones()).sum();
    assert!((1700..2140).contains(&ones), "{ones} of 3840");
    words.sort_unstable();
    words.dedup();
    assert_eq!(words.len(), 120);
    let mut again = start();
    assert!(draws.iter().all(|expected| draw(&mut again) == *expected));
}

#[test]
fn bits_take_a_sample_each_or_more_through_the_balancer() {
    let mut bench = start();
    bench.write(TRNG + 0x130, 100);
    bench.write(TRNG + 0x138, 2);
    let begun = bench.cycle;
    bench.write(TRNG + 0x12C, 1);
    bench.cycle = begun + 19_190;
    assert_eq!((bench.read(TRNG + 0x110), bench.read(TRNG + 0x114)), (0, 0));
    bench.cycle = begun + 19_200;
    assert_eq!((bench.read(TRNG + 0x110), bench.read(TRNG + 0x1B8), bench.read(TRNG + 0x104)), (1, 0, 1));
    // With the balancer, four samples a bit on average.
    bench.write(TRNG + 0x138, 0);
    bench.read(TRNG + 0x128);
    let begun = bench.cycle;
    bench.wait_for(TRNG + 0x110, 1);
    let samples = (bench.cycle - begun) / 100;
    assert!((500..1100).contains(&samples), "{samples}");
}

#[test]
fn completion_interrupts_and_a_software_reset_masks_again() {
    let mut bench = start();
    bench.write(TRNG + 0x130, 10);
    bench.write(TRNG + 0x100, 0xE);
    bench.write(TRNG + 0x12C, 1);
    assert_eq!(bench.chip.interrupts(0), 0);
    bench.sleep(20_000);
    assert_eq!(bench.chip.interrupts(0), 1 << 39);
    bench.write(TRNG + 0x108, 1);
    assert_eq!(bench.chip.interrupts(0), 0);
    bench.write(TRNG + 0x140, 1);
    assert_eq!((bench.read(TRNG + 0x100), bench.read(TRNG + 0x12C), bench.read(TRNG + 0x110)), (0xF, 0, 0));
    let by = bench.by();
    assert!(bench.chip.read(TRNG + 0x1C0, Size::Word, by).is_err());
}
