//! Tests of the chip, through the bus as a core accesses it.

use super::register_names::{Address, address_of};
use super::*;
use crate::bus::{Bus, Transfer};
use crate::devices::qmi::ReadMode;

mod adc;
mod clocks;
mod dma;
mod i2c;
mod other_devices;
mod pio;
mod powman;
mod pwm;
mod random;
mod resets;
mod sha256;
mod sio;
mod spi;
mod timers;
mod trng;
mod uart;
mod uart_fifo;
mod xip;

/// Address bits of the alias that sets bits (§2.1.3).
const SET: u32 = 0x2000;
/// Address bits of the alias that clears bits.
const CLEAR: u32 = 0x3000;

/// A chip, and the current cycle of core 0.
struct TestChip {
    chip: Chip,
    cycle: u64,
}

impl TestChip {
    fn new() -> Self {
        TestChip { chip: Chip::default(), cycle: 0 }
    }

    fn by(&self) -> Initiator {
        Initiator { core: 0, now: self.cycle, debugger: false }
    }

    fn transfer(&mut self, address: impl Address) -> Transfer {
        self.chip.advance(self.cycle);
        let by = self.by();
        let transfer = self.chip.read(address.address(), Size::Word, by).unwrap();
        self.cycle += 1 + u64::from(transfer.wait);
        transfer
    }

    fn read(&mut self, address: impl Address) -> u32 {
        self.transfer(address).value
    }

    fn write(&mut self, address: impl Address, value: u32) -> Transfer {
        self.chip.advance(self.cycle);
        let by = self.by();
        let transfer = self.chip.write(address.address(), Size::Word, value, by).unwrap();
        self.cycle += 1 + u64::from(transfer.wait);
        transfer
    }

    /// Sets bits of a register by its alias.
    fn set(&mut self, register: &str, bits: u32) -> Transfer {
        self.write(address_of(register) + SET, bits)
    }

    /// Clears bits of a register by its alias.
    fn clear(&mut self, register: &str, bits: u32) -> Transfer {
        self.write(address_of(register) + CLEAR, bits)
    }

    /// Reads until a bit is set. Panics after a simulated second.
    fn wait_for(&mut self, address: impl Address, mask: u32) {
        let address = address.address();
        let end = self.chip.time_at(self.cycle) + 1_000_000_000_000;
        while self.read(address) & mask == 0 {
            assert!(self.chip.time_at(self.cycle) < end, "{address:#x} never shows {mask:#x}");
        }
    }

    /// Connects the pads of pins with inputs enabled, and selects their function.
    fn route(&mut self, pins: &[u32], function: u32, pad: u32) {
        for pin in pins {
            self.write(format!("IO_BANK0.GPIO{pin}_CTRL"), function);
            self.write(format!("PADS_BANK0.GPIO{pin}"), pad);
        }
    }

    /// Lets cycles pass and services the events that are due.
    fn sleep(&mut self, cycles: u64) {
        let end = self.cycle + cycles;
        while self.chip.next_event() <= end {
            self.cycle = self.chip.next_event();
            self.chip.advance(self.cycle);
        }
        self.cycle = end;
    }

    /// Starts the clocks as firmware does: clk_ref from the crystal, clk_sys 150 MHz from the PLL, a tick each
    /// microsecond.
    fn start_clocks(&mut self) {
        self.write("XOSC.STARTUP", 47);
        self.write("XOSC.CTRL", 0xFAB_AA0);
        self.wait_for("XOSC.STATUS", 1 << 31);
        self.set("CLOCKS.CLK_REF_CTRL", 2);
        self.wait_for("CLOCKS.CLK_REF_SELECTED", 1 << 2);
        self.clear("RESETS.RESET", 1 << 14);
        self.wait_for("RESETS.RESET_DONE", 1 << 14);
        self.write("PLL_SYS.CS", 1);
        self.write("PLL_SYS.FBDIV_INT", 125);
        self.clear("PLL_SYS.PWR", 0x21);
        self.wait_for("PLL_SYS.CS", 1 << 31);
        self.write("PLL_SYS.PRIM", 5 << 16 | 2 << 12);
        self.clear("PLL_SYS.PWR", 8);
        self.set("CLOCKS.CLK_SYS_CTRL", 1);
        self.wait_for("CLOCKS.CLK_SYS_SELECTED", 1 << 1);
        for tick in ["PROC0", "PROC1", "TIMER0", "TIMER1", "WATCHDOG", "RISCV"] {
            self.write(format!("TICKS.{tick}_CYCLES"), 12);
            self.write(format!("TICKS.{tick}_CTRL"), 1);
        }
    }

