//! The board as a debug port reaches it.

use super::Board;
use crate::bus::{Bus, BusFault, Initiator, Size};
use crate::chip::Reset;
use crate::debug::DebugTarget;
use crate::ppb::dcb::DebugReset;
use std::ops::Range;

/// First megabyte of the private peripheral bus, which each core answers itself.
const PRIVATE: u32 = 0xE00;

/// AIRCR with its key and SYSRESETREQ (Armv8-M ARM D1.2.3).
const AIRCR: u32 = 0xE000_ED0C;
const AIRCR_KEY: u32 = 0x05FA;
const SYSRESETREQ: u32 = 1 << 2;

impl Board {
    fn debugger(&self, core: usize) -> Initiator {
        Initiator { core: core as u8, now: self.now.max(self.cores[core].cycle), debugger: true }
    }
}

impl DebugTarget for Board {
    fn system_clock(&self) -> u32 {
        u32::try_from(self.chip.clocks().system.whole_hertz()).unwrap_or(u32::MAX)
    }

    fn advance(&mut self, cycles: u64) {
        Board::advance(self, cycles);
    }

    fn run_ahead(&mut self, most: u64, watched: Range<u32>) -> u64 {
        let before = self.now;
        Board::run_ahead(self, most, watched);
        self.now - before
    }

    fn read(&mut self, core: u8, address: u32, size: Size) -> Result<u32, BusFault> {
        let core = usize::from(core & 1);
        if address >> 20 == PRIVATE {
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
        if address >> 20 == PRIVATE {
            self.cores[core].ppb_write(address, value)?;
            // At once, because a core that has stopped does not run to see the request.
            if address == AIRCR && value >> 16 == AIRCR_KEY && value & SYSRESETREQ != 0 && !self.held {
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
        self.held = true;
    }

    fn release_reset(&mut self) {
        self.held = false;
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
