//! IO_BANK0 (RP2350 §9.11): function selects, overrides and interrupts of the 48 pins.

mod interrupts;

use super::levels::Levels;
use crate::peripheral::pin_mux::{ALL_PINS, FUNCTIONS};
use crate::peripheral::registers::{Register, RegisterFile, Write, field};
use crate::peripheral::{Access, Effects, Peripheral, Unmodelled};
use interrupts::{Interrupts, REGISTERS as WORDS, TARGETS};

const STATUS: u32 = 0x0;
const CTRL: u32 = 0x4;
const PINS_END: u32 = 0x180;
const SUMMARY: u32 = 0x200;
const SUMMARY_END: u32 = 0x230;
/// Bytes from the summaries of one target to the next. Those for Non-secure code follow those for Secure code.
const SUMMARY_STRIDE: u32 = 0x10;
const INTR: u32 = 0x230;
const PROC0_INTE: u32 = 0x248;

/// IO_IRQ_BANK0 (§3.2).
pub(crate) const INTERRUPT: u32 = 21;
/// Fields of CTRL: FUNCSEL and the four overrides.
const CTRL_BITS: u32 = 0x3003_F01F;

static REGISTERS: [Register; 18] = [
    Register::live(STATUS, "GPIO#_STATUS", 0, 0).array(48, 8),
    Register::live(CTRL, "GPIO#_CTRL", 0x1F, CTRL_BITS).array(48, 8),
    Register::live(0x200, "IRQSUMMARY_PROC0_SECURE", 0, 0).array(2, 4),
    Register::constant(0x208, "IRQSUMMARY_PROC0_NONSECURE", 0).array(2, 4),
    Register::live(0x210, "IRQSUMMARY_PROC1_SECURE", 0, 0).array(2, 4),
    Register::constant(0x218, "IRQSUMMARY_PROC1_NONSECURE", 0).array(2, 4),
    Register::live(0x220, "IRQSUMMARY_DORMANT_WAKE_SECURE", 0, 0).array(2, 4),
    Register::constant(0x228, "IRQSUMMARY_DORMANT_WAKE_NONSECURE", 0).array(2, 4),
    Register::live(INTR, "INTR", 0, 0).array(WORDS, 4),
    Register::live(0x248, "PROC0_INTE", 0, u32::MAX).array(WORDS, 4),
    Register::live(0x260, "PROC0_INTF", 0, u32::MAX).array(WORDS, 4),
    Register::live(0x278, "PROC0_INTS", 0, 0).array(WORDS, 4),
    Register::live(0x290, "PROC1_INTE", 0, u32::MAX).array(WORDS, 4),
    Register::live(0x2a8, "PROC1_INTF", 0, u32::MAX).array(WORDS, 4),
    Register::live(0x2c0, "PROC1_INTS", 0, 0).array(WORDS, 4),
    Register::live(0x2d8, "DORMANT_WAKE_INTE", 0, u32::MAX).array(WORDS, 4),
    Register::live(0x2f0, "DORMANT_WAKE_INTF", 0, u32::MAX).array(WORDS, 4),
    Register::live(0x308, "DORMANT_WAKE_INTS", 0, 0).array(WORDS, 4),
];

/// The pin multiplexer.
#[derive(Clone, Debug)]
pub(crate) struct IoBank0 {
    file: RegisterFile,
    levels: Levels,
    interrupts: Interrupts,
}

impl Default for IoBank0 {
    fn default() -> Self {
        IoBank0 {
            file: RegisterFile::new("IO_BANK0", &REGISTERS),
            levels: Levels::default(),
            interrupts: Interrupts::default(),
        }
    }
}

impl IoBank0 {
    /// CTRL of a pin.
    pub(crate) fn control(&self, pin: u32) -> u32 {
        self.file.get(pin * 8 + CTRL)
    }

    /// Returns the function select of a pin.
    pub(crate) fn function(&self, pin: u32) -> u32 {
        field(self.control(pin), 0, 5)
    }

    /// Returns the pins that have each function selected.
    pub(crate) fn selected(&self) -> [u64; FUNCTIONS] {
        let mut selected = [0; FUNCTIONS];
        for pin in 0..PINS_END / 8 {
            selected[self.function(pin) as usize % FUNCTIONS] |= 1 << pin;
        }
        selected
    }

    /// Returns OUTOVER, OEOVER and INOVER of a pin.
    pub(crate) fn overrides(&self, pin: u32) -> [u32; 3] {
        [12, 14, 16].map(|position| field(self.control(pin), position, 2))
    }

