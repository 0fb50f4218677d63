//! RESETS (RP2350 §7.5): holds blocks in reset.

use crate::peripheral::registers::{Register, RegisterFile, Write};
use crate::peripheral::{Access, Effects, Peripheral, Unmodelled};
use crate::time::Frequencies;

const RESET: u32 = 0x0;
const WDSEL: u32 = 0x4;
const RESET_DONE: u32 = 0x8;

/// All resets.
const ALL: u32 = 0x1FFF_FFFF;

static REGISTERS: [Register; 3] = [
    Register::live(RESET, "RESET", ALL, ALL),
    Register::live(WDSEL, "WDSEL", 0, ALL),
    Register::live(RESET_DONE, "RESET_DONE", 0, 0),
];

/// Bit number of each peripheral's reset.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
#[allow(missing_docs, reason = "the names are those of the blocks")]
pub enum Line {
    Adc = 0,
    Busctrl,
    Dma,
    Hstx,
    I2c0,
    I2c1,
    IoBank0,
    IoQspi,
    Jtag,
    PadsBank0,
    PadsQspi,
    Pio0,
    Pio1,
    Pio2,
    PllSys,
    PllUsb,
    Pwm,
    Sha256,
    Spi0,
    Spi1,
    Syscfg,
    Sysinfo,
    Tbman,
    Timer0,
    Timer1,
    Trng,
    Uart0,
    Uart1,
    Usbctrl,
}

impl Line {
    /// Returns the bit of the reset in RESET, RESET_DONE and WDSEL.
    pub const fn mask(self) -> u32 {
        1 << self as u8
    }
}

/// The reset controller.
#[derive(Clone, Debug)]
pub(crate) struct Resets {
    file: RegisterFile,
}

impl Default for Resets {
    fn default() -> Self {
        Resets { file: RegisterFile::new("RESETS", &REGISTERS) }
    }
}

impl Resets {
    /// Peripherals held in reset.
    pub(crate) fn held(&self) -> u32 {
        self.file.get(RESET)
    }

    /// Peripherals that a watchdog reset resets.
    pub(crate) fn watchdog_selection(&self) -> u32 {
        self.file.get(WDSEL)
    }

    /// Takes these blocks out of reset.
    pub(crate) fn release(&mut self, lines: &[Line]) {
        let released = lines.iter().fold(0, |mask, line| mask | line.mask());
        self.file.set(RESET, self.held() & !released);
    }

    /// Puts these blocks into reset.
    pub(crate) fn hold(&mut self, mask: u32) {
        self.file.set(RESET, self.held() | mask & ALL);
    }

    /// Peripherals that report the end of their reset. One without a running clock cannot report it.
    fn done(&self, clocks: &Frequencies) -> u32 {
        let needs = |runs: bool, lines: &[Line]| {
            if runs { 0 } else { lines.iter().fold(0, |mask, line| mask | line.mask()) }
        };
        let silent = needs(clocks.peripheral.runs(), &[Line::Uart0, Line::Uart1, Line::Spi0, Line::Spi1])
            | needs(clocks.usb.runs(), &[Line::Usbctrl])
            | needs(clocks.adc.runs(), &[Line::Adc])
            | needs(clocks.hstx.runs(), &[Line::Hstx]);
        !self.held() & !silent & ALL
    }
}

impl Peripheral for Resets {
    fn file(&self) -> &RegisterFile {
        &self.file
    }

    fn file_mut(&mut self) -> &mut RegisterFile {
        &mut self.file
    }

    fn read(&mut self, offset: u32, access: &Access) -> Result<(u32, Effects), Unmodelled> {
        let value = if offset == RESET_DONE { self.done(access.clocks) } else { self.file.get(offset) };
        Ok((value, Effects::empty()))
    }

    fn write(&mut self, offset: u32, write: Write, _access: &Access) -> Result<Effects, Unmodelled> {
        self.file.write(offset, write);
        Ok(if offset == RESET { Effects::RESETS | Effects::EVENTS } else { Effects::empty() })
    }
}
