//! Halting debug of one core through its own debug registers.

use super::arch::{Place, Register};
use crate::board::Board;
use crate::bus::{BusFault, Size};
use crate::debug::DebugTarget;
use crate::ppb::core_register::CoreRegister;
use crate::ppb::dcb::{DCRDR, DCRSR, DEMCR, DFSR, DHCSR};

/// Both.
pub const CORES: [u8; 2] = [0, 1];

// DHCSR, with its key. Armv8-M ARM, D1.2.38.
const KEY: u32 = 0xA05F_0000;
const C_DEBUGEN: u32 = 1 << 0;
const C_HALT: u32 = 1 << 1;
const C_STEP: u32 = 1 << 2;
const C_MASKINTS: u32 = 1 << 3;
const TRCENA: u32 = 1 << 24;
const VC_CORERESET: u32 = 1 << 0;
/// DCRSR: a write.
const REGWNR: u32 = 1 << 16;
/// All of DFSR.
const ALL_EVENTS: u32 = 0x1F;
/// AIRCR with its key and SYSRESETREQ.
const AIRCR: u32 = 0xE000_ED0C;
const SYSRESETREQ: u32 = 0x05FA_0004;

/// How a halted core goes on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ResumeMode {
    /// Freely.
    Continue,
    /// For one instruction, interrupts masked.
    Step,
}

/// One core of a board that a debugger holds.
pub struct Core<'a> {
    board: &'a mut Board,
    number: u8,
}

/// Halts both cores.
pub fn halt_all(board: &mut Board) {
    for number in CORES {
        // The registers of the debug control block always answer.
        let _ = Core::new(board, number).halt();
    }
}

impl<'a> Core<'a> {
    /// Core 0 or 1.
    pub fn new(board: &'a mut Board, number: u8) -> Self {
        Self { board, number }
    }

    fn read(&mut self, address: u32) -> Result<u32, BusFault> {
        self.board.read(self.number, address, Size::Word)
    }

    fn write(&mut self, address: u32, value: u32) -> Result<(), BusFault> {
        self.board.write(self.number, address, Size::Word, value)
    }

    /// It is in Debug state.
    pub fn halted(&self) -> bool {
        self.board.halted(self.number)
    }

    /// Enables halting debug and the units for breakpoints and watchpoints, and halts it.
    pub fn halt(&mut self) -> Result<(), BusFault> {
        self.write(DHCSR, KEY | C_DEBUGEN | C_HALT)?;
        let demcr = self.read(DEMCR)?;
        self.write(DEMCR, demcr | TRCENA)
    }

    /// Lets it go on.
    pub fn go(&mut self, how: ResumeMode) -> Result<(), BusFault> {
        // C_MASKINTS changes only while the core is halted and stays so (D1.2.38).
        let (mask, step) = match how {
            ResumeMode::Continue => (0, 0),
            ResumeMode::Step => (C_MASKINTS, C_STEP),
        };
        self.write(DHCSR, KEY | C_DEBUGEN | C_HALT | mask)?;
        self.write(DHCSR, KEY | C_DEBUGEN | mask | step)
    }

    /// Lets it run without a debugger.
    pub fn release(&mut self) -> Result<(), BusFault> {
        self.write(DHCSR, KEY)
    }

    /// Why it halted; forgotten by the question.
    pub fn take_events(&mut self) -> Result<u32, BusFault> {
        let events = self.read(DFSR)?;
        self.write(DFSR, ALL_EVENTS)?;
        Ok(events)
    }

    /// Resets both cores by this one's SYSRESETREQ; both wait halted before their first instruction.
    pub fn reset_all(board: &mut Board) -> Result<(), BusFault> {
        let mut before = [0; 2];
        for (number, demcr) in CORES.into_iter().zip(&mut before) {
            let mut core = Core::new(board, number);
            core.halt()?;
            *demcr = core.read(DEMCR)?;
            core.write(DEMCR, *demcr | VC_CORERESET)?;
        }
        Core::new(board, 0).write(AIRCR, SYSRESETREQ)?;
        for (number, demcr) in CORES.into_iter().zip(before) {
            let mut core = Core::new(board, number);
            core.write(DEMCR, demcr)?;
            core.take_events()?;
        }
        Ok(())
    }

    fn word(&mut self, register: CoreRegister) -> Result<u32, BusFault> {
        self.write(DCRSR, u32::from(register.selector()))?;
        self.read(DCRDR)
    }

    fn set_word(&mut self, register: CoreRegister, value: u32) -> Result<(), BusFault> {
        self.write(DCRDR, value)?;
        self.write(DCRSR, u32::from(register.selector()) | REGWNR)
    }

    /// The value of a register.
    pub fn register(&mut self, register: Register) -> Result<u64, BusFault> {
        Ok(match register.place() {
            Place::Word(word) => u64::from(self.word(word)?),
            Place::Mask(shift) => u64::from(self.word(CoreRegister::SpecialMasks)? >> shift & 0xFF),
            Place::Double(low, high) => u64::from(self.word(low)?) | u64::from(self.word(high)?) << 32,
        })
    }

    /// Sets a register.
    pub fn set_register(&mut self, register: Register, value: u64) -> Result<(), BusFault> {
        match register.place() {
            Place::Word(word) => self.set_word(word, value as u32),
            Place::Mask(shift) => {
                let others = self.word(CoreRegister::SpecialMasks)? & !(0xFF << shift);
                self.set_word(CoreRegister::SpecialMasks, others | (value as u32 & 0xFF) << shift)
            }
            Place::Double(low, high) => {
                self.set_word(low, value as u32)?;
                self.set_word(high, (value >> 32) as u32)
            }
        }
    }

    /// The program counter.
    pub fn pc(&mut self) -> Result<u32, BusFault> {
        self.word(CoreRegister::ReturnAddress)
    }
}
