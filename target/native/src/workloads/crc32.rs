//! CRC-32 (IEEE 802.3, zlib) of a message of 256 bytes that repeats, with a table of sixteen words. Operation: a byte.
//! Checksum: the CRC of all bytes.

super::workload!(crc32);

const MESSAGE_BYTES: usize = 256;

/// Four steps of the reflected polynomial 0xEDB88320 for each value of a nibble. In RAM for both placements, because a
/// constant would be in flash for both.
#[unsafe(link_section = ".data.crc32_table")]
static TABLE: [u32; 16] = {
    let mut table = [0; 16];
    let mut nibble = 0;
    while nibble < 16 {
        let mut value = nibble as u32;
        let mut step = 0;
        while step < 4 {
            value = if value & 1 == 0 { value >> 1 } else { value >> 1 ^ 0xEDB8_8320 };
            step += 1;
        }
        table[nibble] = value;
        nibble += 1;
    }
    table
};

/// Extends the checksum `crc` of the preceding bytes (0 if there are none) by `bytes`.
#[inline(always)]
pub(super) fn extend(crc: u32, bytes: &[u8]) -> u32 {
    !bytes.iter().fold(!crc, |crc, &byte| {
        let crc = crc ^ u32::from(byte);
        let crc = crc >> 4 ^ TABLE[crc as usize & 15];
        crc >> 4 ^ TABLE[crc as usize & 15]
    })
}

#[inline(always)]
fn crc32(operations: u32) -> u32 {
    let message: [u8; MESSAGE_BYTES] = core::array::from_fn(|i| (i * 7 + 3) as u8);
    let mut remaining = operations as usize;
    let mut crc = 0;
    while remaining != 0 {
        let length = remaining.min(MESSAGE_BYTES);
        crc = extend(crc, &message[..length]);
        remaining -= length;
    }
    crc
}
