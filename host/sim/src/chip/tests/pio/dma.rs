//! DMA feeds and drains state machines, paced by their requests.

use super::*;

const DMA: u32 = 0x5000_0000;
const SOURCE: u32 = 0x2000_1000;
const TARGET: u32 = 0x2000_2000;
const WORDS: u32 = 64;

/// A channel of words, without chaining.
fn start(bench: &mut Bench, channel: u32, from: u32, to: u32, control: u32) {
    let base = DMA + 0x40 * channel;
    bench.write(base, from);
    bench.write(base + 4, to);
    bench.write(base + 8, WORDS);
    bench.write(base + 0xC, control | channel << 13 | 2 << 2 | 1);
}

/// Words go from memory through TX FIFO, OSR, X, ISR and RX FIFO back to memory. Gives the cycles that it took.
fn pass(divider: u32) -> u64 {
    let mut bench = Bench::with_pio();
    bench.unreset(1 << 2);
    for word in 0..WORDS {
        bench.write(SOURCE + 4 * word, 0x1234_5678 ^ word << 20);
    }
    bench.load(PIO0, 2, 0, &[0x6020, 0x4020]);
    bench.write(PIO0 + SHIFTCTRL + 2 * MACHINE, 3 << 16);
    bench.write(PIO0 + CLKDIV + 2 * MACHINE, divider << 16);
    bench.write(PIO0, 1 << 10 | 1 << 2);
    // DREQ 2 is PIO0's TX2, DREQ 6 its RX2.
    let begun = bench.cycle;
    start(&mut bench, 0, PIO0 + RXF0 + 8, TARGET, 6 << 17 | 1 << 6);
    start(&mut bench, 1, SOURCE, PIO0 + TXF0 + 8, 2 << 17 | 1 << 4);
    while bench.chip.peripherals.dma.channels[0].busy() {
        bench.sleep(1);
        assert!(bench.cycle < begun + 1_000_000, "the words never arrive");
    }
    let took = bench.cycle - begun;
    for word in 0..WORDS {
        assert_eq!(bench.read(TARGET + 4 * word), 0x1234_5678 ^ word << 20, "word {word}, divider {divider}");
    }
    assert_eq!(bench.read(PIO0 + 8) & 0x00FF_FF00, 0, "no FIFO ran over or under");
    took
}

#[test]
fn words_pass_at_the_state_machines_pace() {
    for divider in [1, 10, 100] {
        let cycles = pass(divider);
        // Two instructions a word, and what it takes to start and to drain.
        let least = u64::from(2 * WORDS * divider);
        assert!((least..least + 40 + 3 * u64::from(divider)).contains(&cycles), "{divider}: {cycles}");
    }
}
