//! Tests of the chip as its cores see it.

use super::*;
use crate::bus::{Bus, Transfer};
use crate::devices::qmi::ReadMode;

mod adc;
mod blocks;
mod clocks;
mod dma;
mod i2c;
mod peripherals;
mod pio;
mod powman;
mod pwm;
mod random;
mod resets;
mod sha256;
mod spi;
mod timers;
mod trng;
mod uart;
mod xip;

const SET: u32 = 0x2000;
const CLEAR: u32 = 0x3000;

const RESETS: u32 = 0x4002_0000;
const CLOCKS: u32 = 0x4001_0000;
const XOSC: u32 = 0x4004_8000;
const PLL_SYS: u32 = 0x4005_0000;
const TICKS: u32 = 0x4010_8000;
const TIMER0: u32 = 0x400B_0000;
const WATCHDOG: u32 = 0x400D_8000;
const UART0: u32 = 0x4007_0000;
const SIO: u32 = 0xD000_0000;

/// A chip, and the cycle that core 0 has come to.
struct Bench {
    chip: Chip,
    cycle: u64,
}

impl Bench {
    fn new() -> Self {
        Bench { chip: Chip::default(), cycle: 0 }
    }

    fn by(&self) -> Initiator {
        Initiator { core: 0, now: self.cycle, debugger: false }
    }

    fn transfer(&mut self, address: u32) -> Transfer {
        self.chip.advance(self.cycle);
        let by = self.by();
        let transfer = self.chip.read(address, Size::Word, by).unwrap();
        self.cycle += 1 + u64::from(transfer.wait);
        transfer
    }

    fn read(&mut self, address: u32) -> u32 {
        self.transfer(address).value
    }

    fn write(&mut self, address: u32, value: u32) -> Transfer {
        self.chip.advance(self.cycle);
        let by = self.by();
        let transfer = self.chip.write(address, Size::Word, value, by).unwrap();
        self.cycle += 1 + u64::from(transfer.wait);
        transfer
    }

    /// Reads until a bit is set; gives up after a simulated second.
    fn wait_for(&mut self, address: u32, mask: u32) {
        let end = self.chip.time_at(self.cycle) + 1_000_000_000_000;
        while self.read(address) & mask == 0 {
            assert!(self.chip.time_at(self.cycle) < end, "{address:#x} never shows {mask:#x}");
        }
    }

    /// Lets time pass, with what is due in it.
    fn sleep(&mut self, cycles: u64) {
        let end = self.cycle + cycles;
        while self.chip.next_event() <= end {
            self.cycle = self.chip.next_event();
            self.chip.advance(self.cycle);
        }
        self.cycle = end;
    }

    /// clk_ref from the crystal, clk_sys 150 MHz from the PLL, a tick every microsecond: what firmware does first.
    fn start_clocks(&mut self) {
        self.write(XOSC + 0xC, 47);
        self.write(XOSC, 0xFAB_AA0);
        self.wait_for(XOSC + 4, 1 << 31);
        self.write(CLOCKS + SET + 0x30, 2);
        self.wait_for(CLOCKS + 0x38, 1 << 2);
        self.write(RESETS + CLEAR, 1 << 14);
        self.wait_for(RESETS + 8, 1 << 14);
        self.write(PLL_SYS, 1);
        self.write(PLL_SYS + 8, 125);
        self.write(PLL_SYS + CLEAR + 4, 0x21);
        self.wait_for(PLL_SYS, 1 << 31);
        self.write(PLL_SYS + 0xC, 5 << 16 | 2 << 12);
        self.write(PLL_SYS + CLEAR + 4, 8);
        self.write(CLOCKS + SET + 0x3C, 1);
        self.wait_for(CLOCKS + 0x44, 1 << 1);
        for tick in 0..6 {
            self.write(TICKS + tick * 12 + 4, 12);
            self.write(TICKS + tick * 12, 1);
        }
    }

    fn unreset(&mut self, lines: u32) {
        self.write(RESETS + CLEAR, lines);
        self.wait_for(RESETS + 8, lines);
    }
}

