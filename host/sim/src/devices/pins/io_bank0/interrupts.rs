//! Interrupts of the pins (RP2350 §9.5): low and high level, falling and rising edge, for each core and for wake-up.

/// Pins of one register, four bits each.
const PINS_EACH: u32 = 8;
/// Number of registers for the 48 pins.
pub(super) const REGISTERS: u32 = 6;

/// The four events of each pin, as one mask of pins for each event.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Events {
    pub low: u64,
    pub high: u64,
    pub falling: u64,
    pub rising: u64,
}

impl Events {
    fn all(&mut self) -> [&mut u64; 4] {
        [&mut self.low, &mut self.high, &mut self.falling, &mut self.rising]
    }

    /// Returns the pins that have any event.
    pub(super) fn any(&self) -> u64 {
        self.low | self.high | self.falling | self.rising
    }

    /// Returns the events that are in both.
    pub(super) fn and(&self, other: &Events) -> Events {
        Events {
            low: self.low & other.low,
            high: self.high & other.high,
            falling: self.falling & other.falling,
            rising: self.rising & other.rising,
        }
    }

    /// Returns the events that are in either.
    pub(super) fn or(&self, other: &Events) -> Events {
        Events {
            low: self.low | other.low,
            high: self.high | other.high,
            falling: self.falling | other.falling,
            rising: self.rising | other.rising,
        }
    }

    /// Returns the register (0 to 5) of eight pins.
    pub(super) fn word(mut self, register: u32) -> u32 {
        let mut word = 0;
        for (position, pins) in self.all().into_iter().enumerate() {
            for pin in 0..PINS_EACH {
                let bit = (*pins >> (register * PINS_EACH + pin)) as u32 & 1;
                word |= bit << (4 * pin + position as u32);
            }
        }
        word
    }

    /// Sets the events of eight pins from their register.
    pub(super) fn set_word(&mut self, register: u32, word: u32) {
        for (position, pins) in self.all().into_iter().enumerate() {
            for pin in 0..PINS_EACH {
                let mask = 1 << (register * PINS_EACH + pin);
                let on = word >> (4 * pin + position as u32) & 1 == 1;
                *pins = *pins & !mask | if on { mask } else { 0 };
            }
        }
    }
}

/// Number of targets: core 0, core 1, and the wake-up from dormant mode.
pub(super) const TARGETS: usize = 3;

/// State of the interrupts of all pins.
#[derive(Clone, Debug, Default)]
pub(super) struct Interrupts {
    /// INTR: current levels, and latched edges.
    raw: Events,
    /// INTE and INTF of each target.
    pub enabled: [Events; TARGETS],
    pub forced: [Events; TARGETS],
}

impl Interrupts {
    /// INTR.
    pub(super) fn raw(&self) -> &Events {
        &self.raw
    }

    /// Updates the levels after a change of the inputs, and latches the edges.
    pub(super) fn sense(&mut self, before: u64, now: u64, all: u64) {
        self.raw.low = !now & all;
        self.raw.high = now;
        self.raw.falling |= before & !now;
        self.raw.rising |= !before & now;
    }

    /// Writes INTR: clears latched edges.
    pub(super) fn clear(&mut self, register: u32, word: u32) {
        let mut cleared = Events::default();
        cleared.set_word(register, word);
        self.raw.falling &= !cleared.falling;
        self.raw.rising &= !cleared.rising;
    }

    /// INTS of a target.
    pub(super) fn pending(&self, target: usize) -> Events {
        self.raw.and(&self.enabled[target]).or(&self.forced[target])
    }

    /// Pins with an enabled interrupt of a core.
    pub(super) fn watched(&self) -> u64 {
        self.enabled[0].any() | self.enabled[1].any()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_has_four_bits_for_each_of_eight_pins() {
        let mut events = Events::default();
        events.set_word(1, 0x0000_0480);
        assert_eq!(events, Events { rising: 1 << 9, falling: 1 << 10, ..Events::default() });
        assert_eq!((events.word(1), events.word(0)), (0x480, 0));
        events.set_word(5, 0x3000_0000);
        assert_eq!((events.low, events.high), (1 << 47, 1 << 47));
    }

    #[test]
    fn edges_stay_until_cleared_and_levels_do_not() {
        let mut interrupts = Interrupts::default();
        interrupts.sense(0b01, 0b10, 0b11);
        assert_eq!(*interrupts.raw(), Events { low: 0b01, high: 0b10, falling: 0b01, rising: 0b10 });
        interrupts.sense(0b10, 0b11, 0b11);
        interrupts.clear(0, 0x0000_00F4);
        assert_eq!(*interrupts.raw(), Events { low: 0, high: 0b11, falling: 0, rising: 0b01 });
        interrupts.enabled[1].rising = 1;
        assert_eq!((interrupts.pending(0).any(), interrupts.pending(1).any()), (0, 1));
        assert_eq!(interrupts.watched(), 1);
    }
}
