//! TRNG through the bus.

use super::*;

fn start() -> TestChip {
    let mut test = TestChip::new();
    test.unreset(1 << 25);
    test
}

/// Returns 192 bits as pico-sdk draws them: a sample each cycle, no balancer, no tests.
fn draw(test: &mut TestChip) -> Vec<u32> {
    test.write("TRNG.SAMPLE_CNT1", 0);
    test.write("TRNG.TRNG_DEBUG_CONTROL", u32::MAX);
    test.write("TRNG.RND_SOURCE_ENABLE", u32::MAX);
    test.write("TRNG.RNG_ICR", u32::MAX);
    while test.read("TRNG.TRNG_BUSY") != 0 {}
    (0..6).map(|word| test.read(format!("TRNG.EHR_DATA{word}"))).collect()
}

#[test]
fn draws_differ_are_balanced_and_repeat_in_each_run() {
    let mut test = start();
    let draws: Vec<Vec<u32>> = (0..20).map(|_| draw(&mut test)).collect();
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
fn a_bit_takes_one_sample_or_several_with_the_balancer() {
    let mut test = start();
    test.write("TRNG.SAMPLE_CNT1", 100);
    test.write("TRNG.TRNG_DEBUG_CONTROL", 2);
    let begun = test.cycle;
    test.write("TRNG.RND_SOURCE_ENABLE", 1);
    test.cycle = begun + 19_190;
    assert_eq!((test.read("TRNG.TRNG_VALID"), test.read("TRNG.EHR_DATA0")), (0, 0));
    test.cycle = begun + 19_200;
    assert_eq!(
        (test.read("TRNG.TRNG_VALID"), test.read("TRNG.TRNG_BUSY"), test.read("TRNG.RNG_ISR")),
        (1, 0, 1)
    );
    // With the balancer, four samples for a bit on average.
    test.write("TRNG.TRNG_DEBUG_CONTROL", 0);
    test.read("TRNG.EHR_DATA5");
    let begun = test.cycle;
    test.wait_for("TRNG.TRNG_VALID", 1);
    let samples = (test.cycle - begun) / 100;
    assert!((500..1100).contains(&samples), "{samples}");
}

#[test]
fn completion_interrupts_and_a_software_reset_masks_it() {
    let mut test = start();
    test.write("TRNG.SAMPLE_CNT1", 10);
    test.write("TRNG.RNG_IMR", 0xE);
    test.write("TRNG.RND_SOURCE_ENABLE", 1);
    assert_eq!(test.chip.interrupts(0), 0);
    test.sleep(20_000);
    assert_eq!(test.chip.interrupts(0), 1 << 39);
    test.write("TRNG.RNG_ICR", 1);
    assert_eq!(test.chip.interrupts(0), 0);
    test.write("TRNG.TRNG_SW_RESET", 1);
    assert_eq!(
        (test.read("TRNG.RNG_IMR"), test.read("TRNG.RND_SOURCE_ENABLE"), test.read("TRNG.TRNG_VALID")),
        (0xF, 0, 0)
    );
    let by = test.by();
    assert!(test.chip.read(address_of("TRNG.RNG_VERSION"), Size::Word, by).is_err());
}
