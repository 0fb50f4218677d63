//! POWMAN, BOOTRAM, ROSC, TICKS, XOSC, SYSINFO, ACCESSCTRL.

use super::*;

#[test]
fn the_power_manager_requires_its_password_except_for_scratch() {
    let mut test = TestChip::new();
    test.write("POWMAN.VREG", 0x10);
    assert_eq!((test.read("POWMAN.VREG"), test.read("POWMAN.BADPASSWD")), (0xB0, 1));
    test.write("POWMAN.VREG", 0x5AFE_0010);
    test.write("POWMAN.BADPASSWD", 0x5AFE_0001);
    assert_eq!((test.read("POWMAN.VREG"), test.read("POWMAN.BADPASSWD")), (0x10, 0));
    test.set("POWMAN.VREG", 0x5AFE_0020);
    assert_eq!(test.read("POWMAN.VREG"), 0x30);
    test.write("POWMAN.SCRATCH0", 0x1234_5678);
    assert_eq!(test.read("POWMAN.SCRATCH0"), 0x1234_5678);
    let by = test.by();
    assert!(test.chip.write(address_of("POWMAN.STATE"), Size::Word, 0x5AFE_00F0, by).is_err());
}

#[test]
fn boot_ram_has_write_once_bits_and_locks() {
    let mut test = TestChip::new();
    test.write("BOOTRAM.RAM255", 0xCAFE);
    assert_eq!(test.read("BOOTRAM.RAM255"), 0xCAFE);
    test.write("BOOTRAM.WRITE_ONCE0", 1);
    test.write("BOOTRAM.WRITE_ONCE0", 4);
    assert_eq!(test.read("BOOTRAM.WRITE_ONCE0"), 5);
    assert_eq!(test.read("BOOTRAM.BOOTLOCK3"), 1 << 3);
    assert_eq!(test.read("BOOTRAM.BOOTLOCK3"), 0);
    assert_eq!(test.read("BOOTRAM.BOOTLOCK_STAT"), 0xF7);
    test.write("BOOTRAM.BOOTLOCK3", 0);
    assert_eq!(test.read("BOOTRAM.BOOTLOCK_STAT"), 0xFF);
    test.chip.reset(Reset::RunPin, test.cycle);
    assert_eq!((test.read("BOOTRAM.RAM255"), test.read("BOOTRAM.WRITE_ONCE0")), (0xCAFE, 0));
}

#[test]
fn the_ring_oscillator_follows_its_divider_and_reports_bad_writes() {
    let mut test = TestChip::new();
    assert_eq!(test.read("ROSC.STATUS"), 0x8001_1000);
    test.write("ROSC.DIV", 0xAA00 + 16);
    assert_eq!(test.chip.clocks().system.whole_hertz(), 22_000_000);
    test.write("ROSC.DIV", 0x1234);
    assert_eq!(test.chip.clocks().system.whole_hertz(), 2_750_000);
    test.write("ROSC.CTRL", 0xFAB_123);
    assert_eq!(test.read("ROSC.STATUS") >> 24 & 1, 1);
    test.write("ROSC.STATUS", 1 << 24);
    assert_eq!(test.read("ROSC.STATUS") >> 24 & 1, 0);
    let bits: Vec<u32> = (0..64).map(|_| test.read("ROSC.RANDOMBIT")).collect();
    assert!((16..48).contains(&bits.iter().sum::<u32>()));
    let by = test.by();
    assert!(test.chip.write(address_of("ROSC.DORMANT"), Size::Word, 0x636F_6D61, by).is_err());
}

#[test]
fn a_tick_counts_the_cycles_of_clk_ref_down() {
    let mut test = TestChip::new();
    test.start_clocks();
    assert_eq!(test.read("TICKS.TIMER0_CTRL"), 3);
    let counts: Vec<u32> = (0..200).map(|_| test.read("TICKS.TIMER0_COUNT")).collect();
    assert!((0..12).all(|count| counts.contains(&count)) && counts.iter().all(|count| *count < 12));
    test.write("TICKS.TIMER0_CTRL", 0);
    assert_eq!(test.read("TICKS.TIMER0_CTRL"), 0);
}

#[test]
fn crystal_start_up_and_countdown_take_their_time() {
    let mut test = TestChip::new();
    test.write("XOSC.CTRL", 0xFAB_AA0);
    assert_eq!(test.read("XOSC.STATUS"), 1 << 12);
    // 196 × 256 cycles of 12 MHz, in cycles of 11 MHz.
    test.sleep(196 * 256 * 11 / 12 - 20);
    assert_eq!(test.read("XOSC.STATUS") >> 31, 0);
    test.sleep(20);
    assert_eq!(test.read("XOSC.STATUS") >> 31, 1);
    test.write("XOSC.COUNT", 1200);
    test.sleep(550);
    assert!((580..600).contains(&test.read("XOSC.COUNT")));
    test.sleep(600);
    assert_eq!(test.read("XOSC.COUNT"), 0);
    test.write("XOSC.CTRL", 0x123_AA0);
    assert_eq!(test.read("XOSC.STATUS") >> 24 & 1, 1);
}

#[test]
fn the_chip_identifies_itself() {
    let mut test = TestChip::new();
    test.unreset(1 << 21 | 1 << 22 | 1 << 20);
    assert_eq!(test.read("SYSINFO.CHIP_ID"), 0x2000_4927);
    assert_eq!(test.read("SYSINFO.PLATFORM"), 6);
    assert_eq!(test.read("TBMAN.PLATFORM"), 1);
    test.write("SYSCFG.PROC_IN_SYNC_BYPASS", 0xFF);
    assert_eq!(test.read("SYSCFG.PROC_IN_SYNC_BYPASS"), 0xFF);
    test.write("SYSINFO.CHIP_ID", 0);
    assert_eq!(test.read("SYSINFO.CHIP_ID"), 0x2000_4927);
}

#[test]
fn access_control_requires_its_password() {
    let mut test = TestChip::new();
    let by = test.by();
    let lock =
        |test: &mut TestChip, value| test.chip.write(address_of("ACCESSCTRL.UART0"), Size::Word, value, by);
    assert!(lock(&mut test, 0xFF).is_err());
    assert!(lock(&mut test, 0xACCE_00FF).is_ok());
    assert_eq!(test.read("ACCESSCTRL.UART0"), 0xFF);
    assert!(lock(&mut test, 0xACCE_0000).is_err());
}
