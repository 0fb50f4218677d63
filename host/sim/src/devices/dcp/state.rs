//! Registers of one instance (RP2350 §3.6.2.3), and their saving and restoring.

use super::unpacked::{EXPONENT_MASK, Flags, Unpacked};
use std::cmp::Ordering;

/// Position of the status register in the second word of REFD, between flags and exponent of Y (assumption).
const STATUS_SHIFT: u32 = 14;
const STATUS_MASK: u32 = 0x1FF;
const ENGAGED: u32 = 1 << 8;

/// The state that three MRRC save and three MCRR restore.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct State {
    /// X.
    pub x: Unpacked,
    /// Y.
    pub y: Unpacked,
    /// Status: shift that aligns the operands, 0 to 63.
    pub shift: u8,
    /// Status: magnitude of X compared with that of Y.
    pub order: Magnitude,
    /// Status: a sequence of instructions has begun and its result has not been read.
    pub engaged: bool,
}

/// Magnitude of X compared with that of Y. The codes in the status register are an assumption.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Magnitude {
    #[default]
    Equal,
    Greater,
    Less,
}

impl From<Ordering> for Magnitude {
    fn from(order: Ordering) -> Self {
        match order {
            Ordering::Less => Magnitude::Less,
            Ordering::Equal => Magnitude::Equal,
            Ordering::Greater => Magnitude::Greater,
        }
    }
}

impl State {
    /// REFD. The flags are in bits 31 to 28 of both words, as the SDK's fused multiply-add requires; the rest is an
    /// assumption.
    pub(super) fn save(&self) -> [u32; 2] {
        let engaged = if self.engaged { ENGAGED } else { 0 };
        let status = u32::from(self.shift) | (self.order as u32) << 6 | engaged;
        [
            u32::from(self.x.flags.bits()) << 28 | self.x.exponent_bits(),
            u32::from(self.y.flags.bits()) << 28 | status << STATUS_SHIFT | self.y.exponent_bits(),
        ]
    }

    /// WEFD.
    pub(super) fn restore(&mut self, low: u32, high: u32) {
        self.x.flags = Flags::from_bits_truncate((low >> 28) as u8);
        self.x.set_exponent((low & EXPONENT_MASK) as i32);
        self.y.flags = Flags::from_bits_truncate((high >> 28) as u8);
        self.y.set_exponent((high & EXPONENT_MASK) as i32);
        let status = high >> STATUS_SHIFT & STATUS_MASK;
        self.shift = (status & 63) as u8;
        self.order = match status >> 6 & 3 {
            0 => Magnitude::Equal,
            1 => Magnitude::Greater,
            _ => Magnitude::Less,
        };
        self.engaged = status & ENGAGED != 0;
    }
}
