//! Instruction fetch: lines of code, decoding, and faults of the fetch.

use super::Cpu;
use super::decode_cache::DecodeCache;
use super::trap::{Fault, Trap};
use crate::bus::{Bus, BusFault};
use crate::instruction::decode::{Location, decode};
use crate::instruction::{Operation, PREPARATION, is_wide};
use crate::ppb::mpu::execute_never;

/// Value of [`Fetch::line`] while no line is fetched.
const NO_LINE: u32 = 2;

/// Bit of [`Fetch::line`] for a line that was fetched ahead.
const AHEAD: u32 = 1;

/// Value of [`Fetch::permitted_line`] while no line has been checked.
const NO_PERMIT: u32 = 1;

/// Line of code that the core fetches instructions from.
#[derive(Clone, Copy, Debug)]
pub(super) struct Fetch {
    /// The 8-byte line of code that was fetched last, by its address; with [`AHEAD`] for an instruction that ends in the
    /// next page.
    line: u32,
    /// Line of code from which the MPU, while it is enabled, permits execution.
    permitted_line: u32,
}

impl Fetch {
    /// Returns the state without a fetched line.
    pub(crate) const fn new() -> Self {
        Fetch { line: NO_LINE, permitted_line: NO_PERMIT }
    }

    /// Discards the line, so that it is fetched again.
    pub(crate) const fn discard_line(&mut self) {
        self.line = NO_LINE;
    }

    /// Discards the permission, after a change of the MPU, the privilege or the priority.
    pub(crate) const fn discard_permission(&mut self) {
        self.permitted_line = NO_PERMIT;
    }

    /// Returns true if the instruction at `pc` starts in the line that was fetched last.
    #[inline(always)]
    pub(crate) const fn holds(&self, pc: u32) -> bool {
        pc & !7 == self.line
    }

    /// Enters the page of `pc`, the first line of which may have been fetched ahead.
    #[inline(always)]
    pub(crate) const fn enter_page(&mut self, pc: u32) {
        if self.line == pc & !7 | AHEAD {
            self.line = pc & !7;
        }
    }
}

impl Cpu {
    /// Enters another 8-byte line of code.
    #[inline(always)]
    pub(super) fn enter_line<B: Bus>(&mut self, bus: &mut B, line: u32) -> Result<(), Trap> {
        match bus.fetch(line, self.initiator()) {
            Ok(0) => self.fetch.line = line,
            Ok(wait) => {
                self.fetch.line = line;
                self.pipeline.wait(u64::from(wait));
            }
            Err(fault) => return Err(self.failed_fetch(*fault)),
        }
        Ok(())
    }

    /// Waits for an operand that is late, and fetches the second line of an instruction that spans two lines.
    #[cold]
    #[inline(never)]
    pub(super) fn prepare<B: Bus>(&mut self, bus: &mut B, waits_for: u32) -> Result<(), Trap> {
        if self.pipeline.waits(waits_for) & !PREPARATION != 0 {
            self.pipeline.wait(1);
        }
        if waits_for & PREPARATION != 0 {
            let pc = self.registers.pc;
            let line = (pc & !7).wrapping_add(8);
            self.check_execution(line)?;
            self.enter_line(bus, line)?;
            if DecodeCache::page_number(line) != DecodeCache::page_number(pc) {
                self.fetch.line = line | AHEAD;
            }
        }
        Ok(())
    }

    /// While the MPU is enabled, checks that it permits execution from the line of code around `address`. Regions begin
    /// and end between lines.
    pub(super) fn check_execution(&mut self, address: u32) -> Result<(), Trap> {
        let line = address & !7;
        if line != self.fetch.permitted_line && self.scb.mpu.enabled() {
            if !self.permission(line, self.registers.privileged()).execute {
                return Err(Fault::ExecuteNever.into());
            }
            self.fetch.permitted_line = line;
        }
        Ok(())
    }

    /// Decodes the instruction at the PC.
    #[cold]
    #[inline(never)]
    pub(super) fn decode<B: Bus>(&mut self, bus: &mut B) -> Result<Operation, Trap> {
        let address = self.registers.pc;
        self.check_default_map(address)?;
        let first = self.read_code(bus, address)?;
        let second = if is_wide(first) { self.read_code(bus, address.wrapping_add(2))? } else { 0 };
        Ok(decode(first, second, Location { address, in_it: self.registers.it != 0 }))
    }

    /// Fetches the instruction at the PC without executing it: a fault of the fetch has precedence over one of the state.
    #[cold]
    pub(super) fn fetch_without_execution<B: Bus>(&mut self, bus: &mut B) -> Result<(), Trap> {
        let pc = self.registers.pc;
        self.check_execution(pc)?;
        self.check_default_map(pc)?;
        self.enter_line(bus, pc & !7)?;
        self.read_code(bus, pc).map(|_| ())
    }

    /// While the MPU is disabled, checks that the default memory map permits execution at `address`. The MPU can make
    /// Device memory executable.
    fn check_default_map(&self, address: u32) -> Result<(), Trap> {
        if !self.scb.mpu.enabled() && execute_never(address) {
            return Err(Fault::ExecuteNever.into());
        }
        Ok(())
    }

    fn read_code<B: Bus>(&mut self, bus: &mut B, address: u32) -> Result<u16, Trap> {
        bus.code(address, self.number).map_err(|fault| self.failed_fetch(fault))
    }

    #[cold]
    #[inline(never)]
    fn failed_fetch(&mut self, fault: BusFault) -> Trap {
        self.fetch.discard_line();
        match fault {
            BusFault::Bus { .. } => Fault::Fetch.into(),
            BusFault::Unmodelled { address, what } => self.unmodelled(format!("{what} at {address:#010x}")),
        }
    }
}
