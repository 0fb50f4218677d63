//! Effects of a device on the rest of the chip.

use bitflags::bitflags;

bitflags! {
    /// Parts of the chip that a register access or an event of a device changes, beyond the device itself.
    #[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
    pub struct Effects: u16 {
        /// An oscillator, PLL, clock generator or tick generator.
        const CLOCKS = 1 << 0;
        /// An interrupt line, or the cycle of the next event.
        const EVENTS = 1 << 1;
        /// The devices that RESETS holds in reset.
        const RESETS = 1 << 2;
        /// The output of a device to a pin, or the setting of a pad.
        const PINS = 1 << 3;
        /// The cores that PSM forces off.
        const CORES = 1 << 4;
        /// The watchdog has fired.
        const WATCHDOG = 1 << 5;
        /// The FIFOs between the cores.
        const MAILBOX = 1 << 6;
        /// A data request to DMA.
        const REQUESTS = 1 << 7;
        /// The non-maskable interrupt of a core.
        const NMI = 1 << 8;
    }
}
