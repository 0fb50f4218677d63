//! Halting debug of one core by its debug registers.

use super::registers::{Location, Register};
use crate::board::Board;
use crate::bus::{BusFault, Size};
use crate::debug::DebugTarget;
use crate::ppb::core_register::CoreRegister;
use crate::ppb::dcb::{DBGKEY, DCRDR, DCRSR, DEMCR, DFSR, DHCSR, Demcr, Dfsr, Dhcsr, REGWNR};
use crate::ppb::scb::{AIRCR, AIRCR_SYSRESETREQ, AIRCR_VECTKEY};

/// Numbers of the cores.
pub(super) const CORES: [u8; 2] = [0, 1];

/// Mode in which a halted core resumes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ResumeMode {
    /// Runs.
    Continue,
    /// Executes one instruction with interrupts masked.
    Step,
}

/// Debug registers of one core.
pub(super) struct CoreDebug<'a> {
    board: &'a mut Board,
    number: u8,
}

/// Halts both cores.
pub fn halt_all(board: &mut Board) {
    for number in CORES {
        // The debug registers of a core always answer.
        let _ = CoreDebug::new(board, number).halt();
    }
}

impl<'a> CoreDebug<'a> {
    /// Accesses core 0 or 1 of a board.
    pub(super) fn new(board: &'a mut Board, number: u8) -> Self {
        Self { board, number }
    }

    fn read(&mut self, address: u32) -> Result<u32, BusFault> {
        self.board.read(self.number, address, Size::Word)
    }

    fn write(&mut self, address: u32, value: u32) -> Result<(), BusFault> {
        self.board.write(self.number, address, Size::Word, value)
    }

    fn write_dhcsr(&mut self, control: Dhcsr) -> Result<(), BusFault> {
        self.write(DHCSR, DBGKEY | control.bits())
    }

    /// Returns true if the core is in Debug state.
    pub(super) fn halted(&self) -> bool {
        self.board.halted(self.number)
    }

    /// Enables halting debug and the DWT, and halts the core.
    pub(super) fn halt(&mut self) -> Result<(), BusFault> {
        self.write_dhcsr(Dhcsr::C_DEBUGEN | Dhcsr::C_HALT)?;
        let demcr = self.read(DEMCR)?;
        self.write(DEMCR, demcr | Demcr::TRCENA.bits())
    }

    /// Resumes the core.
    pub(super) fn resume(&mut self, mode: ResumeMode) -> Result<(), BusFault> {
        // C_MASKINTS must not change in the write that clears C_HALT (D1.2.38).
        let (mask, step) = match mode {
            ResumeMode::Continue => (Dhcsr::empty(), Dhcsr::empty()),
            ResumeMode::Step => (Dhcsr::C_MASKINTS, Dhcsr::C_STEP),
        };
        self.write_dhcsr(Dhcsr::C_DEBUGEN | Dhcsr::C_HALT | mask)?;
        self.write_dhcsr(Dhcsr::C_DEBUGEN | mask | step)
    }

    /// Disables halting debug and lets the core run.
    pub(super) fn release(&mut self) -> Result<(), BusFault> {
        self.write_dhcsr(Dhcsr::empty())
    }

    /// Reads and clears the reasons of the halt.
    pub(super) fn take_events(&mut self) -> Result<Dfsr, BusFault> {
        let events = self.read(DFSR)?;
        self.write(DFSR, Dfsr::all().bits())?;
        Ok(Dfsr::from_bits_truncate(events))
    }

    /// Resets both cores by SYSRESETREQ, and halts them before their first instruction.
    pub(super) fn reset_all(board: &mut Board) -> Result<(), BusFault> {
        let mut before = [0; 2];
        for (number, demcr) in CORES.into_iter().zip(&mut before) {
            let mut core = CoreDebug::new(board, number);
            core.halt()?;
            *demcr = core.read(DEMCR)?;
            core.write(DEMCR, *demcr | Demcr::VC_CORERESET.bits())?;
        }
        CoreDebug::new(board, 0).write(AIRCR, AIRCR_VECTKEY | AIRCR_SYSRESETREQ)?;
        for (number, demcr) in CORES.into_iter().zip(before) {
            let mut core = CoreDebug::new(board, number);
            core.write(DEMCR, demcr)?;
            core.take_events()?;
        }
        Ok(())
    }

    fn read_core_register(&mut self, register: CoreRegister) -> Result<u32, BusFault> {
        self.write(DCRSR, u32::from(register.selector()))?;
        self.read(DCRDR)
    }

    fn write_core_register(&mut self, register: CoreRegister, value: u32) -> Result<(), BusFault> {
        self.write(DCRDR, value)?;
        self.write(DCRSR, u32::from(register.selector()) | REGWNR)
    }

    /// Reads a register.
    pub(super) fn register(&mut self, register: Register) -> Result<u64, BusFault> {
        Ok(match register.location() {
            Location::Word(word) => u64::from(self.read_core_register(word)?),
            Location::SpecialByte(shift) => {
                u64::from(self.read_core_register(CoreRegister::SpecialMasks)? >> shift & 0xFF)
            }
            Location::Double(low, high) => {
                u64::from(self.read_core_register(low)?) | u64::from(self.read_core_register(high)?) << 32
            }
        })
    }

    /// Writes a register.
    pub(super) fn set_register(&mut self, register: Register, value: u64) -> Result<(), BusFault> {
        match register.location() {
            Location::Word(word) => self.write_core_register(word, value as u32),
            Location::SpecialByte(shift) => {
                let others = self.read_core_register(CoreRegister::SpecialMasks)? & !(0xFF << shift);
                let byte = (value as u32 & 0xFF) << shift;
                self.write_core_register(CoreRegister::SpecialMasks, others | byte)
            }
            Location::Double(low, high) => {
                self.write_core_register(low, value as u32)?;
                self.write_core_register(high, (value >> 32) as u32)
            }
        }
    }

    /// Returns the program counter.
    pub(super) fn pc(&mut self) -> Result<u32, BusFault> {
        self.read_core_register(CoreRegister::ReturnAddress)
    }
}
