//! Interrupt lines of the devices on the buses.

use crate::devices::pins::io_bank0;

/// Lines that are high, by IRQ number (RP2350 §3.2). The lines of SIO are its own.
#[derive(Debug, Default)]
pub(super) struct InterruptLines {
    /// Lines that both cores see.
    shared: u64,
    /// IO_IRQ_BANK0, which differs between the cores.
    pins: [u64; 2],
}

impl InterruptLines {
    /// Returns the lines of a core.
    #[inline]
    pub(super) fn of(&self, core: usize) -> u64 {
        self.shared | self.pins[core & 1]
    }

    /// Sets all lines.
    #[inline]
    pub(super) fn set(&mut self, shared: u64, pins: [bool; 2]) {
        self.shared = shared;
        self.pins = pins.map(|high| u64::from(high) << io_bank0::INTERRUPT);
    }
}
