//! The sniffer (RP2350 §12.6.8.2): checksums of the data that one channel transfers.
//!
//! Assumption: of data wider than a byte, the CRCs take the most significant bit first, and those with reversed data
//! the least significant bit first. The reversed CRC-32 of words is then that of their bytes in memory.

use crate::bus::Size;
use crate::peripheral::registers::{bit, field};

/// Fields of SNIFF_CTRL.
const EN: u32 = 0;
const DMACH: u32 = 1;
const CALC: u32 = 5;
const BSWAP: u32 = 9;
const OUT_REV: u32 = 10;
const OUT_INV: u32 = 11;
/// All fields.
pub(super) const CONTROL: u32 = 0xFFF;

/// Polynomials, most significant bit first; the CRC-16 is aligned to the top.
const CRC32: u32 = 0x04C1_1DB7;
const CRC16_CCITT: u32 = 0x1021 << 16;

/// The checksum unit.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Sniffer {
    /// SNIFF_CTRL.
    pub control: u32,
    /// The checksum, before the transformations of the output.
    value: u32,
}

impl Sniffer {
    /// Returns true if the sniffer watches a channel.
    pub(super) fn watches(&self, channel: usize) -> bool {
        bit(self.control, EN) && field(self.control, DMACH, 4) as usize == channel
    }

    /// SNIFF_DATA.
    pub(super) fn output(&self) -> u32 {
        let mut value = self.value;
        if bit(self.control, OUT_REV) {
            value = value.reverse_bits();
        }
        if bit(self.control, OUT_INV) {
            value = !value;
        }
        value
    }

    /// Writes SNIFF_DATA.
    pub(super) fn seed(&mut self, value: u32) {
        self.value = value;
    }

    /// Adds the data of a transfer. Returns false if SNIFF_CTRL.CALC is reserved.
    #[must_use]
    pub(super) fn observe(&mut self, data: u32, size: Size) -> bool {
        let bits = 8 * size.bytes();
        let data = if !bit(self.control, BSWAP) { data } else { data.swap_bytes() >> (32 - bits) };
        // Aligned to the top, the first bit on top.
        let forward = data << (32 - bits);
        let backward = data.reverse_bits();
        self.value = match field(self.control, CALC, 4) {
            0x0 => crc(self.value, CRC32, forward, bits),
            0x1 => crc(self.value, CRC32, backward, bits),
            0x2 => crc(self.value << 16, CRC16_CCITT, forward, bits) >> 16,
            0x3 => crc(self.value << 16, CRC16_CCITT, backward, bits) >> 16,
            // Bit 0: parity of the ones so far.
            0xE => (self.value ^ forward).count_ones() & 1,
            0xF => self.value.wrapping_add(data),
            _ => return false,
        };
        true
    }
}

/// Shifts `bits` bits of data, aligned to the top, into a CRC register aligned to the top.
fn crc(value: u32, polynomial: u32, data: u32, bits: u32) -> u32 {
    (0..bits).fold(value, |value, number| {
        let feedback = (value ^ data << number) >> 31 != 0;
        value << 1 ^ if feedback { polynomial } else { 0 }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The check message of the Catalogue of Parametrised CRC Algorithms.
    const CHECK: &[u8] = b"123456789";

    fn checksum(control: u32, seed: u32, message: &[u8]) -> u32 {
        let mut sniffer = Sniffer { control, value: seed };
        assert!(message.iter().all(|byte| sniffer.observe(u32::from(*byte), Size::Byte)));
        sniffer.output()
    }

    #[test]
    fn known_algorithms_give_their_check_values() {
        let both = 1 << OUT_REV | 1 << OUT_INV;
        assert_eq!(checksum(1 << CALC | both, u32::MAX, CHECK), 0xCBF4_3926, "CRC-32/ISO-HDLC");
        assert_eq!(checksum(1 << OUT_INV, u32::MAX, CHECK), 0xFC89_1918, "CRC-32/BZIP2");
        assert_eq!(checksum(2 << CALC, 0xFFFF, CHECK), 0x29B1, "CRC-16/IBM-3740");
        assert_eq!(checksum(2 << CALC, 0, CHECK), 0x31C3, "CRC-16/XMODEM");
        let reversed = checksum(3 << CALC | 1 << OUT_REV, 0, CHECK);
        assert_eq!(reversed >> 16, 0x2189, "CRC-16/KERMIT");
    }

    #[test]
    fn words_have_the_checksum_of_their_bytes() {
        let both = 1 << OUT_REV | 1 << OUT_INV;
        let bytes = checksum(1 << CALC | both, u32::MAX, &CHECK[..8]);
        let mut words = Sniffer { control: 1 << CALC | both, value: u32::MAX };
        assert!(words.observe(u32::from_le_bytes(*b"1234"), Size::Word));
        assert!(words.observe(u32::from_le_bytes(*b"5678"), Size::Word));
        assert_eq!(words.output(), bytes);
        // For the most significant bit first, the bytes of words must be swapped.
        let bytes = checksum(0, 0, b"ab");
        let mut half = Sniffer { control: 1 << BSWAP, value: 0 };
        assert!(half.observe(u32::from(u16::from_le_bytes(*b"ab")), Size::Half));
        assert_eq!(half.output(), bytes);
    }

    #[test]
    fn sum_parity_and_a_reserved_calculation() {
        let mut sum = Sniffer { control: 0xF << CALC, value: u32::MAX };
        assert!(sum.observe(3, Size::Half));
        assert_eq!(sum.output(), 2);
        assert_eq!(checksum(0xE << CALC, 0, &[1, 3, 0x80]), 0);
        assert_eq!(checksum(0xE << CALC, 0, &[1, 3, 0x81]), 1);
        assert!(!Sniffer { control: 7 << CALC, value: 0 }.observe(1, Size::Byte));
    }
}
