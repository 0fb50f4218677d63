//! PADS_BANK0 (RP2350 §9.11): input enable, pulls and isolation of the 48 pins.

use crate::peripheral::registers::{Register, RegisterFile, Write, bit};
use crate::peripheral::{Access, Effects, Peripheral, Unmodelled};

const GPIO0: u32 = 0x04;
const SWCLK: u32 = 0xC4;

const PDE: u32 = 2;
const PUE: u32 = 3;
const IE: u32 = 6;
const OD: u32 = 7;
const ISO: u32 = 8;

const ELECTRICAL: &str = "voltages are not modelled";
const DEBUG_PORT: &str = "the debug port does not depend on its pads";

static REGISTERS: [Register; 4] = [
    Register::inert(0x00, "VOLTAGE_SELECT", 0, 1, ELECTRICAL),
    Register::live(GPIO0, "GPIO", 0x116, 0x1FF).array(48, 4),
    Register::inert(SWCLK, "SWCLK", 0x5A, 0x1FF, DEBUG_PORT),
    Register::inert(0xC8, "SWD", 0x5A, 0x1FF, DEBUG_PORT),
];

/// The pads of bank 0.
#[derive(Clone, Debug)]
pub(crate) struct PadsBank0 {
    file: RegisterFile,
}

impl Default for PadsBank0 {
    fn default() -> Self {
        PadsBank0 { file: RegisterFile::new("PADS_BANK0", &REGISTERS) }
    }
}

impl PadsBank0 {
    fn pad(&self, pin: u32) -> u32 {
        self.file.get(GPIO0 + pin * 4)
    }

    /// Returns true if the pad is isolated: it holds its output.
    pub(crate) fn isolated(&self, pin: u32) -> bool {
        bit(self.pad(pin), ISO)
    }

    /// Returns true if the output driver is enabled.
    pub(crate) fn can_drive(&self, pin: u32) -> bool {
        !bit(self.pad(pin), OD)
    }

    /// Returns true if the input buffer is enabled; otherwise the input is low.
    pub(crate) fn can_sense(&self, pin: u32) -> bool {
        bit(self.pad(pin), IE)
    }

    /// Returns true if the pad has a pull-up.
    pub(crate) fn pulled_up(&self, pin: u32) -> bool {
        bit(self.pad(pin), PUE)
    }

    /// Returns true if both pulls are on: the bus keeper, which holds the last level.
    pub(crate) fn keeps(&self, pin: u32) -> bool {
        bit(self.pad(pin), PUE) && bit(self.pad(pin), PDE)
    }
}

impl Peripheral for PadsBank0 {
    fn file(&self) -> &RegisterFile {
        &self.file
    }

    fn file_mut(&mut self) -> &mut RegisterFile {
        &mut self.file
    }

    fn write(&mut self, offset: u32, write: Write, _access: &Access) -> Result<Effects, Unmodelled> {
        self.file.write(offset, write);
        Ok(Effects::PINS)
    }
}
