//! Shift registers (RP2350 §11.5.4): 32 bits, and the number of bits shifted in or out.

use super::settings::low_bits;

/// ISR or OSR.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Shift {
    /// Content.
    pub value: u32,
    /// Number of bits shifted in since the register was emptied, or out since it was filled; at most 32.
    pub count: u32,
}

impl Shift {
    /// An empty ISR.
    pub(super) const EMPTY_INPUT: Shift = Shift { value: 0, count: 0 };

    /// Creates an OSR with this content, from which no bit has been shifted.
    pub(super) fn filled(value: u32) -> Self {
        Shift { value, count: 0 }
    }

    /// Returns the ISR with `count` (1 to 32) more bits shifted in.
    #[must_use]
    pub(super) fn with(self, data: u32, count: u32, right: bool) -> Self {
        let data = data & low_bits(count);
        let value = match (count, right) {
            (32.., _) => data,
            (_, true) => self.value >> count | data << (32 - count),
            (_, false) => self.value << count | data,
        };
        Shift { value, count: (self.count + count).min(32) }
    }

    /// Shifts `count` (1 to 32) bits out of the OSR and returns them.
    pub(super) fn take(&mut self, count: u32, right: bool) -> u32 {
        let data = if right { self.value & low_bits(count) } else { self.value >> (32 - count.min(32)) };
        self.value = match (count, right) {
            (32.., _) => 0,
            (_, true) => self.value >> count,
            (_, false) => self.value << count,
        };
        self.count = (self.count + count).min(32);
        data
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bits_go_in_and_out_from_either_side() {
        let register = Shift { value: 0x8000_0001, count: 4 };
        assert_eq!(register.with(0xFA, 4, true), Shift { value: 0xA800_0000, count: 8 });
        assert_eq!(register.with(0xFA, 4, false), Shift { value: 0x0000_001A, count: 8 });
        assert_eq!(register.with(7, 32, true), Shift { value: 7, count: 32 });
        let mut out = Shift { value: 0x8000_0003, count: 30 };
        assert_eq!((out.take(2, true), out), (3, Shift { value: 0x2000_0000, count: 32 }));
        assert_eq!((out.take(3, false), out.value), (1, 0));
        let mut all = Shift::filled(5);
        assert_eq!((all.take(32, false), all), (5, Shift { value: 0, count: 32 }));
    }
}
