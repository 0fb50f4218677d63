//! One PIO block: its registers and its state machines.

use super::engine::Engine;
use super::registers;
use crate::peripheral::pin_mux::{ALL_PINS, Drive, Drives};
use crate::peripheral::registers::{RegisterFile, Write};
use crate::peripheral::{Access, Effects, Peripheral, Unmodelled};

/// FUNCSEL of PIO0 (§9.4); the others follow.
pub const FIRST_FUNCTION: u32 = 6;
/// PIO0_IRQ_0 (§3.2); two for each.
const FIRST_INTERRUPT: u32 = 15;
/// Requests to DMA of each (§12.6.4.1).
const REQUESTS: u32 = 8;

/// What a write to CTRL does to the blocks beside this one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Neighbours {
    /// State machines of the next lower block, and of the next higher one.
    pub masks: [u32; 2],
    /// Whether to enable or disable them.
    pub enable: Option<bool>,
    /// Whether to restart their clock dividers.
    pub restart_dividers: bool,
}

/// What an access to a register leaves to be done beyond this block.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Outside {
    /// For the blocks beside it.
    pub neighbours: Neighbours,
    /// An instruction for a state machine.
    pub forced: Option<(usize, u16)>,
}

/// One PIO.
#[derive(Clone, Debug)]
pub struct Pio {
    number: u32,
    pub(super) file: RegisterFile,
    pub(super) engine: Box<Engine>,
    pub(super) outside: Outside,
    /// Requests that DMA waits for, a bit each.
    wanted: u64,
}

impl Pio {
    /// PIO0, PIO1 or PIO2 in its reset state.
    pub fn new(number: u32) -> Self {
        let name = ["PIO0", "PIO1", "PIO2"][number as usize % 3];
        Pio {
            number,
            file: RegisterFile::new(name, &registers::REGISTERS),
            engine: Box::default(),
            outside: Outside::default(),
            wanted: 0,
        }
    }

    /// Its state machines.
    pub fn engine(&mut self) -> &mut Engine {
        &mut self.engine
    }

    /// Exchanges its state machines for others.
    pub fn swap_engine(&mut self, other: &mut Box<Engine>) {
        std::mem::swap(&mut self.engine, other);
    }

    /// Requests of its eight that DMA waits for.
    pub fn wanted(&self) -> u64 {
        self.wanted
    }

    /// Takes what the last write leaves to be done.
    pub fn take_outside(&mut self) -> Outside {
        std::mem::take(&mut self.outside)
    }

    /// SM_ENABLE and CLKDIV_RESTART by a neighbour's CTRL.
    pub fn follow_neighbour(&mut self, mask: u32, operations: &Neighbours, cycle: u64) {
        for (number, machine) in self.engine.machines.iter_mut().enumerate() {
            if mask >> number & 1 == 0 {
                continue;
            }
            machine.stop_counting(cycle);
            if operations.restart_dividers {
                machine.restart_divider(cycle);
            }
            if let Some(enable) = operations.enable {
                machine.enable(enable, cycle);
            }
        }
    }

    /// Names what a state machine came upon that the datasheet leaves undefined.
    pub fn take_undefined(&mut self) -> Option<String> {
        let (machine, address, what) = self.engine.take_undefined()?;
        Some(format!("{} SM{machine} at instruction {address}: {what}", self.file.device()))
    }
}

impl Peripheral for Pio {
    fn file(&self) -> &RegisterFile {
        &self.file
    }

    fn file_mut(&mut self) -> &mut RegisterFile {
        &mut self.file
    }

    fn read(&mut self, offset: u32, access: &Access) -> Result<(u32, Effects), Unmodelled> {
        self.read_register(offset, access.cycle)
    }

    fn write(&mut self, offset: u32, write: Write, access: &Access) -> Result<Effects, Unmodelled> {
        self.write_register(offset, write, access.cycle)
    }

    fn reset(&mut self) {
        *self = Pio { wanted: self.wanted, ..Pio::new(self.number) };
    }

    fn interrupts(&self) -> u64 {
        self.engine.interrupt_lines() << (FIRST_INTERRUPT + 2 * self.number)
    }

    fn requests(&self) -> u64 {
        self.engine.request_lines() << (REQUESTS * self.number)
    }

    fn observe_requests(&mut self, observed: u64) {
        self.wanted = observed >> (REQUESTS * self.number) & 0xFF;
    }

    fn credits(&self, request: u32) -> u32 {
        self.engine.credits(request % REQUESTS)
    }

    fn watches_pins(&self) -> u64 {
        if self.engine.running() { ALL_PINS } else { 0 }
    }

    fn drive_pins(&self, drives: &mut Drives) {
        let (enable, level) = self.engine.outputs();
        drives.put(FIRST_FUNCTION + self.number, ALL_PINS, Drive { enable, level });
    }
}
