//! Output latch of a PIO block (RP2350 §11.5.6): levels and directions of its 32 pins, until a state machine writes
//! them.

use super::settings::low_bits;

/// Levels and output enables of the pins, counted from GPIOBASE.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Latch {
    /// DBG_PADOUT.
    pub level: u32,
    /// DBG_PADOE.
    pub enable: u32,
}

/// Part of the latch that a write changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum LatchPart {
    /// Levels.
    Level,
    /// Directions.
    Enable,
}

/// A write to some of the pins.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct PinWrite {
    mask: u32,
    value: u32,
}

impl PinWrite {
    /// Maps the lowest bits of a value to `count` pins from `base` on; pin 0 follows pin 31.
    pub(super) fn mapped(base: u32, count: u32, value: u32) -> Self {
        PinWrite {
            mask: low_bits(count).rotate_left(base),
            value: (value & low_bits(count)).rotate_left(base),
        }
    }
}

impl Latch {
    /// Applies a write.
    pub(super) fn put(&mut self, part: LatchPart, write: PinWrite) {
        let kept = match part {
            LatchPart::Level => &mut self.level,
            LatchPart::Enable => &mut self.enable,
        };
        *kept = *kept & !write.mask | write.value;
    }
}

/// Writes that a state machine repeats in every cycle: the last OUT or SET with OUT_STICKY, and the side-set of an
/// instruction that stalls.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Held {
    level: PinWrite,
    enable: PinWrite,
    side: Option<(LatchPart, PinWrite)>,
}

impl Held {
    /// Holds the last OUT or SET to levels or directions; `None` ends that.
    pub(super) fn keep(&mut self, part: LatchPart, write: Option<PinWrite>) {
        match part {
            LatchPart::Level => self.level = write.unwrap_or_default(),
            LatchPart::Enable => self.enable = write.unwrap_or_default(),
        }
    }

    /// Holds the side-set of an instruction that stalls; `None` ends that.
    pub(super) fn keep_side(&mut self, side: Option<(LatchPart, PinWrite)>) {
        self.side = side;
    }

    /// Returns true if no write is held.
    pub(super) fn is_empty(&self) -> bool {
        self.level.mask | self.enable.mask == 0 && self.side.is_none()
    }

    /// Repeats the held writes.
    pub(super) fn put(&self, latch: &mut Latch) {
        latch.put(LatchPart::Level, self.level);
        latch.put(LatchPart::Enable, self.enable);
        if let Some((part, write)) = self.side {
            latch.put(part, write);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pins_are_counted_around_the_end() {
        let mut latch = Latch { level: 0xF000_00FF, enable: 0 };
        latch.put(LatchPart::Level, PinWrite::mapped(30, 4, 0b0110));
        latch.put(LatchPart::Enable, PinWrite::mapped(3, 2, 0xFF));
        assert_eq!(latch, Latch { level: 0xB000_00FD, enable: 0x18 });
        latch.put(LatchPart::Level, PinWrite::mapped(0, 32, 5));
        latch.put(LatchPart::Level, PinWrite::mapped(7, 0, u32::MAX));
        assert_eq!(latch.level, 5);
    }

    #[test]
    fn held_writes_come_again_until_taken_back() {
        let (mut held, mut latch) = (Held::default(), Latch::default());
        held.keep(LatchPart::Level, Some(PinWrite::mapped(0, 2, 0b11)));
        held.keep_side(Some((LatchPart::Level, PinWrite::mapped(1, 1, 0))));
        held.put(&mut latch);
        assert_eq!(latch.level, 1);
        held.keep_side(None);
        held.keep(LatchPart::Level, None);
        latch.level = 4;
        held.put(&mut latch);
        assert_eq!(latch.level, 4);
    }
}
