//! The flash through the windows of XIP: cold and warm cache, maintenance, flush and stream.

use super::*;

fn with_flash() -> TestChip {
    let mut test = TestChip::new();
    let bytes: Vec<u8> = (0..0x1000_u32).flat_map(|word| (word * 0x0101).to_le_bytes()).collect();
    test.chip.load_flash(0, &bytes);
    test.chip.peripherals().qmi.select_read_mode(ReadMode::QuadEB, 3);
    test.cycle = 10_000;
    test
}

#[test]
fn a_cold_cache_misses_once_a_line() {
    let mut test = with_flash();
    test.cycle += 10_000;
    let cold: Vec<u32> = (0..8).map(|word| test.transfer(0x1000_0000 + 4 * word).wait).collect();
    // The first transfer has command and address; the next lines continue it: 8 bytes over four lines.
    assert_eq!(cold[0], 108);
    assert!([1, 3, 5, 7].iter().all(|word| cold[*word] == 0), "{cold:?}");
    assert!([2, 4, 6].iter().all(|word| (44..=48).contains(&cold[*word])), "{cold:?}");
    let warm: u32 = (0..8).map(|word| test.transfer(0x1000_0000 + 4 * word).wait).sum();
    assert_eq!(warm, 0);
    assert_eq!(test.chip.xip_counters(), XipCounters { hits: 12, accesses: 16 });
    test.chip.peripherals().xip.cache.flush();
    test.cycle += 1_000;
    assert_eq!(test.transfer(0x1000_0000).wait, 108);
}

#[test]
fn maintenance_by_set_and_way_empties_the_cache() {
    let mut test = with_flash();
    for line in 0..16 {
        test.read(0x1000_0000 + 8 * line);
    }
    for line in 0..2048 {
        test.write(0x1800_0000 + 8 * line, 0);
    }
    test.write("XIP_CTRL.CTR_HIT", 0);
    for line in 0..16 {
        test.read(0x1000_0000 + 8 * line);
    }
    assert_eq!(test.read("XIP_CTRL.CTR_HIT"), 0, "no hit");
}

#[test]
fn dma_reads_the_stream_through_the_auxiliary_port() {
    let mut test = with_flash();
    test.unreset(1 << 2);
    assert_eq!(test.read("XIP_CTRL.STAT"), 2, "empty");
    test.write("XIP_CTRL.STREAM_ADDR", 0x1000_0100);
    let count = 50;
    test.write("DMA.CH0_READ_ADDR", address_of("XIP_AUX.STREAM"));
    test.write("DMA.CH0_WRITE_ADDR", 0x2000_0000);
    test.write("DMA.CH0_TRANS_COUNT", count);
    test.write("DMA.CH0_CTRL_TRIG", 0x0062_0049);
    let start = test.cycle;
    test.write("XIP_CTRL.STREAM_CTR", count);
    while test.read("DMA.CH0_CTRL_TRIG") >> 26 & 1 != 0 {
        assert!(test.cycle < start + 100_000);
        test.sleep(10);
    }
    for word in 0..count {
        assert_eq!(test.read(0x2000_0000 + 4 * word), (0x40 + word) * 0x0101);
    }
    // 28 clocks for the first word, 8 for each further word, at CLKDIV 3.
    let least: u64 = 28 * 3 + 49 * 24;
    assert!(
        (least..least + 300).contains(&(test.cycle - u64::from(count) - start)),
        "{}",
        test.cycle - start
    );
    assert_eq!(
        (test.read("XIP_CTRL.STREAM_CTR"), test.read("XIP_CTRL.STREAM_ADDR")),
        (0, 0x1000_0100 + 4 * count)
    );
}

#[test]
fn a_stream_waits_for_room_and_for_misses() {
    let mut test = with_flash();
    test.write("XIP_CTRL.STREAM_ADDR", 0x1000_0000);
    test.write("XIP_CTRL.STREAM_CTR", 4);
    test.sleep(1_000);
    assert_eq!((test.read("XIP_CTRL.STAT"), test.read("XIP_CTRL.STREAM_CTR")), (4, 2));
    assert_eq!(test.read("XIP_CTRL.STREAM_FIFO"), 0);
    // A miss during the read of the third word waits for its end.
    assert!(test.transfer(0x1000_0800).wait > 108);
    test.sleep(1_000);
    let words = [0; 3].map(|_: u32| {
        let word = test.read("XIP_CTRL.STREAM_FIFO");
        test.sleep(500);
        word
    });
    assert_eq!(words, [0x0101, 0x0202, 0x0303]);
    assert_eq!(test.read("XIP_CTRL.STAT"), 2);
}
