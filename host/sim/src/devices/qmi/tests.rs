use super::*;
use crate::devices::clocks::Clocks;
use crate::time::Frequencies;
use crate::time::Frequency;

fn frequencies() -> Frequencies {
    Clocks::default().generate(Frequencies { rosc: Frequency::hertz(11_000_000), ..Frequencies::STOPPED })
}

fn at(cycle: u64, clocks: &Frequencies) -> Access<'_> {
    Access { now: cycle * 1_000, cycle, core: 0, clocks }
}

/// Continuous quad read at CLKDIV 2, as the SDK's boot2 sets it.
const CONTINUOUS: (u32, u32, u32) = (0x4000_0202, 0x0004_92A8 & !0x1000, 0xA0EB);

#[test]
fn a_miss_costs_what_the_reference_says() {
    let (timing, format, command) = CONTINUOUS;
    assert_eq!(Format::new(timing, format, command).cycles(8), 28 * 2);
    let mut qmi = Qmi::default();
    qmi.select_read_mode(ReadMode::QuadEB, ROM_BOOT_CLKDIV);
    assert_eq!(qmi.transfer(0x1000, 8, 1_000).unwrap(), 36 * 3);
    qmi.select_read_mode(ReadMode::Serial03, ROM_DEFAULT_CLKDIV);
    assert_eq!(qmi.transfer(0x2000, 8, 10_000).unwrap(), 96 * 12);
}

#[test]
fn other_formats_follow_their_fields() {
    // BBh: 8 clocks of prefix, 12 of address, 4 of suffix, 32 of data.
    let (format, command) = ReadMode::DualBB.registers();
    assert_eq!(Format::new(4, format, command).cycles(8), (8 + 12 + 4 + 32) * 4);
    // 0Bh: 8 + 24 + 8 + 64.
    let (format, command) = ReadMode::Serial0B.registers();
    assert_eq!(Format::new(1, format, command).cycles(8), 104);
    // CLKDIV 0 is 256, and a word has half the data.
    let (format, command) = ReadMode::Serial03.registers();
    assert_eq!(Format::new(0, format, command).cycles(4), 64 * 256);
    // Double transfer rate: SCK is halved, address, suffix and data go on both edges.
    let (format, command) = ReadMode::QuadEB.registers();
    assert_eq!(Format::new(2, format | 1 << 28, command).cycles(8), 8 * 4 + 6 * 2 + 2 * 2 + 4 * 4 + 16 * 2);
}

#[test]
fn a_sequential_read_goes_on_while_selected() {
    let mut qmi = Qmi::default();
    qmi.select_read_mode(ReadMode::QuadEB, 3);
    assert_eq!(qmi.transfer(0x100, 8, 0).unwrap(), 108);
    assert_eq!(qmi.transfer(0x108, 8, 150).unwrap(), 48, "only the data");
    // 198 + 64 + 2 clocks later the chip select is high and has been high long enough.
    assert_eq!(qmi.transfer(0x110, 8, 198 + 66 + 9).unwrap(), 108);
    // At another address while it is low: half an SCK clock and MIN_DESELECT come first.
    assert_eq!(qmi.transfer(0x800, 8, 400).unwrap(), 2 + 7 + 108);
    // The end of a page of 1024 bytes ends the transfer.
    qmi.transfer(0xBF8, 8, 1_000).unwrap();
    assert_eq!(qmi.transfer(0xC00, 8, 1_108).unwrap(), 2 + 7 + 108);
}

#[test]
fn two_reads_at_once_wait_for_each_other() {
    let mut qmi = Qmi::default();
    qmi.select_read_mode(ReadMode::QuadEB, 3);
    qmi.transfer(0x100, 8, 0).unwrap();
    assert_eq!(qmi.transfer(0x900, 8, 8).unwrap(), 100 + 9 + 108);
}

#[test]
fn addresses_are_translated() {
    let clocks = frequencies();
    let mut qmi = Qmi::default();
    assert_eq!(qmi.translate(0x12_3456), Some(0x12_3456));
    // Window 1 onto 1 MB from storage address 0x10000.
    qmi.write(ATRANS0 + 4, Write::plain(0x0100_0010), &at(0, &clocks)).unwrap();
    assert_eq!(qmi.translate(0x40_0123), Some(0x1_0123));
    assert_eq!(qmi.translate(0x50_0000), None);
    qmi.reset_translation();
    assert_eq!(qmi.translate(0x50_0000), Some(0x50_0000));
}

#[test]
fn entering_continuous_read_takes_a_read_with_command() {
    let clocks = frequencies();
    let mut qmi = Qmi::default();
    let (timing, format, command) = CONTINUOUS;
    let set =
        |qmi: &mut Qmi, offset, value| qmi.write(M0 + offset, Write::plain(value), &at(0, &clocks)).unwrap();
    set(&mut qmi, TIMING, timing);
    set(&mut qmi, RCMD, command);
    set(&mut qmi, RFMT, format);
    assert!(qmi.transfer(0, 8, 1_000).is_err(), "the flash waits for a command");
    set(&mut qmi, RFMT, format | 0x1000);
    assert_eq!(qmi.transfer(0, 4, 1_000).unwrap(), (36 - 8) * 2);
    assert!(qmi.transfer(0x100, 4, 2_000).is_err(), "the flash expects no command in continuous read mode");
    set(&mut qmi, RFMT, format);
    assert_eq!(qmi.transfer(0x100, 8, 3_000).unwrap(), 56);
    assert_eq!(qmi.transfer(0x900, 8, 4_000).unwrap(), 56);
}

#[test]
fn direct_mode_reads_the_status_register() {
    let clocks = frequencies();
    let mut qmi = Qmi::default();
    // CLKDIV 30, AUTO_CS0N, EN, as boot2 does.
    qmi.write(DIRECT_CSR, Write::plain(30 << 22 | 0x40 | 1), &at(0, &clocks)).unwrap();
    assert!(qmi.in_direct_mode());
    qmi.write(DIRECT_TX, Write::plain(0x35 | 1 << NOPUSH), &at(10, &clocks)).unwrap();
    qmi.write(DIRECT_TX, Write::plain(0x00), &at(14, &clocks)).unwrap();
    let busy = |qmi: &mut Qmi, cycle| qmi.read(DIRECT_CSR, &at(cycle, &clocks)).unwrap().0 & 2 != 0;
    assert!(busy(&mut qmi, 10 + 480 - 1));
    assert!(!busy(&mut qmi, 10 + 480));
    assert_eq!(qmi.read(DIRECT_CSR, &at(600, &clocks)).unwrap().0 >> 18 & 7, 1);
    assert_eq!(qmi.read(DIRECT_RX, &at(600, &clocks)).unwrap().0, 2);
}

const NOPUSH: u32 = 20;
