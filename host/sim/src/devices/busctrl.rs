//! BUSCTRL (RP2350 §2.1.1, §2.1.7): arbitration and performance counters of the bus fabric.

use crate::memory::banks::{self, Events};
use crate::peripheral::registers::{Register, RegisterFile, Write, bit};
use crate::peripheral::{Access, Effects, Peripheral, Unmodelled};

const BUS_PRIORITY: u32 = 0x00;
const PERFCTR_EN: u32 = 0x08;
const PERFCTR0: u32 = 0x0C;
const PERFSEL0: u32 = 0x10;
/// Number of counters.
const COUNTERS: usize = 4;
/// Bytes from one counter's registers to the next.
const STRIDE: u32 = 8;
/// Value at which the counters saturate.
const MAX_COUNT: u64 = 0x00FF_FFFF;

/// BUS_PRIORITY of the two cores.
const CORES: [u32; 2] = [1 << 0, 1 << 4];
/// BUS_PRIORITY of the read and write port of DMA.
const DMA: u32 = 1 << 8 | 1 << 12;

/// First event of the SRAM banks in PERFSEL0, of bank 9; each bank has four.
const SRAM9: u32 = 0x10;
const SRAM_EVENTS: u32 = 4 * banks::COUNT as u32;

static REGISTERS: [Register; 5] = [
    Register::live(BUS_PRIORITY, "BUS_PRIORITY", 0, 0x1111),
    Register::constant(0x04, "BUS_PRIORITY_ACK", 1),
    Register::live(PERFCTR_EN, "PERFCTR_EN", 0, 1),
    Register::live(PERFCTR0, "PERFCTR", 0, 0).array(COUNTERS as u32, STRIDE),
    Register::live(PERFSEL0, "PERFSEL", 0x1F, 0x7F).array(COUNTERS as u32, STRIDE),
];

/// Priorities and performance counters.
#[derive(Clone, Debug)]
pub(crate) struct Busctrl {
    file: RegisterFile,
    /// Value of each counter when `since` was current.
    counted: [u64; COUNTERS],
    /// Events of the banks when the counters were last updated.
    since: [Events; banks::COUNT],
    /// Events of the banks now.
    pub events: [Events; banks::COUNT],
}

impl Default for Busctrl {
    fn default() -> Self {
        Busctrl {
            file: RegisterFile::new("BUSCTRL", &REGISTERS),
            counted: [0; COUNTERS],
            since: [Events::default(); banks::COUNT],
            events: [Events::default(); banks::COUNT],
        }
    }
}

impl Busctrl {
    /// Returns true if accesses are counted.
    pub(crate) fn counting(&self) -> bool {
        bit(self.file.get(PERFCTR_EN), 0)
    }

    /// Returns true if a core has priority over the other core.
    pub(crate) fn core_has_priority(&self, core: usize) -> bool {
        let high = |core: usize| self.file.get(BUS_PRIORITY) & CORES[core & 1] != 0;
        high(core) && !high(1 - (core & 1))
    }

    /// Returns the number of cycles of a window that DMA takes before the cores: half of them, or all or none by
    /// priority.
    pub(crate) fn dma_lead(&self, window: u64) -> u64 {
        let priority = self.file.get(BUS_PRIORITY);
        let cores = priority & (CORES[0] | CORES[1]) != 0;
        match (priority & DMA != 0, cores) {
            (true, false) => window,
            (false, true) => 0,
            _ => window / 2,
        }
    }

    /// Updates the counters with the events since the last update.
    fn update(&mut self) {
        for number in 0..COUNTERS {
            let selected = self.file.get(PERFSEL0 + number as u32 * STRIDE);
            let Some(event) = selected.checked_sub(SRAM9).filter(|event| *event < SRAM_EVENTS) else {
                continue;
            };
            let bank = banks::COUNT - 1 - event as usize / 4;
            let (old, new) = (&self.since[bank], &self.events[bank]);
            let more = match event % 4 {
                0 => new.stalled - old.stalled,
                // SRAM has no wait states of its own (§2.2.3).
                1 => 0,
                2 => new.contested - old.contested,
                _ => new.accesses - old.accesses,
            };
            if self.counting() {
                self.counted[number] = (self.counted[number] + more).min(MAX_COUNT);
            }
        }
        self.since = self.events;
    }
}

impl Peripheral for Busctrl {
    fn file(&self) -> &RegisterFile {
        &self.file
    }

    fn file_mut(&mut self) -> &mut RegisterFile {
        &mut self.file
    }

    fn read(&mut self, offset: u32, _access: &Access) -> Result<(u32, Effects), Unmodelled> {
        self.update();
        let value = match offset {
            PERFCTR0.. if offset % STRIDE == PERFCTR0 % STRIDE => {
                self.counted[((offset - PERFCTR0) / STRIDE) as usize % COUNTERS] as u32
            }
            _ => self.file.get(offset),
        };
        Ok((value, Effects::empty()))
    }

    fn write(&mut self, offset: u32, write: Write, _access: &Access) -> Result<Effects, Unmodelled> {
        self.update();
        match offset {
            PERFCTR0.. if offset % STRIDE == PERFCTR0 % STRIDE => {
                self.counted[((offset - PERFCTR0) / STRIDE) as usize % COUNTERS] = 0;
            }
            _ => {
                let value = self.file.written(offset, write);
                let countable = (SRAM9..SRAM9 + SRAM_EVENTS).contains(&value);
                if offset >= PERFSEL0 && !countable {
                    let name = self.file.name(offset);
                    return Err(Unmodelled(format!("{name} = {value:#04x}: event outside the SRAM banks")));
                }
                self.file.set(offset, value);
            }
        }
        // The order of the initiators and the counting of accesses may change.
        Ok(Effects::EVENTS)
    }

    fn reset(&mut self) {
        let events = self.events;
        *self = Busctrl { events, since: events, ..Busctrl::default() };
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn priorities_decide_the_order() {
        let mut block = Busctrl::default();
        let mut lead = |priority| {
            block.file.set(BUS_PRIORITY, priority);
            (block.dma_lead(32), block.core_has_priority(0), block.core_has_priority(1))
        };
        assert_eq!(lead(0), (16, false, false));
        assert_eq!(lead(0x1100), (32, false, false));
        assert_eq!(lead(0x0010), (0, false, true));
        assert_eq!(lead(0x1111), (16, false, false));
        assert_eq!(lead(0x0101), (16, true, false));
    }
}