    /// Releases devices from reset, by their bits in RESETS.
    fn unreset(&mut self, lines: u32) {
        self.clear("RESETS.RESET", lines);
        self.wait_for("RESETS.RESET_DONE", lines);
    }
}

#[test]
fn memories_have_no_wait_states_and_the_apb_has() {
    let mut test = TestChip::new();
    for (address, wait) in
        [(0x10, 0), (0x2000_0000, 0), (address_of("SIO.CPUID"), 0), (address_of("RESETS.RESET"), 2)]
    {
        assert_eq!(test.transfer(address).wait, wait, "{address:#x}");
    }
    assert_eq!(test.write("RESETS.RESET", 0x1FFF_FFFF).wait, 3);
}

#[test]
fn narrow_accesses_to_registers_read_lanes_and_write_all() {
    let mut test = TestChip::new();
    let scratch = address_of("WATCHDOG.SCRATCH0");
    test.write(scratch, 0x4433_2211);
    let by = test.by();
    assert_eq!(test.chip.read(scratch + 2, Size::Byte, by).unwrap().value, 0x33);
    assert_eq!(test.chip.read(scratch + 2, Size::Half, by).unwrap().value, 0x4433);
    test.chip.write(scratch + 1, Size::Byte, 0xA5, by).unwrap();
    assert_eq!(test.read(scratch), 0xA5A5_A5A5);
    test.chip.write(scratch + 2, Size::Half, 0x1_BEEF, by).unwrap();
    assert_eq!(test.read(scratch), 0xBEEF_BEEF);
}

#[test]
fn what_is_not_modelled_is_named_and_what_does_not_exist_is_a_bus_error() {
    let mut test = TestChip::new();
    test.unreset(1 << 11);
    let by = test.by();
    let mut what = |address| match test.chip.read(address, Size::Word, by) {
        Err(BusFault::Unmodelled { what, .. }) => what,
        other => format!("{other:?}"),
    };
    assert_eq!(what(address_of("PIO0.RXF0_PUTGET0")), "PIO0.RXF0_PUTGET0: a read needs FJOIN_RX_PUT alone");
    assert_eq!(what(address_of("ADC.CS")), "ADC.CS while RESETS holds it in reset");
    assert_eq!(what(0x4013_0004), "OTP_DATA");
    assert_eq!(what(address_of("SIO.TMDS_CTRL")), "SIO.TMDS_CTRL");
    for address in [0x3000_0000, 0x4200_0000, 0x6000_0000, 0x8000, 0xD000_1000, 0x4000_4000] {
        let fault = test.chip.read(address, Size::Word, by);
        assert_eq!(fault, Err(BusFault::Bus { address }));
    }
    assert!(matches!(test.chip.write(0, Size::Word, 0, by), Err(BusFault::Bus { .. })));
}

#[test]
fn a_store_clears_the_other_cores_reservation() {
    let mut test = TestChip::new();
    let (first, second) = (test.by(), Initiator { core: 1, ..test.by() });
    test.chip.reserve(0x2000_0100, first);
    test.chip.write(0x2000_0104, Size::Word, 1, second).unwrap();
    assert!(test.chip.is_reserved(0x2000_0100, first));
    test.chip.write(0x2000_0101, Size::Byte, 1, second).unwrap();
    assert!(!test.chip.is_reserved(0x2000_0100, first));
    test.chip.reserve(0x2000_0100, first);
    test.chip.write(0x2000_0100, Size::Word, 1, first).unwrap();
    assert!(test.chip.is_reserved(0x2000_0100, first));
}

#[test]
fn flash_reads_use_the_cache_and_count() {
    let mut test = TestChip::new();
    test.chip.load_flash(0x100, &[1, 2, 3, 4, 5, 6, 7, 8]);
    test.chip.peripherals().qmi.select_read_mode(ReadMode::QuadEB, 3);
    test.cycle = 10_000;
    assert_eq!(test.transfer(0x1000_0100).wait, 108);
    assert_eq!(test.transfer(0x1000_0104), Transfer { value: 0x0807_0605, ..Transfer::default() });
    assert_eq!(test.chip.xip_counters(), XipCounters { hits: 1, accesses: 2 });
    assert_eq!(test.read("XIP_CTRL.CTR_HIT"), 1);
    assert_eq!(test.read("XIP_CTRL.CTR_ACC"), 2);
    test.write("XIP_CTRL.CTR_ACC", 0);
    assert_eq!(test.chip.xip_counters(), XipCounters { hits: 1, accesses: 0 });
    // Maintenance: the line is invalidated by its address.
    test.write(0x1800_0102, 0);
    assert!(test.transfer(0x1000_0100).wait > 0);
}
