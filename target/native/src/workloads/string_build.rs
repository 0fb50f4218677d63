//! Texts of 32 decimal numbers, each followed by a comma. Operation: append a number. Checksum: the sum of the lengths of
//! all texts, plus the CRC-32 of the last one.

use super::crc32;

super::workload!(string_build);

const NUMBERS: u32 = 32;
/// Maximum number of digits of a `u32`.
const MAX_DIGITS: usize = 10;

/// Text of at most 32 numbers.
struct Text {
    bytes: [u8; NUMBERS as usize * (MAX_DIGITS + 1)],
    length: usize,
}

impl Text {
    /// Appends a byte, or ignores it if the text is full.
    #[inline(always)]
    fn push(&mut self, byte: u8) {
        if let Some(slot) = self.bytes.get_mut(self.length) {
            *slot = byte;
            self.length += 1;
        }
    }

    #[inline(always)]
    fn push_number(&mut self, mut number: u32) {
        let mut digits = [0; MAX_DIGITS];
        let mut count = 0;
        for digit in &mut digits {
            *digit = b'0' + (number % 10) as u8;
            number /= 10;
            count += 1;
            if number == 0 {
                break;
            }
        }
        for &digit in digits.iter().take(count).rev() {
            self.push(digit);
        }
    }
}

#[inline(always)]
fn string_build(operations: u32) -> u32 {
    let mut text = Text { bytes: [0; NUMBERS as usize * (MAX_DIGITS + 1)], length: 0 };
    let mut checksum = 0;
    for number in 0..operations {
        if number % NUMBERS == 0 {
            text.length = 0;
        }
        text.push_number(number.wrapping_mul(37));
        text.push(b',');
        if number % NUMBERS == NUMBERS - 1 {
            checksum += text.length as u32;
        }
    }
    crc32::extend(0, text.bytes.get(..text.length).unwrap_or_default()).wrapping_add(checksum)
}
