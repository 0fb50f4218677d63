//! The registers of one instance (RP2350 §3.6.2.3), and how they are saved and restored.

use super::unpacked::{EXPONENT_MASK, Unpacked};
use std::cmp::Ordering;

/// Bits of the word that REFD gives as Rt2, below the flags (choice): Y's exponent and the status register.
const STATUS_SHIFT: u32 = 14;
const STATUS_MASK: u32 = 0x1FF;
const ENGAGED: u32 = 1 << 8;

/// Everything that three MRRC save and three MCRR restore.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct State {
    /// X.
    pub x: Unpacked,
    /// Y.
    pub y: Unpacked,
    /// Status: the shift that aligns the operands, 0 to 63.
    pub shift: u8,
    /// Status: X's magnitude compared with Y's.
    pub order: Magnitude,
    /// Status: a sequence of instructions has begun and its result has not been read.
    pub engaged: bool,
}

/// X's magnitude against Y's. The codes of the status register are a choice.
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
    /// REFD: flags in bits 31 to 28 of both words, which the SDK's fused multiply-add relies on; the rest is a choice.
    pub(super) fn save(&self) -> [u32; 2] {
        let engaged = if self.engaged { ENGAGED } else { 0 };
        let status = u32::from(self.shift) | (self.order as u32) << 6 | engaged;
        [
            u32::from(self.x.flags) << 28 | self.x.exponent_bits(),
            u32::from(self.y.flags) << 28 | status << STATUS_SHIFT | self.y.exponent_bits(),
        ]
    }

    /// WEFD.
    pub(super) fn restore(&mut self, low: u32, high: u32) {
        self.x.flags = (low >> 28) as u8;
        self.x.set_exponent((low & EXPONENT_MASK) as i32);
        self.y.flags = (high >> 28) as u8;
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