    /// Sets the levels of the pins, which STATUS shows, and latches edges.
    pub(crate) fn set_levels(&mut self, levels: Levels) {
        self.interrupts.sense(self.levels.sensed, levels.sensed, ALL_PINS);
        self.levels = levels;
    }

    /// Interrupt lines of the two cores.
    pub(crate) fn pending(&self) -> [bool; 2] {
        [0, 1].map(|core| self.interrupts.pending(core).any() != 0)
    }

    /// Pins with an enabled interrupt of a core.
    pub(crate) fn watched(&self) -> u64 {
        self.interrupts.watched()
    }

    fn status(&self, pin: u32) -> u32 {
        let level = |levels: u64, position: u32| ((levels >> pin) as u32 & 1) << position;
        let Levels { driven, output, sensed, .. } = self.levels;
        let interrupt = self.interrupts.pending(0).any() | self.interrupts.pending(1).any();
        level(driven, 13) | level(output, 9) | level(sensed, 17) | level(interrupt, 26)
    }

    fn summary(&self, offset: u32) -> u32 {
        let target = ((offset - SUMMARY) / SUMMARY_STRIDE) as usize;
        let pins = self.interrupts.pending(target).any();
        if offset & 4 == 0 { pins as u32 } else { (pins >> 32) as u32 }
    }
}

/// Interrupt registers of a target: INTE, INTF and INTS.
#[derive(Clone, Copy)]
enum InterruptRegister {
    Enable,
    Force,
    Status,
}

/// Returns target, kind and word of a register after INTR.
fn interrupt_register(offset: u32) -> (usize, InterruptRegister, u32) {
    let word = (offset - PROC0_INTE) / 4;
    let kind = [InterruptRegister::Enable, InterruptRegister::Force, InterruptRegister::Status]
        [(word / WORDS % 3) as usize];
    ((word / (3 * WORDS)) as usize % TARGETS, kind, word % WORDS)
}

impl Peripheral for IoBank0 {
    fn file(&self) -> &RegisterFile {
        &self.file
    }

    fn file_mut(&mut self) -> &mut RegisterFile {
        &mut self.file
    }

    fn read(&mut self, offset: u32, _access: &Access) -> Result<(u32, Effects), Unmodelled> {
        let value = match offset {
            ..PINS_END if offset % 8 == STATUS => self.status(offset / 8),
            ..PINS_END => self.file.get(offset),
            SUMMARY..SUMMARY_END if offset & 8 == 0 => self.summary(offset),
            SUMMARY..SUMMARY_END => 0,
            INTR..PROC0_INTE => self.interrupts.raw().word((offset - INTR) / 4),
            _ => match interrupt_register(offset) {
                (target, InterruptRegister::Enable, word) => self.interrupts.enabled[target].word(word),
                (target, InterruptRegister::Force, word) => self.interrupts.forced[target].word(word),
                (target, InterruptRegister::Status, word) => self.interrupts.pending(target).word(word),
            },
        };
        Ok((value, Effects::empty()))
    }

    fn write(&mut self, offset: u32, write: Write, _access: &Access) -> Result<Effects, Unmodelled> {
        match offset {
            ..PINS_END => {
                let control = write.applied_to(self.file.get(offset));
                if offset % 8 == CTRL && field(control, 28, 2) != 0 {
                    return Err(Unmodelled(format!("{}.IRQOVER", self.file.name(offset))));
                }
                self.file.write(offset, write);
                Ok(Effects::PINS)
            }
            INTR..PROC0_INTE => {
                self.interrupts.clear((offset - INTR) / 4, write.data);
                Ok(Effects::EVENTS)
            }
            PROC0_INTE.. => {
                let (events, word) = match interrupt_register(offset) {
                    (target, InterruptRegister::Enable, word) => (&mut self.interrupts.enabled[target], word),
                    (target, InterruptRegister::Force, word) => (&mut self.interrupts.forced[target], word),
                    (_, InterruptRegister::Status, _) => return Ok(Effects::empty()),
                };
                events.set_word(word, write.applied_to(events.word(word)));
                Ok(Effects::EVENTS)
            }
            _ => Ok(Effects::empty()),
        }
    }

    fn watches_pins(&self) -> u64 {
        self.watched()
    }

    fn reset(&mut self) {
        // The inputs of the pads do not change: no edge.
        *self = IoBank0 { levels: self.levels, ..IoBank0::default() };
    }
}
