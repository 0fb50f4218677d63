//! The flash as firmware sees it: cold and warm, past the cache, maintained, flushed and streamed.

use super::*;

const XIP_CTRL: u32 = 0x400C_8000;
const DMA: u32 = 0x5000_0000;

fn with_flash() -> Bench {
    let mut bench = Bench::new();
    let bytes: Vec<u8> = (0..0x1000_u32).flat_map(|word| (word * 0x0101).to_le_bytes()).collect();
    bench.chip.load_flash(0, &bytes);
    bench.chip.peripherals().qmi.select_read_mode(ReadMode::QuadEB, 3);
    bench.cycle = 10_000;
    bench
}

#[test]
fn a_cold_start_misses_once_a_line() {
    let mut bench = with_flash();
    bench.cycle += 10_000;
    let cold: Vec<u32> = (0..8).map(|word| bench.transfer(0x1000_0000 + 4 * word).wait).collect();
    // The first with command and address, the next lines go on where it ended: 8 bytes over four lines.
    assert_eq!(cold[0], 108);
    assert!([1, 3, 5, 7].iter().all(|word| cold[*word] == 0), "{cold:?}");
    assert!([2, 4, 6].iter().all(|word| (44..=48).contains(&cold[*word])), "{cold:?}");
    let warm: u32 = (0..8).map(|word| bench.transfer(0x1000_0000 + 4 * word).wait).sum();
    assert_eq!(warm, 0);
    assert_eq!(bench.chip.xip_counters(), XipCounters { hits: 12, accesses: 16 });
    bench.chip.peripherals().xip.cache.flush();
    bench.cycle += 1_000;
    assert_eq!(bench.transfer(0x1000_0000).wait, 108);
}

#[test]
fn maintenance_by_set_and_way_empties_all_of_the_cache() {
    let mut bench = with_flash();
    for line in 0..16 {
        bench.read(0x1000_0000 + 8 * line);
    }
    for line in 0..2048 {
        bench.write(0x1800_0000 + 8 * line, 0);
    }
    bench.write(XIP_CTRL + 0xC, 0);
    for line in 0..16 {
        bench.read(0x1000_0000 + 8 * line);
    }
    assert_eq!(bench.read(XIP_CTRL + 0xC), 0, "no hit");
}

#[test]
fn dma_collects_a_stream_through_the_auxiliary_port() {
    let mut bench = with_flash();
    bench.unreset(1 << 2);
    assert_eq!(bench.read(XIP_CTRL + 8), 2, "empty");
    bench.write(XIP_CTRL + 0x14, 0x1000_0100);
    let count = 50;
    for (register, value) in [(0, 0x5050_0000), (4, 0x2000_0000), (8, count), (0xC, 0x0062_0049)] {
        bench.write(DMA + register, value);
    }
    let start = bench.cycle;
    bench.write(XIP_CTRL + 0x18, count);
    while bench.read(DMA + 0xC) >> 26 & 1 != 0 {
        assert!(bench.cycle < start + 100_000);
        bench.sleep(10);
    }
    for word in 0..count {
        assert_eq!(bench.read(0x2000_0000 + 4 * word), (0x40 + word) * 0x0101);
    }
    // 28 clocks for the first word, 8 for each after it, at CLKDIV 3.
    let least: u64 = 28 * 3 + 49 * 24;
    assert!(
        (least..least + 300).contains(&(bench.cycle - u64::from(count) - start)),
        "{}",
        bench.cycle - start
    );
    assert_eq!((bench.read(XIP_CTRL + 0x18), bench.read(XIP_CTRL + 0x14)), (0, 0x1000_0100 + 4 * count));
}

#[test]
fn a_stream_waits_for_room_and_lets_misses_go_first() {
    let mut bench = with_flash();
    bench.write(XIP_CTRL + 0x14, 0x1000_0000);
    bench.write(XIP_CTRL + 0x18, 4);
    bench.sleep(1_000);
    assert_eq!((bench.read(XIP_CTRL + 8), bench.read(XIP_CTRL + 0x18)), (4, 2));
    assert_eq!(bench.read(XIP_CTRL + 0x1C), 0);
    // A miss while the third word is on its way waits for its end.
    assert!(bench.transfer(0x1000_0800).wait > 108);
    bench.sleep(1_000);
    let words = [0; 3].map(|_: u32| {
        let word = bench.read(XIP_CTRL + 0x1C);
        bench.sleep(500);
        word
    });
    assert_eq!(words, [0x0101, 0x0202, 0x0303]);
    assert_eq!(bench.read(XIP_CTRL + 8), 2);
}
