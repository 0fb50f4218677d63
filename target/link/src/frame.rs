//! Frames in the `up` ring: a four-byte header and a payload.

use crate::UP_BYTES;

/// Size of a frame header, in bytes.
pub const FRAME_HEADER_BYTES: usize = 4;

/// Maximum payload, in bytes. Frames are written whole; at half the ring, the writer can continue while the host reads.
pub const MAX_FRAME_PAYLOAD: usize = UP_BYTES / 2 - FRAME_HEADER_BYTES;

/// Kind of frame.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum FrameKind {
    /// Printed text, as UTF-8 that is split at arbitrary bytes.
    Text = 1,
    /// One [`crate::SampleRecord`].
    Sample = 2,
    /// Part of the traceback of an uncaught exception.
    Traceback = 3,
    /// Reason why the firmware stopped: a panic or a fault, as text.
    Failure = 4,
    /// Readings of the preceding sample: the channel, then at least one reading, as little-endian words. The readings of
    /// all frames of a channel form one sequence.
    Readings = 5,
}

impl FrameKind {
    /// Returns the kind with this number; `None` if there is none.
    pub const fn from_u8(value: u8) -> Option<Self> {
        match value {
            1 => Some(Self::Text),
            2 => Some(Self::Sample),
            3 => Some(Self::Traceback),
            4 => Some(Self::Failure),
            5 => Some(Self::Readings),
            _ => None,
        }
    }
}

/// Header of a frame: kind, check byte, and length of the payload (little endian).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FrameHeader {
    /// Kind of the frame.
    pub kind: FrameKind,
    /// Length of the payload in bytes, at most [`MAX_FRAME_PAYLOAD`].
    pub length: u16,
}

/// Second byte of every header, by which a reader detects that it lost synchronisation.
const CHECK: u8 = 0xA5;

impl FrameHeader {
    /// Encodes the header.
    pub const fn to_bytes(self) -> [u8; FRAME_HEADER_BYTES] {
        let length = self.length.to_le_bytes();
        [self.kind as u8, CHECK, length[0], length[1]]
    }

    /// Decodes a header; `None` if the bytes are not a valid header.
    pub const fn from_bytes(bytes: [u8; FRAME_HEADER_BYTES]) -> Option<Self> {
        let length = u16::from_le_bytes([bytes[2], bytes[3]]);
        match FrameKind::from_u8(bytes[0]) {
            Some(kind) if bytes[1] == CHECK && length as usize <= MAX_FRAME_PAYLOAD => {
                Some(Self { kind, length })
            }
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn header_round_trips(kind in 1u8..=5, length in 0..=MAX_FRAME_PAYLOAD as u16) {
            let header = FrameHeader { kind: FrameKind::from_u8(kind).unwrap(), length };
            prop_assert_eq!(FrameHeader::from_bytes(header.to_bytes()), Some(header));
        }

        #[test]
        fn arbitrary_bytes_are_a_header_or_refused(bytes in any::<[u8; 4]>()) {
            if let Some(header) = FrameHeader::from_bytes(bytes) {
                prop_assert_eq!(header.to_bytes(), bytes);
            }
        }
    }
}
