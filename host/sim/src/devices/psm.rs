//! PSM (RP2350 §7.4): the power-on state machine, a chain of stages that leave reset one after the other.

use crate::peripheral::registers::{Register, RegisterFile, Write};
use crate::peripheral::{Access, Effects, Peripheral, Unmodelled};

const FRCE_ON: u32 = 0x0;
const FRCE_OFF: u32 = 0x4;
const WDSEL: u32 = 0x8;
const DONE: u32 = 0xC;

const ALL: u32 = 0x01FF_FFFF;
/// Stage of core 0; the next is core 1.
const PROC0: u32 = 23;

static REGISTERS: [Register; 4] = [
    Register::inert(FRCE_ON, "FRCE_ON", 0, ALL, "every stage is on"),
    Register::live(FRCE_OFF, "FRCE_OFF", 0, ALL),
    Register::live(WDSEL, "WDSEL", 0, ALL),
    Register::live(DONE, "DONE", 0, 0),
];

/// Stages of the chain by their bits in the registers. Stages without a name hold nothing that is modelled.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[repr(u8)]
pub(crate) enum Stage {
    /// Ring oscillator.
    Rosc = 2,
    /// Crystal oscillator.
    Xosc = 3,
    /// Reset controller, and with it every block that it controls.
    Resets = 4,
    /// Clock generators.
    Clocks = 5,
    /// Boot RAM.
    Bootram = 9,
    /// Flash interface and cache.
    Xip = 20,
    /// Single-cycle IO.
    Sio = 21,
    /// Access control.
    Accessctrl = 22,
    /// Core 0.
    Processor0 = 23,
    /// Core 1.
    Processor1 = 24,
}

/// The power-on state machine.
#[derive(Clone, Debug)]
pub(crate) struct Psm {
    file: RegisterFile,
}

impl Default for Psm {
    fn default() -> Self {
        Psm { file: RegisterFile::new("PSM", &REGISTERS) }
    }
}

impl Psm {
    /// Returns true if a core is forced off.
    pub(crate) fn core_held(&self, core: usize) -> bool {
        self.file.get(FRCE_OFF) >> (PROC0 + core as u32) & 1 != 0
    }

    /// First stage that the watchdog resets, as its bit number; `None` if none is selected. All later stages reset with
    /// it, because each waits for the previous one.
    pub(crate) fn watchdog_stage(&self) -> Option<u32> {
        match self.file.get(WDSEL) {
            0 => None,
            selected => Some(selected.trailing_zeros()),
        }
    }
}

impl Peripheral for Psm {
    fn file(&self) -> &RegisterFile {
        &self.file
    }

    fn file_mut(&mut self) -> &mut RegisterFile {
        &mut self.file
    }

    fn read(&mut self, offset: u32, _access: &Access) -> Result<(u32, Effects), Unmodelled> {
        let value = if offset == DONE { ALL & !self.file.get(FRCE_OFF) } else { self.file.get(offset) };
        Ok((value, Effects::empty()))
    }

    fn write(&mut self, offset: u32, write: Write, _access: &Access) -> Result<Effects, Unmodelled> {
        if offset == FRCE_OFF {
            let off = self.file.written(FRCE_OFF, write);
            if off & !(3 << PROC0) != 0 {
                return Err(Unmodelled(format!(
                    "PSM.FRCE_OFF {off:#010x}: only the cores can be forced off"
                )));
            }
        }
        self.file.write(offset, write);
        Ok(if offset == FRCE_OFF { Effects::CORES } else { Effects::empty() })
    }
}
