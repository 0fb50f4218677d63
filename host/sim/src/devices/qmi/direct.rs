//! Direct mode (RP2350 §12.14.5): software transfers bytes through two FIFOs of four entries.

use crate::memory::flash::{Flash, Width};
use crate::peripheral::registers::{bit, field};
use crate::peripheral::{Access, Unmodelled};
use std::collections::VecDeque;

const DEPTH: usize = 4;

const AUTO_CS0: u32 = 6;
const ASSERT_CS0: u32 = 2;

/// Fields of DIRECT_TX.
const NOPUSH: u32 = 20;
const DWIDTH: u32 = 18;
const IWIDTH: u32 = 16;

/// FIFOs and shift register.
#[derive(Clone, Debug, Default)]
pub(super) struct Direct {
    transmit: VecDeque<u32>,
    receive: VecDeque<u16>,
    /// Entry being shifted, and the cycle at which it ends.
    shifting: Option<(u32, u64)>,
    /// Earliest cycle for the next entry.
    free_at: u64,
    asserted: bool,
    automatic: bool,
}

impl Direct {
    /// Stores to DIRECT_TX; the entry is lost if the FIFO is full.
    pub(super) fn push(&mut self, entry: u32, cycle: u64) {
        if self.transmit.len() < DEPTH {
            if self.transmit.is_empty() && self.shifting.is_none() {
                self.free_at = self.free_at.max(cycle);
            }
            self.transmit.push_back(entry);
        }
    }

    /// Loads from DIRECT_RX; 0 if the FIFO is empty (undefined in the datasheet).
    pub(super) fn pop(&mut self) -> u32 {
        self.receive.pop_front().map_or(0, u32::from)
    }

    /// Status fields of DIRECT_CSR.
    pub(super) fn status(&self, cycle: u64) -> u32 {
        let flag = |condition: bool, position: u32| u32::from(condition) << position;
        let busy = self.shifting.is_some() || cycle < self.free_at;
        (self.receive.len() as u32) << 18
            | flag(self.receive.len() == DEPTH, 17)
            | flag(self.receive.is_empty(), 16)
            | (self.transmit.len() as u32) << 12
            | flag(self.transmit.is_empty(), 11)
            | flag(self.transmit.len() == DEPTH, 10)
            | flag(busy, 1)
    }

    /// Applies a write to DIRECT_CSR, which can move the chip select.
    pub(super) fn control(&mut self, flash: &mut Flash, value: u32, access: &Access) {
        let asserted = bit(value, ASSERT_CS0);
        self.automatic = bit(value, AUTO_CS0);
        if asserted && !self.asserted {
            flash.select();
        } else if !asserted && self.asserted {
            flash.deselect(access.now);
        }
        self.asserted = asserted;
        if bit(value, 0) {
            self.free_at = self.free_at.max(access.cycle);
        }
    }

    /// Completes the entries whose time has passed.
    pub(super) fn advance(
        &mut self,
        flash: &mut Flash,
        enabled: bool,
        divisor: u64,
        access: &Access,
    ) -> Result<(), Unmodelled> {
        loop {
            if let Some((entry, end)) = self.shifting {
                let stalled = self.receive.len() == DEPTH && !bit(entry, NOPUSH);
                if end > access.cycle || stalled {
                    return Ok(());
                }
                self.shifting = None;
                self.exchange(flash, entry, access)?;
                self.free_at = end;
                if self.automatic && self.transmit.is_empty() && !self.asserted {
                    flash.deselect(access.now);
                }
            }
            if !enabled || self.free_at > access.cycle {
                return Ok(());
            }
            let Some(entry) = self.transmit.pop_front() else {
                return Ok(());
            };
            if self.automatic && !self.asserted {
                flash.select();
            }
            let lines = 1 << field(entry, IWIDTH, 2).min(2);
            let bits = if bit(entry, DWIDTH) { 16 } else { 8 };
            self.shifting = Some((entry, self.free_at + bits / lines * divisor));
        }
    }

    fn exchange(&mut self, flash: &mut Flash, entry: u32, access: &Access) -> Result<(), Unmodelled> {
        let width = match field(entry, IWIDTH, 2) {
            0 => Width::Single,
            1 => Width::Dual,
            _ => Width::Quad,
        };
        // The flash ignores clocks while its chip select is high.
        let heard = self.asserted || self.automatic;
        let mut byte = |out: u32| if heard { flash.exchange(out as u8, width, access.now) } else { Ok(0xFF) };
        let mut value = u16::from(byte(entry)?);
        if bit(entry, DWIDTH) {
            value |= u16::from(byte(entry >> 8)?) << 8;
        }
        if !bit(entry, NOPUSH) {
            self.receive.push_back(value);
        }
        Ok(())
    }
}