#[test]
fn memories_answer_without_waiting_and_registers_with_the_bus_in_between() {
    let mut bench = Bench::new();
    for (address, wait) in [(0x10, 0), (0x2000_0000, 0), (SIO, 0), (RESETS, 2)] {
        assert_eq!(bench.transfer(address).wait, wait, "{address:#x}");
    }
    assert_eq!(bench.write(RESETS, 0x1FFF_FFFF).wait, 3);
}

#[test]
fn narrow_accesses_to_registers_take_lanes_and_write_all() {
    let mut bench = Bench::new();
    let scratch = WATCHDOG + 0xC;
    bench.write(scratch, 0x4433_2211);
    let by = bench.by();
    assert_eq!(bench.chip.read(scratch + 2, Size::Byte, by).unwrap().value, 0x33);
    assert_eq!(bench.chip.read(scratch + 2, Size::Half, by).unwrap().value, 0x4433);
    bench.chip.write(scratch + 1, Size::Byte, 0xA5, by).unwrap();
    assert_eq!(bench.read(scratch), 0xA5A5_A5A5);
    bench.chip.write(scratch + 2, Size::Half, 0x1_BEEF, by).unwrap();
    assert_eq!(bench.read(scratch), 0xBEEF_BEEF);
}

#[test]
fn what_is_not_modelled_is_named_and_what_is_not_there_is_a_bus_error() {
    let mut bench = Bench::new();
    bench.unreset(1 << 11);
    let by = bench.by();
    let mut what = |address| match bench.chip.read(address, Size::Word, by) {
        Err(BusFault::Unmodelled { what, .. }) => what,
        other => format!("{other:?}"),
    };
    assert_eq!(what(0x5020_0128), "PIO0.RXF0_PUTGET0: a read needs FJOIN_RX_PUT alone");
    assert_eq!(what(0x400A_0000), "ADC.CS while RESETS holds it in reset");
    assert_eq!(what(0x4013_0004), "OTP_DATA");
    assert_eq!(what(SIO + 0x1C0), "SIO.TMDS_CTRL");
    for address in [0x3000_0000, 0x4200_0000, 0x6000_0000, 0x8000, 0xD000_1000, 0x4000_4000] {
        let fault = bench.chip.read(address, Size::Word, by);
        assert_eq!(fault, Err(BusFault::Bus { address }));
    }
    assert!(matches!(bench.chip.write(0, Size::Word, 0, by), Err(BusFault::Bus { .. })));
}

#[test]
fn a_store_breaks_the_other_cores_reservation() {
    let mut bench = Bench::new();
    let (first, second) = (bench.by(), Initiator { core: 1, ..bench.by() });
    bench.chip.reserve(0x2000_0100, first);
    bench.chip.write(0x2000_0104, Size::Word, 1, second).unwrap();
    assert!(bench.chip.is_reserved(0x2000_0100, first));
    bench.chip.write(0x2000_0101, Size::Byte, 1, second).unwrap();
    assert!(!bench.chip.is_reserved(0x2000_0100, first));
    bench.chip.reserve(0x2000_0100, first);
    bench.chip.write(0x2000_0100, Size::Word, 1, first).unwrap();
    assert!(bench.chip.is_reserved(0x2000_0100, first));
}

#[test]
fn flash_reads_use_the_cache_and_count() {
    let mut bench = Bench::new();
    bench.chip.load_flash(0x100, &[1, 2, 3, 4, 5, 6, 7, 8]);
    bench.chip.peripherals().qmi.select_read_mode(ReadMode::QuadEB, 3);
    bench.cycle = 10_000;
    assert_eq!(bench.transfer(0x1000_0100).wait, 108);
    assert_eq!(bench.transfer(0x1000_0104), Transfer { value: 0x0807_0605, ..Transfer::default() });
    assert_eq!(bench.chip.xip_counters(), XipCounters { hits: 1, accesses: 2 });
    assert_eq!(bench.read(0x400C_800C), 1);
    assert_eq!(bench.read(0x400C_8010), 2);
    bench.write(0x400C_8010, 0);
    assert_eq!(bench.chip.xip_counters(), XipCounters { hits: 1, accesses: 0 });
    // Maintenance: the line is invalidated by its address.
    bench.write(0x1800_0102, 0);
    assert!(bench.transfer(0x1000_0100).wait > 0);
}
