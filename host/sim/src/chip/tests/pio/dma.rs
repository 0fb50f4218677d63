//! DMA feeds and drains state machines, paced by their requests.

use super::*;

const SOURCE: u32 = 0x2000_1000;
const TARGET: u32 = 0x2000_2000;
const WORDS: u32 = 64;

/// Starts a channel that transfers words, without chaining.
fn start(test: &mut TestChip, channel: u32, from: u32, to: u32, control: u32) {
    test.write(format!("DMA.CH{channel}_READ_ADDR"), from);
    test.write(format!("DMA.CH{channel}_WRITE_ADDR"), to);
    test.write(format!("DMA.CH{channel}_TRANS_COUNT"), WORDS);
    test.write(format!("DMA.CH{channel}_CTRL_TRIG"), control | channel << 13 | 2 << 2 | 1);
}

/// Transfers words from memory through TX FIFO, OSR, X, ISR and RX FIFO back to memory. Returns the number of cycles.
fn pass(divider: u32) -> u64 {
    let mut test = TestChip::with_pio();
    test.unreset(1 << 2);
    for word in 0..WORDS {
        test.write(SOURCE + 4 * word, 0x1234_5678 ^ word << 20);
    }
    test.load("PIO0", 2, 0, &[0x6020, 0x4020]);
    test.write("PIO0.SM2_SHIFTCTRL", 3 << 16);
    test.write("PIO0.SM2_CLKDIV", divider << 16);
    test.write("PIO0.CTRL", 1 << 10 | 1 << 2);
    // DREQ 2 is PIO0's TX2, DREQ 6 its RX2.
    let begun = test.cycle;
    start(&mut test, 0, address_of("PIO0.RXF2"), TARGET, 6 << 17 | 1 << 6);
    start(&mut test, 1, SOURCE, address_of("PIO0.TXF2"), 2 << 17 | 1 << 4);
    while test.chip.peripherals.dma.channels[0].busy() {
        test.sleep(1);
        assert!(test.cycle < begun + 1_000_000, "the words do not arrive");
    }
    let took = test.cycle - begun;
    for word in 0..WORDS {
        assert_eq!(test.read(TARGET + 4 * word), 0x1234_5678 ^ word << 20, "word {word}, divider {divider}");
    }
    assert_eq!(test.read("PIO0.FDEBUG") & 0x00FF_FF00, 0, "no FIFO ran over or under");
    took
}

#[test]
fn words_pass_at_the_pace_of_the_state_machine() {
    for divider in [1, 10, 100] {
        let cycles = pass(divider);
        // Two instructions a word, and some cycles to start and to drain.
        let least = u64::from(2 * WORDS * divider);
        assert!((least..least + 40 + 3 * u64::from(divider)).contains(&cycles), "{divider}: {cycles}");
    }
}
