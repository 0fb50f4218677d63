//! Frame on the wire: start bit, data bits from the lowest, parity, stop bits (§12.1.2).

use crate::peripheral::registers::{bit, field};
use crate::time::Picoseconds;
use crate::time::serial_clock::SerialClock;

/// Data bits of one frame.
pub(super) type Character = u8;

/// Errors of a received character, as in UARTDR.
pub(super) const FRAMING_ERROR: u32 = 1 << 8;
const PARITY_ERROR: u32 = 1 << 9;
const BREAK: u32 = 1 << 10;

/// Shape of a frame, set by UARTLCR_H.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Format(pub u32);

impl Format {
    /// Data bits, 5 to 8.
    pub(super) fn data_bits(self) -> u32 {
        5 + field(self.0, 5, 2)
    }

    fn has_parity(self) -> bool {
        bit(self.0, 1)
    }

    /// Bits of a frame, start and stop bits included.
    pub(super) fn bits(self) -> u32 {
        1 + self.data_bits() + u32::from(self.has_parity()) + 1 + u32::from(bit(self.0, 3))
    }

    /// Parity bit of a character: even, odd, or stuck at one level.
    fn parity(self, character: u32) -> bool {
        let data = character & ((1 << self.data_bits()) - 1);
        match (bit(self.0, 7), bit(self.0, 2)) {
            (true, even) => !even,
            (false, even) => (data.count_ones() % 2 == 1) == even,
        }
    }

    /// Level of the line in a bit of a frame.
    fn level(self, character: u32, number: u64) -> bool {
        let data = u64::from(self.data_bits());
        match number {
            0 => false,
            _ if number <= data => character >> (number - 1) & 1 == 1,
            _ if self.has_parity() && number == data + 1 => self.parity(character),
            _ => true,
        }
    }
}

/// Outgoing frame.
#[derive(Clone, Copy, Debug)]
pub(super) struct Outgoing {
    /// Character of the frame.
    pub character: Character,
    format: Format,
    /// Bits at the line's rate, and the index of the start bit.
    pub clock: SerialClock,
    begin: u64,
}

impl Outgoing {
    /// Creates a frame whose start bit is bit `begin` of the clock.
    pub(super) fn new(character: Character, format: Format, clock: SerialClock, begin: u64) -> Self {
        Outgoing { character, format, clock, begin }
    }

    /// Index of the bit after the last one.
    pub(super) fn end_bit(&self) -> u64 {
        self.begin + u64::from(self.format.bits())
    }

    /// Returns the time of the frame's end.
    pub(super) fn end(&self) -> Picoseconds {
        self.clock.start_of(self.end_bit()).unwrap_or(Picoseconds::MAX)
    }

    /// Level of the line.
    pub(super) fn level(&self, now: Picoseconds) -> bool {
        let number = self.clock.period(now).saturating_sub(self.begin);
        self.format.level(u32::from(self.character), number)
    }

    /// Returns the time at which the next bit begins.
    pub(super) fn next_bit(&self, now: Picoseconds) -> Option<Picoseconds> {
        self.clock.start_of(self.clock.period(now).max(self.begin) + 1)
    }
}

/// Oversampling factor; a bit is sampled in its middle (§12.1.2).
const OVERSAMPLING: u64 = 16;

/// Incoming frame on a pin.
#[derive(Clone, Copy, Debug)]
pub(super) struct Incoming {
    format: Format,
    /// Sixteenths of a bit since the falling edge.
    clock: SerialClock,
    seen: u32,
    bits: u32,
}

impl Incoming {
    /// Creates a frame whose falling edge is now; `clock` is the oversampling clock.
    pub(super) fn new(format: Format, clock: SerialClock) -> Self {
        Incoming { format, clock, seen: 0, bits: 0 }
    }

    /// Sampled bits; the first stop bit is the last.
    fn length(&self) -> u32 {
        2 + self.format.data_bits() + u32::from(self.format.has_parity())
    }

    /// Returns the time of the next sample; `None` after the last one and while the clock is stopped.
    pub(super) fn next_sample(&self) -> Option<Picoseconds> {
        let middle = u64::from(self.seen) * OVERSAMPLING + OVERSAMPLING / 2;
        if self.seen < self.length() { self.clock.start_of(middle) } else { None }
    }

    /// Returns the time of the last sample.
    pub(super) fn end(&self) -> Option<Picoseconds> {
        self.clock.start_of(u64::from(self.length() - 1) * OVERSAMPLING + OVERSAMPLING / 2)
    }

    /// Takes a sample. Returns false for a false start: the start bit is not low.
    pub(super) fn sample(&mut self, level: bool) -> bool {
        self.bits |= u32::from(level) << self.seen;
        self.seen += 1;
        self.bits & 1 == 0
    }

    /// Returns the character with its errors once all bits are sampled.
    pub(super) fn character(&self) -> Option<u32> {
        let length = self.length();
        if self.seen < length {
            return None;
        }
        let data = self.bits >> 1 & ((1 << self.format.data_bits()) - 1);
        let stop = bit(self.bits, length - 1);
        let parity = bit(self.bits, length - 2);
        let wrong = self.format.has_parity() && parity != self.format.parity(data);
        let when = |condition: bool, flag: u32| if condition { flag } else { 0 };
        Some(data | when(!stop, FRAMING_ERROR) | when(wrong, PARITY_ERROR) | when(self.bits == 0, BREAK))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::time::Frequency;

    /// Word length, parity and stop bits that LCR_H can select.
    fn formats() -> impl Iterator<Item = Format> {
        (0..=0xFF).step_by(2).filter(|value| value & 0x10 == 0).map(Format)
    }

    #[test]
    fn what_goes_out_comes_in() {
        for format in formats() {
            for character in [0x00, 0x55, 0xA7, 0xFF] {
                let bits = Frequency::hertz(1_000_000);
                let frame = Outgoing::new(character, format, SerialClock::start(0, bits), 0);
                let mut incoming = Incoming::new(format, SerialClock::start(0, bits.scaled(16, 1)));
                while let Some(at) = incoming.next_sample() {
                    assert!(incoming.sample(frame.level(at)));
                }
                let data = u32::from(character) & ((1 << format.data_bits()) - 1);
                assert_eq!(incoming.character(), Some(data), "{format:?}");
            }
        }
    }

    #[test]
    fn parity_is_even_odd_or_stuck() {
        // LCR_H: 8 bits with PEN; EPS is bit 2, SPS bit 7.
        let parity = |format: u32| Format(0x62 | format).parity(0x01);
        assert_eq!([parity(4), parity(0), parity(0x84), parity(0x80)], [true, false, false, true]);
    }

    #[test]
    fn a_line_that_stays_low_is_a_break_and_a_short_low_is_nothing() {
        let clock = SerialClock::start(0, Frequency::hertz(16_000_000));
        let mut frame = Incoming::new(Format(0x60), clock);
        while frame.next_sample().is_some() {
            assert!(frame.sample(false));
        }
        assert_eq!(frame.character(), Some(BREAK | FRAMING_ERROR));
        assert!(!Incoming::new(Format(0x60), clock).sample(true));
    }
}
