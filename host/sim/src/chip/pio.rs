//! Execution of the PIOs in the chip.

use super::Chip;
use super::address_map::Peripherals;
use crate::devices::pio::Pio;
use crate::peripheral::{Effects, Peripheral};

/// Bits 31 to 20 of PIO0's addresses; PIO1 and PIO2 follow, a megabyte each.
const FIRST_MEGABYTE: u32 = 0x502;

/// Returns the number of the PIO that an address belongs to.
pub(super) fn number_at(address: u32) -> Option<usize> {
    let number = (address >> 20).wrapping_sub(FIRST_MEGABYTE) as usize;
    (number < 3).then_some(number)
}

fn pios(peripherals: &mut Peripherals) -> [&mut Pio; 3] {
    [&mut peripherals.pio0, &mut peripherals.pio1, &mut peripherals.pio2]
}

impl Chip {
    /// Advances the PIOs to a cycle.
    pub(super) fn run_pio(&mut self, cycle: u64) {
        if cycle <= self.pio.cycle() {
            return;
        }
        let Chip { peripherals, pins, pio, requests, .. } = self;
        let Peripherals { pio0, pio1, pio2, io_bank0, .. } = peripherals;
        let pending = io_bank0.pending();
        pio.run([pio0, pio1, pio2], &mut pins.pads(io_bank0), cycle);
        if io_bank0.pending() != pending {
            pio.add_changed(Effects::EVENTS);
        }
        for block in [pio0, pio1, pio2] {
            block.drive_pins(&mut pins.drives);
            if let Some(what) = block.take_undefined() {
                requests.stop(0, what);
                pio.add_changed(Effects::EVENTS);
            }
        }
        if pins.take_input_changes() & pins.foreign_pins() != 0 {
            let effects = self.sense_pins(cycle);
            self.pio.add_changed(effects);
        }
    }

    /// Completes a write to a register of a PIO.
    pub(super) fn complete_pio_write(&mut self, number: usize, cycle: u64) -> Effects {
        self.pio.complete_write(pios(&mut self.peripherals), number, cycle)
    }

    /// Returns the cycle in which the PIOs must be advanced, because they may change a signal that another device or
    /// core waits for.
    pub(super) fn next_pio_event(&mut self, cycle: u64) -> u64 {
        let Chip { peripherals, pins, pio, .. } = self;
        let observed = pins.pins_observed_of_pio(peripherals.io_bank0.watched());
        pio.next_event(pios(peripherals), || pins.copied_pads(), observed, cycle)
    }
}
