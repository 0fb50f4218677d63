//! Peripherals that nothing else here uses.

use super::*;

const POWMAN: u32 = 0x4010_0000;
const BOOTRAM: u32 = 0x400E_0000;
const ROSC: u32 = 0x400E_8000;

#[test]
fn the_power_manager_wants_its_password_but_for_scratch() {
    let mut bench = Bench::new();
    bench.write(POWMAN + 0xC, 0x10);
    assert_eq!((bench.read(POWMAN + 0xC), bench.read(POWMAN)), (0xB0, 1));
    bench.write(POWMAN + 0xC, 0x5AFE_0010);
    bench.write(POWMAN, 0x5AFE_0001);
    assert_eq!((bench.read(POWMAN + 0xC), bench.read(POWMAN)), (0x10, 0));
    bench.write(POWMAN + SET + 0xC, 0x5AFE_0020);
    assert_eq!(bench.read(POWMAN + 0xC), 0x30);
    bench.write(POWMAN + 0xB0, 0x1234_5678);
    assert_eq!(bench.read(POWMAN + 0xB0), 0x1234_5678);
    let by = bench.by();
    assert!(bench.chip.write(POWMAN + 0x38, Size::Word, 0x5AFE_00F0, by).is_err());
}

#[test]
fn boot_ram_keeps_and_its_bits_and_locks_hold() {
    let mut bench = Bench::new();
    bench.write(BOOTRAM + 0x3FC, 0xCAFE);
    assert_eq!(bench.read(BOOTRAM + 0x3FC), 0xCAFE);
    bench.write(BOOTRAM + 0x800, 1);
    bench.write(BOOTRAM + 0x800, 4);
    assert_eq!(bench.read(BOOTRAM + 0x800), 5);
    assert_eq!(bench.read(BOOTRAM + 0x80C + 3 * 4), 1 << 3);
    assert_eq!(bench.read(BOOTRAM + 0x80C + 3 * 4), 0);
    assert_eq!(bench.read(BOOTRAM + 0x808), 0xF7);
    bench.write(BOOTRAM + 0x80C + 3 * 4, 0);
    assert_eq!(bench.read(BOOTRAM + 0x808), 0xFF);
    bench.chip.reset(Reset::RunPin, bench.cycle);
    assert_eq!((bench.read(BOOTRAM + 0x3FC), bench.read(BOOTRAM + 0x800)), (0xCAFE, 0));
}

#[test]
fn the_ring_oscillator_follows_its_divider_and_refuses_nonsense() {
    let mut bench = Bench::new();
    assert_eq!(bench.read(ROSC + 0x1C), 0x8001_1000);
    bench.write(ROSC + 0x14, 0xAA00 + 16);
    assert_eq!(bench.chip.clocks().system.whole_hertz(), 22_000_000);
    bench.write(ROSC + 0x14, 0x1234);
    assert_eq!(bench.chip.clocks().system.whole_hertz(), 2_750_000);
    bench.write(ROSC, 0xFAB_123);
    assert_eq!(bench.read(ROSC + 0x1C) >> 24 & 1, 1);
    bench.write(ROSC + 0x1C, 1 << 24);
    assert_eq!(bench.read(ROSC + 0x1C) >> 24 & 1, 0);
    let bits: Vec<u32> = (0..64).map(|_| bench.read(ROSC + 0x20)).collect();
    assert!((16..48).contains(&bits.iter().sum::<u32>()));
    let by = bench.by();
    assert!(bench.chip.write(ROSC + 0x10, Size::Word, 0x636F_6D61, by).is_err());
}

#[test]
fn a_tick_counts_down_the_cycles_of_clk_ref() {
    let mut bench = Bench::new();
    bench.start_clocks();
    assert_eq!(bench.read(TICKS + 2 * 12), 3);
    let counts: Vec<u32> = (0..200).map(|_| bench.read(TICKS + 2 * 12 + 8)).collect();
    assert!((0..12).all(|count| counts.contains(&count)) && counts.iter().all(|count| *count < 12));
    bench.write(TICKS + 2 * 12, 0);
    assert_eq!(bench.read(TICKS + 2 * 12), 0);
}

#[test]
fn crystal_and_counters_take_their_time() {
    let mut bench = Bench::new();
    bench.write(XOSC, 0xFAB_AA0);
    assert_eq!(bench.read(XOSC + 4), 1 << 12);
    // 196 × 256 cycles of 12 MHz, in cycles of 11 MHz.
    bench.sleep(196 * 256 * 11 / 12 - 20);
    assert_eq!(bench.read(XOSC + 4) >> 31, 0);
    bench.sleep(20);
    assert_eq!(bench.read(XOSC + 4) >> 31, 1);
    bench.write(XOSC + 0x10, 1200);
    bench.sleep(550);
    assert!((580..600).contains(&bench.read(XOSC + 0x10)));
    bench.sleep(600);
    assert_eq!(bench.read(XOSC + 0x10), 0);
    bench.write(XOSC, 0x123_AA0);
    assert_eq!(bench.read(XOSC + 4) >> 24 & 1, 1);
}

#[test]
fn the_chip_says_what_it_is() {
    let mut bench = Bench::new();
    bench.unreset(1 << 21 | 1 << 22 | 1 << 20);
    assert_eq!(bench.read(0x4000_0000), 0x2000_4927);
    assert_eq!(bench.read(0x4000_0008), 2);
    assert_eq!(bench.read(0x4016_0000), 1);
    bench.write(0x4000_8004, 0xFF);
    assert_eq!(bench.read(0x4000_8004), 0xFF);
    bench.write(0x4000_0000, 0);
    assert_eq!(bench.read(0x4000_0000), 0x2000_4927);
}
