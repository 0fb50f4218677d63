use super::*;
use crate::bus::{BusFault, Initiator, Size};
use crate::devices::qmi::Qmi;
use crate::devices::qmi::{ROM_BOOT_CLKDIV, ReadMode};

fn parts() -> (Control, Qmi) {
    let mut qmi = Qmi::default();
    qmi.select_read_mode(ReadMode::QuadEB, ROM_BOOT_CLKDIV);
    qmi.flash.program(0x100, &[0x11, 0x22, 0x33, 0x44, 0x55]);
    (Control::default(), qmi)
}

fn core(now: u64) -> Initiator {
    Initiator { core: 0, now, debugger: false }
}

#[test]
fn data_and_code_share_the_cache() {
    let (mut control, mut qmi) = parts();
    let mut port = Port { control: &mut control, qmi: &mut qmi };
    let first = port.read(0x1000_0100, Size::Word, core(1_000)).unwrap();
    assert_eq!((first.value, first.wait), (0x4433_2211, 108));
    let second = port.read(0x1000_0104, Size::Byte, core(1_200)).unwrap();
    assert_eq!((second.value, second.wait), (0x55, 0));
    assert!(port.control.cached_code(0x1000_0102));
    assert!(!port.control.cached_code(0x1000_010C));
    assert_eq!(port.fetch(0x1000_010C, 2_000), Ok(108));
    // Two data accesses, two words fetched, one word fetched.
    assert_eq!(port.control.cache.counters(), (3, 5));
}

#[test]
fn the_debugger_disturbs_nothing() {
    let (mut control, mut qmi) = parts();
    let mut port = Port { control: &mut control, qmi: &mut qmi };
    let read = port.read(0x1000_0100, Size::Word, Initiator { debugger: true, ..core(0) }).unwrap();
    assert_eq!((read.value, read.wait), (0x4433_2211, 0));
    assert_eq!(port.control.cache.counters(), (0, 0));
    assert_eq!(port.read(0x1000_0100, Size::Word, core(1_000)).unwrap().wait, 108);
}

#[test]
fn the_uncached_window_pays_for_every_access() {
    let (mut control, mut qmi) = parts();
    let mut port = Port { control: &mut control, qmi: &mut qmi };
    for now in [1_000, 2_000] {
        // 36 clocks, less 8 of the other word.
        assert_eq!(port.read(0x1400_0100, Size::Word, core(now)).unwrap().wait, 28 * 3);
    }
    assert_eq!(port.read(0x1C00_0100, Size::Byte, core(3_000)).unwrap().wait, 22 * 3);
    assert_eq!(port.control.cache.counters(), (0, 3));
}

#[test]
fn what_is_not_there_is_a_bus_error_and_what_is_missing_is_named() {
    let (mut control, mut qmi) = parts();
    let mut port = Port { control: &mut control, qmi: &mut qmi };
    for address in [0x1200_0000, 0x13FF_C000, 0x1800_0000] {
        assert!(matches!(port.read(address, Size::Word, core(0)), Err(BusFault::Bus { .. })), "{address:#x}");
    }
    assert!(matches!(port.read(0x1100_0000, Size::Word, core(0)), Err(BusFault::Unmodelled { .. })));
    assert!(matches!(port.write(0x1800_0005, Size::Byte, 0, core(0)), Err(BusFault::Unmodelled { .. })));
    // The flash chip has 22 address bits.
    assert_eq!(port.read(0x1040_0100, Size::Word, core(0)).unwrap().value, 0x4433_2211);
    assert!(port.code(0x1040_0100).is_err());
    assert_eq!(port.code(0x1000_0100), Ok(0x2211));
}

#[test]
fn a_store_to_flash_changes_nothing() {
    let (mut control, mut qmi) = parts();
    let mut port = Port { control: &mut control, qmi: &mut qmi };
    assert_eq!(port.write(0x1000_0100, Size::Word, 9, core(1_000)).unwrap().wait, 108);
    assert_eq!(port.read(0x1000_0100, Size::Word, core(1_200)).unwrap().value, 0x4433_2211);
}

#[test]
fn pinned_lines_serve_as_memory_beyond_the_flash() {
    let (mut control, mut qmi) = parts();
    let mut port = Port { control: &mut control, qmi: &mut qmi };
    let top = 0x13FF_C000;
    port.write(0x1BFF_C007, Size::Byte, 0, core(0)).unwrap();
    port.write(top, Size::Word, 0x8765_4321, core(0)).unwrap();
    port.write(top + 5, Size::Byte, 0xAA, core(0)).unwrap();
    let read = port.read(top + 2, Size::Half, core(0)).unwrap();
    assert_eq!((read.value, read.wait), (0x8765, 0));
    assert_eq!(port.read(top + 4, Size::Word, core(0)).unwrap().value, 0xAA00);
    assert!(port.read(top + 8, Size::Word, core(0)).is_err());
    assert!(matches!(port.code(top), Err(BusFault::Unmodelled { .. })));
    port.write(0x1BFF_C002, Size::Byte, 0, core(0)).unwrap();
    assert!(port.read(top, Size::Word, core(0)).is_err());
}

#[test]
fn a_pinned_line_of_the_flash_shows_what_was_written_in_the_cached_window_only() {
    let (mut control, mut qmi) = parts();
    let mut port = Port { control: &mut control, qmi: &mut qmi };
    port.write(0x1800_0107, Size::Byte, 0, core(0)).unwrap();
    port.write(0x1000_0100, Size::Word, 7, core(0)).unwrap();
    assert_eq!(port.read(0x1000_0100, Size::Word, core(0)).unwrap().value, 7);
    assert_eq!(port.read(0x1400_0100, Size::Word, core(1_000)).unwrap().value, 0x4433_2211);
    port.control.cache.enable(false);
    assert_eq!(port.read(0x1000_0100, Size::Word, core(2_000)).unwrap().value, 0x4433_2211);
    port.control.cache.enable(true);
    port.control.cache.flush();
    assert_eq!(port.read(0x1000_0100, Size::Word, core(3_000)).unwrap().value, 0x4433_2211);
}
