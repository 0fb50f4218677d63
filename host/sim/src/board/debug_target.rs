//! Access to the board by a debug port.

use super::Board;
use crate::bus::{Bus, BusFault, Initiator, Size};
use crate::chip::Reset;
use crate::debug::DebugTarget;
use crate::ppb::dcb::DebugReset;
use crate::ppb::scb::{AIRCR, AIRCR_SYSRESETREQ, AIRCR_VECTKEY};
use std::ops::Range;

/// Bits 31 to 20 of the addresses of the private peripheral bus, which each core has for itself.
const PRIVATE_BUS: u32 = 0xE00;

impl Board {
    fn debugger(&self, core: usize) -> Initiator {
        Initiator { core: core as u8, now: self.now.max(self.cores[core].cycle()), debugger: true }
    }
}

impl DebugTarget for Board {
    fn system_clock(&self) -> u32 {
        u32::try_from(self.chip.clocks().system.whole_hertz()).unwrap_or(u32::MAX)
    }

    fn advance(&mut self, cycles: u64) {
        Board::advance(self, cycles);
    }

    fn run_ahead(&mut self, max_cycles: u64, watched: Range<u32>) -> u64 {
        let before = self.now;
        Board::run_ahead(self, max_cycles, watched);
        self.now - before
    }

    fn read(&mut self, core: u8, address: u32, size: Size) -> Result<u32, BusFault> {
        let core = usize::from(core & 1);
        if address >> 20 == PRIVATE_BUS {
            let word = self.cores[core].ppb_read(address)?;
            let lane = word >> (8 * (address & 3));
            return Ok(lane & (u32::MAX >> (32 - 8 * size.bytes())));
        }
        let by = self.debugger(core);
        self.chip.claim_for_debugger(address, by.now);
        let read = self.chip.read(address, size, by)?;
        if read.events_pending {
            self.service_pending(core);
        }
        Ok(read.value)
    }

    fn write(&mut self, core: u8, address: u32, size: Size, value: u32) -> Result<(), BusFault> {
        let core = usize::from(core & 1);
        if address >> 20 == PRIVATE_BUS {
            self.cores[core].ppb_write(address, value)?;
            // At once, because a halted core does not execute and would not report the request.
            let resets = value & 0xFFFF_0000 == AIRCR_VECTKEY && value & AIRCR_SYSRESETREQ != 0;
            if address == AIRCR && resets && !self.held_in_reset {
                self.reset_cores();
            }
            self.update_halted(core);
            return Ok(());
        }
        let by = self.debugger(core);
        self.chip.claim_for_debugger(address, by.now);
        if self.chip.write(address, size, value, by)?.events_pending {
            self.service_pending(core);
        }
        Ok(())
    }

    fn halted(&self, core: u8) -> bool {
        self.core(core).debug.halted()
    }

    fn stop_reason(&self) -> Option<String> {
        Board::stop_reason(self).map(ToString::to_string)
    }

    fn assert_reset(&mut self) {
        self.hung = false;
        self.reset(Reset::RunPin);
        self.held_in_reset = true;
    }

    fn release_reset(&mut self) {
        self.held_in_reset = false;
        for core in 0..2 {
            self.restart_core(core, DebugReset::Warm);
        }
    }

    fn release_reset_for_rescue(&mut self) {
        self.chip.reset(Reset::Rescue, self.now);
        self.release_reset();
    }

    fn hang(&mut self) {
        self.hung = true;
    }

    fn brown_out(&mut self) {
        self.hung = false;
        self.reset(Reset::Power);
    }
}
