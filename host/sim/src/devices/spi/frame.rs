//! Frame on the wire in Motorola's format (§12.3.4.9 to §12.3.4.13), counted in half periods of SSPCLKOUT.
//!
//! From the falling chip select: data are valid after one half period. With SPH = 0 the first clock edge follows after
//! two and captures; with SPH = 1 it follows after one, and the second edge captures. Chip select rises one period
//! after the last capture; with SPH = 1 it stays low if another frame follows directly.

/// Format of a frame.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Format {
    /// Bits, 4 to 16.
    pub bits: u32,
    /// SPO: idle level of the clock.
    pub polarity: bool,
    /// SPH: selects the capturing clock edge.
    pub phase: bool,
}

/// Levels of the outputs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Levels {
    /// SSPCLKOUT.
    pub clock: bool,
    /// SSPTXD.
    pub data: bool,
    /// SSPFSSOUT, the chip select: low during a frame.
    pub select: bool,
}

/// Frame in progress.
#[derive(Clone, Copy, Debug)]
pub(super) struct Frame {
    format: Format,
    sent: u16,
    received: u16,
    captured: u32,
    closed: bool,
    /// Half period in which chip select falls.
    begin: u64,
}

impl Format {
    /// Output levels between frames.
    pub(super) fn idle(self) -> Levels {
        Levels { clock: self.polarity, data: false, select: true }
    }

    /// Bits of a transmitted word.
    pub(super) fn mask(self) -> u16 {
        (u32::from(u16::MAX) >> (16 - self.bits.clamp(1, 16))) as u16
    }
}

impl Frame {
    /// Creates a frame that begins in this half period.
    pub(super) fn new(format: Format, word: u16, begin: u64) -> Self {
        Frame { format, sent: word & format.mask(), received: 0, captured: 0, closed: false, begin }
    }

    /// Transmitted word.
    pub(super) fn sent(&self) -> u16 {
        self.sent
    }

    /// Received word.
    pub(super) fn received(&self) -> u16 {
        self.received
    }

    /// Format of the frame.
    pub(super) fn format(&self) -> Format {
        self.format
    }

    /// Half period of the next capture; `None` after the last one.
    pub(super) fn next_capture(&self) -> Option<u64> {
        let left = self.captured < self.format.bits;
        left.then(|| self.begin + 2 + 2 * u64::from(self.captured))
    }

    /// Captures a bit.
    pub(super) fn capture(&mut self, level: bool) {
        self.received = self.received << 1 | u16::from(level);
        self.captured += 1;
    }

    /// True if the received word has been taken.
    pub(super) fn is_closed(&self) -> bool {
        self.closed
    }

    /// Marks the word as taken; only the rise of chip select remains.
    #[must_use]
    pub(super) fn closed(self) -> Self {
        Frame { closed: true, ..self }
    }

    /// Half period of the last capture, at which the word is complete.
    pub(super) fn complete(&self) -> u64 {
        self.begin + 2 * u64::from(self.format.bits)
    }

    /// Half period in which chip select rises if no frame follows directly.
    pub(super) fn end(&self) -> u64 {
        self.complete() + 2
    }

    /// First half period in which a frame can begin after chip select has risen. Assumption: half a period, from the
    /// figure of a continuous transfer; the TRM states no number.
    pub(super) fn free(&self) -> u64 {
        self.end() + 1
    }

    /// Output levels in a half period.
    pub(super) fn levels(&self, half: u64) -> Levels {
        let Format { bits, polarity, phase } = self.format;
        let Some(passed) = half.checked_sub(self.begin).filter(|_| half < self.end()) else {
            return self.format.idle();
        };
        let first = if phase { 1 } else { 2 };
        let active =
            passed.checked_sub(first).is_some_and(|after| after % 2 == 0 && after / 2 < u64::from(bits));
        let data = passed.checked_sub(1).is_some_and(|after| {
            let index = (after / 2).min(u64::from(bits) - 1) as u32;
            self.sent >> (bits - 1 - index) & 1 == 1
        });
        Levels { clock: active ^ polarity, data, select: false }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Returns what a receiver in the same mode captures of a frame, and the number of clock edges.
    fn seen(format: Format, word: u16) -> (u16, u32) {
        let frame = Frame::new(format, word, 10);
        let (mut value, mut edges) = (0, 0);
        for half in 10..frame.end() {
            let (before, after) = (frame.levels(half - 1), frame.levels(half));
            if before.clock != after.clock {
                edges += 1;
                let leading = after.clock != format.polarity;
                if leading != format.phase {
                    // A receiver needs data that are stable before the edge.
                    assert_eq!(before.data, after.data);
                    value = value << 1 | u16::from(after.data);
                }
            }
        }
        (value, edges)
    }

    #[test]
    fn every_mode_carries_the_word() {
        for mode in 0..4 {
            for bits in 4..=16 {
                let format = Format { bits, polarity: mode & 2 != 0, phase: mode & 1 != 0 };
                let expected = 0xA5C3 & format.mask();
                assert_eq!(seen(format, 0xA5C3), (expected, 2 * bits), "mode {mode}, {bits} bits");
            }
        }
    }

    #[test]
    fn a_frame_is_placed_by_half_periods() {
        let format = Format { bits: 8, polarity: false, phase: false };
        let mut frame = Frame::new(format, 0x180, 0);
        assert_eq!((frame.sent(), frame.next_capture()), (0x80, Some(2)));
        for _ in 0..8 {
            frame.capture(true);
        }
        assert_eq!((frame.received(), frame.next_capture()), (0xFF, None));
        assert_eq!((frame.complete(), frame.end(), frame.free()), (16, 18, 19));
        assert!(frame.levels(18).select && !frame.levels(17).select);
        assert_eq!(frame.levels(0), Levels { clock: false, data: false, select: false });
        assert_eq!(frame.levels(1), Levels { clock: false, data: true, select: false });
        assert_eq!(frame.levels(2), Levels { clock: true, data: true, select: false });
    }
}
