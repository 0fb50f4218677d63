//! What every register block is to the chip.

use crate::time::Frequencies;
pub mod inert;
pub mod pin_mux;
pub mod registers;

use crate::time::Picoseconds;
use pin_mux::{Drives, Inputs};
use registers::{Model, RegisterFile, Write};
use std::ops::{BitOr, BitOrAssign};

/// When and by whom a register is accessed.
#[derive(Clone, Copy, Debug)]
pub struct Access<'a> {
    /// Time of the access.
    pub now: Picoseconds,
    /// System clock cycle of the access.
    pub cycle: u64,
    /// Core that makes it, or whose access port the debugger uses.
    pub core: u8,
    /// The clocks as they run now.
    pub clocks: &'a Frequencies,
}

/// What beyond a block itself a write (or a read with a side effect) changes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Effects(u16);

impl Effects {
    /// Nothing.
    pub const NONE: Effects = Effects(0);
    /// An oscillator, PLL, clock generator or tick generator.
    pub const CLOCKS: Effects = Effects(1);
    /// An interrupt line, or when the next event is due.
    pub const EVENTS: Effects = Effects(2);
    /// Which blocks are held in reset.
    pub const RESETS: Effects = Effects(4);
    /// What drives a pin, or how a pad is set.
    pub const PINS: Effects = Effects(8);
    /// Which core is held in reset.
    pub const CORES: Effects = Effects(16);
    /// The watchdog resets.
    pub const WATCHDOG: Effects = Effects(32);
    /// The mailbox between the cores.
    pub const MAILBOX: Effects = Effects(64);
    /// What a block asks of DMA.
    pub const REQUESTS: Effects = Effects(128);
    /// The non-maskable interrupt of a core.
    pub const NMI: Effects = Effects(256);

    /// True when all of `other` is among these.
    pub const fn contains(self, other: Effects) -> bool {
        self.0 & other.0 == other.0
    }

    /// True when there is any.
    pub const fn any(self) -> bool {
        self.0 != 0
    }
}

impl BitOr for Effects {
    type Output = Effects;

    fn bitor(self, other: Effects) -> Effects {
        Effects(self.0 | other.0)
    }
}

impl BitOrAssign for Effects {
    fn bitor_assign(&mut self, other: Effects) {
        self.0 |= other.0;
    }
}

/// A use of a register that the model lacks; the text says which.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unmodelled(pub String);

/// A register block on the APB or AHB.
pub trait Peripheral: Send {
    /// Its registers.
    fn file(&self) -> &RegisterFile;

    /// Its registers.
    fn file_mut(&mut self) -> &mut RegisterFile;

    /// Value of the register at a word offset that the table calls live. Reads can have side effects.
    fn read(&mut self, offset: u32, _access: &Access) -> Result<(u32, Effects), Unmodelled> {
        Ok((self.file().get(offset), Effects::NONE))
    }

    /// Write to the register at a word offset that the table calls live or inert.
    fn write(&mut self, offset: u32, write: Write, _access: &Access) -> Result<Effects, Unmodelled> {
        self.file_mut().write(offset, write);
        Ok(Effects::NONE)
    }

    /// The reset state.
    fn reset(&mut self) {
        self.file_mut().reset();
    }

    /// Brings the block to a time: alarms fire, frames end. Called when an event is due and before interrupt lines
    /// are read.
    fn advance(&mut self, _access: &Access) -> Effects {
        Effects::NONE
    }

    /// When the block wants to be brought to a time without being accessed.
    fn next_event(&self, _access: &Access) -> Option<Picoseconds> {
        None
    }

    /// Interrupt lines that are high, by IRQ number (§3.2).
    fn interrupts(&self) -> u64 {
        0
    }

    /// Data requests to DMA that are high, by DREQ number (§12.6.4.1): the block can take or give a datum now. A
    /// change is told by [`Effects::REQUESTS`].
    fn requests(&self) -> u64 {
        0
    }

    /// Which requests running DMA channels go by from now on, by DREQ number; all others may go unnoticed. As long as
    /// one of the block's is among them and low, [`Peripheral::next_event`] tells when it will rise, and [`Peripheral::advance`] then
    /// tells [`Effects::REQUESTS`].
    fn observe_requests(&mut self, _observed: u64) {}

    /// How many transfers a request asks for now, those that have begun included: the room or the data in a FIFO
    /// (§12.6.4.2). DMA has no more under way than this.
    fn credits(&self, request: u32) -> u32 {
        (self.requests() >> request & 1) as u32
    }

    /// DMA begins a transfer for a request. A block whose request is a pulse counts it off here.
    fn take_credit(&mut self, _request: u32) {}
    /// Pins whose edges the block senses in their cycle, a bit a pin. A change is told by [`Effects::EVENTS`].
    fn watches_pins(&self) -> u64 {
        0
    }

    /// Which pins something senses from now on, a bit a pin. As long as the block changes one of them by itself,
    /// [`Peripheral::next_event`] tells when, and [`Peripheral::advance`] then tells [`Effects::PINS`].
    fn observe_pins(&mut self, _observed: u64, _access: &Access) {}

    /// Puts what the block's outputs give to the pins, for each function select that has them (§9.4). A change is
    /// told by [`Effects::PINS`].
    fn drive_pins(&self, _drives: &mut Drives) {}

    /// Inputs of pins have changed.
    fn sense_pins(&mut self, _inputs: &Inputs, _access: &Access) -> Effects {
        Effects::NONE
    }
}

/// Reads any register of a block, with the name of what is not modelled.
pub fn read(block: &mut dyn Peripheral, offset: u32, access: &Access) -> Result<(u32, Effects), Unmodelled> {
    match block.file().register(offset).map(|register| register.model) {
        Some(Model::Live) => block.read(offset, access),
        Some(Model::Inert(_)) => Ok((block.file().get(offset), Effects::NONE)),
        Some(Model::Missing) | None => Err(Unmodelled(block.file().name(offset))),
    }
}

/// Writes any register of a block, with the name of what is not modelled.
pub fn write(
    block: &mut dyn Peripheral,
    offset: u32,
    write: Write,
    access: &Access,
) -> Result<Effects, Unmodelled> {
    match block.file().register(offset).map(|register| register.model) {
        // An inert register keeps what is written, but by its block's rules: a password, for instance.
        Some(Model::Live | Model::Inert(_)) => block.write(offset, write, access),
        Some(Model::Missing) | None => Err(Unmodelled(block.file().name(offset))),
    }
}
