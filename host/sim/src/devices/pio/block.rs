//! PIO block: registers and state machines.

use super::engine::Engine;
use super::registers;
use crate::peripheral::pin_mux::{ALL_PINS, Drive, Drives};
use crate::peripheral::registers::{RegisterFile, Write};
use crate::peripheral::{Access, Effects, Peripheral, Unmodelled};

/// FUNCSEL of PIO0 (§9.4); those of PIO1 and PIO2 follow.
pub const FIRST_FUNCTION: u32 = 6;
/// IRQ number of PIO0_IRQ_0 (§3.2); each block has two.
const FIRST_INTERRUPT: u32 = 15;
/// Data requests (DREQ) of each block (§12.6.4.1).
const REQUESTS: u32 = 8;

/// Effects of a write to CTRL on the neighbouring blocks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct NeighbourEffects {
    /// State machines of the next lower block, and of the next higher one.
    pub masks: [u32; 2],
    /// Enables (true) or disables (false) these state machines; `None` changes nothing.
    pub enable: Option<bool>,
    /// Restarts the clock dividers of these state machines.
    pub restart_dividers: bool,
}

/// Effects of a register write that the caller must complete, because they need the other blocks or the pins.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct WriteCompletion {
    /// Effects on the neighbouring blocks.
    pub neighbours: NeighbourEffects,
    /// State machine and instruction of a write to SMx_INSTR.
    pub forced: Option<(usize, u16)>,
}

/// PIO block.
#[derive(Clone, Debug)]
pub struct Pio {
    number: u32,
    pub(super) file: RegisterFile,
    pub(super) engine: Box<Engine>,
    pub(super) completion: WriteCompletion,
    /// Data requests of this block that DMA waits for, a bit each.
    observed_requests: u64,
}

impl Pio {
    /// Creates PIO0, PIO1 or PIO2 in its reset state.
    pub fn new(number: u32) -> Self {
        let name = ["PIO0", "PIO1", "PIO2"][number as usize % 3];
        Pio {
            number,
            file: RegisterFile::new(name, &registers::REGISTERS),
            engine: Box::default(),
            completion: WriteCompletion::default(),
            observed_requests: 0,
        }
    }

    /// Returns the state machines.
    pub fn engine(&mut self) -> &mut Engine {
        &mut self.engine
    }

    /// Exchanges the state machines with `other`.
    pub fn swap_engine(&mut self, other: &mut Box<Engine>) {
        std::mem::swap(&mut self.engine, other);
    }

    /// Returns the data requests that DMA waits for: bits 0 to 3 TX, bits 4 to 7 RX.
    pub fn observed_requests(&self) -> u64 {
        self.observed_requests
    }

    /// Takes the effects of the last write that the caller must complete.
    pub fn take_write_completion(&mut self) -> WriteCompletion {
        std::mem::take(&mut self.completion)
    }

    /// Applies the effects of a write to a neighbour's CTRL to the state machines in `mask`.
    pub fn apply_neighbour_write(&mut self, mask: u32, operations: &NeighbourEffects, cycle: u64) {
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

    /// Takes the description of an instruction whose effect the datasheet leaves undefined, if a state machine executed
    /// one.
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
        *self = Pio { observed_requests: self.observed_requests, ..Pio::new(self.number) };
    }

    fn interrupts(&self) -> u64 {
        self.engine.interrupt_lines() << (FIRST_INTERRUPT + 2 * self.number)
    }

    fn requests(&self) -> u64 {
        self.engine.request_lines() << (REQUESTS * self.number)
    }

    fn observe_requests(&mut self, observed: u64) {
        self.observed_requests = observed >> (REQUESTS * self.number) & 0xFF;
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
