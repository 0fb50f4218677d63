//! IO_BANK0 (RP2350 §9.11): which block drives each of the 48 pins.

use super::functions::{self, Drives};
use super::peripheral::{Access, Effects, Peripheral, Unsupported};
use super::registers::{Register, RegisterFile, Write, field};

const STATUS: u32 = 0x0;
const CTRL: u32 = 0x4;
const PINS_END: u32 = 0x180;
/// CTRL: FUNCSEL and the four overrides.
const CTRL_BITS: u32 = 0x3003_F01F;

/// FUNCSEL of SIO (§9.4).
pub const FUNCTION_SIO: u32 = 5;

static REGISTERS: [Register; 17] = [
    Register::live(STATUS, "GPIO_STATUS", 0, 0).array(48, 8),
    Register::live(CTRL, "GPIO_CTRL", 0x1F, CTRL_BITS).array(48, 8),
    Register::missing(0x200, "IRQSUMMARY_PROC0_SECURE").array(2, 4),
    Register::missing(0x208, "IRQSUMMARY_PROC0_NONSECURE").array(2, 4),
    Register::missing(0x210, "IRQSUMMARY_PROC1_SECURE").array(2, 4),
    Register::missing(0x218, "IRQSUMMARY_PROC1_NONSECURE").array(2, 4),
    Register::missing(0x220, "IRQSUMMARY_DORMANT_WAKE").array(4, 4),
    Register::missing(0x230, "INTR").array(6, 4),
    Register::missing(0x248, "PROC0_INTE").array(6, 4),
    Register::missing(0x260, "PROC0_INTF").array(6, 4),
    Register::missing(0x278, "PROC0_INTS").array(6, 4),
    Register::missing(0x290, "PROC1_INTE").array(6, 4),
    Register::missing(0x2A8, "PROC1_INTF").array(6, 4),
    Register::missing(0x2C0, "PROC1_INTS").array(6, 4),
    Register::missing(0x2D8, "DORMANT_WAKE_INTE").array(6, 4),
    Register::missing(0x2F0, "DORMANT_WAKE_INTF").array(6, 4),
    Register::missing(0x308, "DORMANT_WAKE_INTS").array(6, 4),
];

/// Levels that a pin's STATUS shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Levels {
    /// Output enable, after override.
    pub driven: u64,
    /// Output level, after override.
    pub output: u64,
    /// Level that the pad's input gives.
    pub input: u64,
}

/// The pin multiplexer.
#[derive(Clone, Debug)]
pub struct IoBank0 {
    file: RegisterFile,
    levels: Levels,
}

impl Default for IoBank0 {
    fn default() -> Self {
        IoBank0 { file: RegisterFile::new("IO_BANK0", &REGISTERS), levels: Levels::default() }
    }
}

/// An override field: as it is, inverted, low or high.
fn overridden(level: bool, choice: u32) -> bool {
    match choice {
        0 => level,
        1 => !level,
        2 => false,
        _ => true,
    }
}

impl IoBank0 {
    /// CTRL of a pin.
    pub fn control(&self, pin: u32) -> u32 {
        self.file.get(pin * 8 + CTRL)
    }

    /// Function that a pin has selected.
    pub fn function(&self, pin: u32) -> u32 {
        field(self.control(pin), 0, 5)
    }

    /// Pins that have each function selected.
    pub fn selected(&self) -> [u64; functions::COUNT] {
        let mut selected = [0; functions::COUNT];
        for pin in 0..PINS_END / 8 {
            selected[self.function(pin) as usize % functions::COUNT] |= 1 << pin;
        }
        selected
    }

    /// What a pin's pad is given, as (enabled, level), by the function it has selected.
    pub fn drive(&self, pin: u32, drives: &Drives) -> (bool, bool) {
        let control = self.control(pin);
        let drive = drives.of(field(control, 0, 5));
        let enabled = overridden(drive.enable >> pin & 1 == 1, field(control, 14, 2));
        let level = overridden(drive.level >> pin & 1 == 1, field(control, 12, 2));
        (enabled, level)
    }

    /// What blocks see of a pin whose pad gives `level`.
    pub fn sense(&self, pin: u32, level: bool) -> bool {
        overridden(level, field(self.control(pin), 16, 2))
    }

    /// Sets the levels that STATUS shows.
    pub fn show(&mut self, levels: Levels) {
        self.levels = levels;
    }
}

impl Peripheral for IoBank0 {
    fn file(&self) -> &RegisterFile {
        &self.file
    }

    fn file_mut(&mut self) -> &mut RegisterFile {
        &mut self.file
    }

    fn read(&mut self, offset: u32, _access: &Access) -> Result<(u32, Effects), Unsupported> {
        let pin = offset / 8;
        if offset < PINS_END && offset % 8 == STATUS {
            let level = |levels: u64, position: u32| ((levels >> pin) as u32 & 1) << position;
            let Levels { driven, output, input } = self.levels;
            return Ok((level(driven, 13) | level(output, 9) | level(input, 17), Effects::NONE));
        }
        Ok((self.file.get(offset), Effects::NONE))
    }

    fn write(&mut self, offset: u32, write: Write, _access: &Access) -> Result<Effects, Unsupported> {
        self.file.write(offset, write);
        Ok(Effects::PINS)
    }

    fn reset(&mut self) {
        *self = IoBank0::default();
    }
}
