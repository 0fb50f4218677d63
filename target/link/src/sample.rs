//! Record of one timed execution.

/// Payload of a sample frame: seven little-endian words.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct SampleRecord {
    /// DWT cycles between the two stamps, extended to 64 bits with the 64-bit TIMER0.
    pub cycles: u64,
    /// Checksum that the workload returned.
    pub checksum: u32,
    /// Number of XIP cache hits during the sample.
    pub xip_hits: u32,
    /// Number of XIP cache accesses during the sample.
    pub xip_accesses: u32,
    /// Microseconds of TIMER0 between the stamps, as a check of `cycles`.
    pub timer_us: u64,
}

impl SampleRecord {
    /// Encoded size, in bytes.
    pub const BYTES: usize = 28;

    /// Encodes the record.
    pub fn to_bytes(self) -> [u8; Self::BYTES] {
        let mut bytes = [0; Self::BYTES];
        bytes[0..8].copy_from_slice(&self.cycles.to_le_bytes());
        bytes[8..12].copy_from_slice(&self.checksum.to_le_bytes());
        bytes[12..16].copy_from_slice(&self.xip_hits.to_le_bytes());
        bytes[16..20].copy_from_slice(&self.xip_accesses.to_le_bytes());
        bytes[20..28].copy_from_slice(&self.timer_us.to_le_bytes());
        bytes
    }

    /// Decodes a record; `None` if the length is wrong.
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let bytes: &[u8; Self::BYTES] = bytes.try_into().ok()?;
        let word = |at: usize| u32::from_le_bytes([bytes[at], bytes[at + 1], bytes[at + 2], bytes[at + 3]]);
        let double = |at: usize| u64::from(word(at)) | u64::from(word(at + 4)) << 32;
        Some(Self {
            cycles: double(0),
            checksum: word(8),
            xip_hits: word(12),
            xip_accesses: word(16),
            timer_us: double(20),
        })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn round_trips(cycles in any::<u64>(), checksum in any::<u32>(), xip_hits in any::<u32>(),
                       xip_accesses in any::<u32>(), timer_us in any::<u64>()) {
            let record = SampleRecord { cycles, checksum, xip_hits, xip_accesses, timer_us };
            prop_assert_eq!(SampleRecord::from_bytes(&record.to_bytes()), Some(record));
        }

        #[test]
        fn wrong_length_is_refused(bytes in prop::collection::vec(any::<u8>(), 0..60)) {
            prop_assert_eq!(SampleRecord::from_bytes(&bytes).is_some(), bytes.len() == SampleRecord::BYTES);
        }
    }
}
