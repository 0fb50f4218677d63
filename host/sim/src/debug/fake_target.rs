//! Debug target for tests: 8 KB of memory, an address that faults, one that is not modelled, and cores that change
//! state at given cycles.

use std::ops::Range;

use crate::bus::{BusFault, Size};
use crate::ppb::dcb::{DHCSR, Dhcsr};

use super::debug_target::DebugTarget;

/// Start of the memory.
pub(crate) const MEMORY: u32 = 0x2000_0000;
/// First address at which accesses fault.
pub(crate) const FAULTING: u32 = 0x3000_0000;
/// Address at which accesses are not modelled.
pub(crate) const NOT_MODELLED: u32 = 0x4000_0000;

/// Call of a method that resets or disturbs the board.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ResetEvent {
    Asserted,
    Released,
    Rescued,
    Hung,
    BrownOut,
}

#[derive(Default)]
pub(crate) struct FakeTarget {
    pub memory: Vec<u8>,
    pub now: u64,
    pub halted: [bool; 2],
    pub stop: Option<String>,
    pub resets: Vec<ResetEvent>,
    /// Words that change: cycle, address and new value.
    pub changes: Vec<(u64, u32, u32)>,
    /// Cycle in which core 0 halts.
    pub halts_at: Option<u64>,
    pub accesses: Vec<(u8, u32, Size)>,
}

impl FakeTarget {
    pub(crate) fn new() -> Self {
        Self { memory: (0..8192u32).map(|index| (index ^ index >> 8) as u8).collect(), ..Self::default() }
    }

    pub(crate) fn word(&self, address: u32) -> u32 {
        let start = (address - MEMORY) as usize;
        u32::from_le_bytes(self.memory[start..start + 4].try_into().unwrap())
    }

    fn bytes(&mut self, address: u32, size: Size) -> Result<&mut [u8], BusFault> {
        match address {
            FAULTING.. if address < NOT_MODELLED => Err(BusFault::Bus { address }),
            NOT_MODELLED => Err(BusFault::Unmodelled { address, what: "a test register".to_owned() }),
            _ => {
                let start = address.wrapping_sub(MEMORY) as usize;
                self.memory.get_mut(start..start + size.bytes() as usize).ok_or(BusFault::Bus { address })
            }
        }
    }
}

impl DebugTarget for FakeTarget {
    fn system_clock(&self) -> u32 {
        150_000_000
    }

    fn advance(&mut self, cycles: u64) {
        self.now += cycles;
        for (at, address, value) in self.changes.clone() {
            if at <= self.now {
                let _ =
                    self.bytes(address, Size::Word).map(|bytes| bytes.copy_from_slice(&value.to_le_bytes()));
            }
        }
        if self.halts_at.is_some_and(|at| at <= self.now) {
            self.halted[0] = true;
        }
    }

    fn run_ahead(&mut self, max_cycles: u64, watched: Range<u32>) -> u64 {
        let before = self.now;
        let stores = self.changes.iter().filter(|(_, address, _)| watched.contains(address));
        let events = stores.map(|(at, ..)| *at).chain(self.halts_at).filter(|at| *at > before);
        self.advance(events.min().map_or(max_cycles, |at| max_cycles.min(at - before)));
        self.now - before
    }

    fn read(&mut self, core: u8, address: u32, size: Size) -> Result<u32, BusFault> {
        self.accesses.push((core, address, size));
        if address == DHCSR {
            let halted = self.halted[usize::from(core)];
            return Ok(if halted { Dhcsr::S_HALT.bits() } else { 0 });
        }
        let bytes = self.bytes(address, size)?;
        Ok(bytes.iter().rev().fold(0, |value, &byte| value << 8 | u32::from(byte)))
    }

    fn write(&mut self, core: u8, address: u32, size: Size, value: u32) -> Result<(), BusFault> {
        self.accesses.push((core, address, size));
        let bytes = self.bytes(address, size)?;
        let length = bytes.len();
        bytes.copy_from_slice(&value.to_le_bytes()[..length]);
        Ok(())
    }

    fn halted(&self, core: u8) -> bool {
        self.halted[usize::from(core)]
    }

    fn stop_reason(&self) -> Option<String> {
        self.stop.clone()
    }

    fn assert_reset(&mut self) {
        self.stop = None;
        self.resets.push(ResetEvent::Asserted);
    }

    fn release_reset(&mut self) {
        self.resets.push(ResetEvent::Released);
    }

    fn release_reset_for_rescue(&mut self) {
        self.resets.push(ResetEvent::Rescued);
    }

    fn hang(&mut self) {
        self.resets.push(ResetEvent::Hung);
    }

    fn brown_out(&mut self) {
        self.resets.push(ResetEvent::BrownOut);
    }
}
