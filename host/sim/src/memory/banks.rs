//! Arbitration of the SRAM banks (RP2350 §4.2): a bank serves one access a cycle.
//!
//! The first 256 KB are striped by words over banks 0 to 3, the next over banks 4 to 7; SCRATCH_X and SCRATCH_Y are
//! banks 8 and 9. Each access claims the first free cycle of its bank, from its own cycle on, and waits until then. The
//! run loop may simulate initiators in any order: no two of them get the same bank in the same cycle.

use super::sram::BASE;

/// Number of banks.
pub(crate) const COUNT: usize = 10;
/// Cycles for which claims are kept: more than initiators are apart.
const WINDOW: usize = 128;
/// Bytes of the striped banks, and of banks 0 to 3 alone.
const STRIPED: u32 = 0x8_0000;
const HALF: u32 = STRIPED / 2;

/// A port of the bus fabric (§2.1). Accesses of a core do not wait for each other: its fetches run ahead (assumption).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub(crate) enum Port {
    /// Core 0.
    Core0 = 0,
    /// Core 1.
    Core1,
    /// Reads of DMA.
    DmaRead,
    /// Writes of DMA.
    DmaWrite,
    /// The debugger.
    Debugger,
}

impl Port {
    /// Returns the port of a core.
    #[inline(always)]
    pub(crate) const fn of_core(core: u8) -> Self {
        if core & 1 == 0 { Port::Core0 } else { Port::Core1 }
    }
}

/// Event counts of one bank, for the performance counters (§2.1.7).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Events {
    /// Accesses.
    pub accesses: u64,
    /// Accesses that waited for another port.
    pub contested: u64,
    /// Cycles that accesses waited.
    pub stalled: u64,
}

/// Claims of all banks.
#[derive(Clone, Debug)]
pub(crate) struct Banks {
    /// For each bank and cycle: the low bits of the cycle, and the port.
    claims: Box<[[u32; WINDOW]; COUNT]>,
    /// Events of each bank since power-on, of the accesses that claimed it.
    pub events: [Events; COUNT],
}

/// No claim. Not the number of a port.
const FREE: u32 = 7;
const PORT_BITS: u32 = 3;

impl Default for Banks {
    fn default() -> Self {
        Banks { claims: Box::new([[FREE; WINDOW]; COUNT]), events: [Events::default(); COUNT] }
    }
}

impl Banks {
    /// Returns the bank of an address in SRAM.
    #[inline]
    pub(crate) const fn of(address: u32) -> usize {
        let offset = address.wrapping_sub(BASE);
        let bank =
            if offset < STRIPED { offset / HALF * 4 + (offset >> 2 & 3) } else { 8 + (offset >> 12 & 1) };
        bank as usize
    }

    /// Claims a bank from a cycle on. Returns the wait states.
    #[inline]
    pub(crate) fn claim(&mut self, address: u32, cycle: u64, port: Port) -> u32 {
        let bank = Self::of(address);
        let claims = &mut self.claims[bank];
        let mut wait = 0;
        loop {
            let cycle = cycle + u64::from(wait);
            let stamp = (cycle as u32) << PORT_BITS;
            let claim = &mut claims[cycle as usize % WINDOW];
            let held = *claim & !((1 << PORT_BITS) - 1) == stamp && *claim != FREE;
            if !held || *claim == stamp | port as u32 || wait as usize == WINDOW {
                *claim = stamp | port as u32;
                break;
            }
            wait += 1;
        }
        let events = &mut self.events[bank];
        events.accesses += 1;
        events.contested += u64::from(wait != 0);
        events.stalled += u64::from(wait);
        wait
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_striped_and_scratch_is_not() {
        let banks =
            [0x2000_0000, 0x2000_0003, 0x2000_0004, 0x2000_001C, 0x2003_FFF0, 0x2004_0000, 0x2007_FFFC]
                .map(Banks::of);
        assert_eq!(banks, [0, 0, 1, 3, 0, 4, 7]);
        assert_eq!([0x2008_0000, 0x2008_0FFC, 0x2008_1000, 0x2008_1FFF].map(Banks::of), [8, 8, 9, 9]);
    }

    #[test]
    fn a_bank_serves_one_access_a_cycle() {
        let mut banks = Banks::default();
        assert_eq!(banks.claim(0x2000_0000, 10, Port::Core0), 0);
        assert_eq!(banks.claim(0x2000_0100, 10, Port::Core1), 1);
        assert_eq!(banks.claim(0x2000_0000, 10, Port::DmaRead), 2);
        assert_eq!(banks.claim(0x2000_0004, 10, Port::DmaWrite), 0);
        assert_eq!(banks.claim(0x2000_0000, 9, Port::Debugger), 0);
        assert_eq!(banks.events[0], Events { accesses: 4, contested: 2, stalled: 3 });
    }

    #[test]
    fn a_core_does_not_wait_for_itself_and_the_past_is_forgotten() {
        let mut banks = Banks::default();
        for _ in 0..3 {
            assert_eq!(banks.claim(0x2000_0000, 10, Port::Core1), 0);
        }
        assert_eq!(banks.claim(0x2000_0000, 10 + WINDOW as u64, Port::Core0), 0);
        assert_eq!(banks.claim(0x2000_0000, 0, Port::Core0), 0);
    }
}
