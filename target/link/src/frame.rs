//! Frames in the `up` ring: a header of four bytes, then the payload.

use crate::UP_BYTES;

/// Bytes before each payload.
pub const FRAME_HEADER_BYTES: usize = 4;

/// Longest payload: a frame is written whole, so half the ring keeps writer and reader apart.
pub const MAX_FRAME_PAYLOAD: usize = UP_BYTES / 2 - FRAME_HEADER_BYTES;

/// What a frame carries.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum FrameKind {
    /// Text that the script printed, UTF-8 in arbitrary pieces.
    Text = 1,
    /// One [`crate::SampleRecord`].
    Sample = 2,
    /// A piece of the traceback of an uncaught exception.
    Traceback = 3,
    /// Why the firmware stopped: a panic or a fault, as text.
    Failure = 4,
    /// Readings of the sample before it: the channel, then at least one reading, all little-endian words. Frames of
    /// one channel belong together.
    Readings = 5,
}

impl FrameKind {
    /// The kind with this number, if there is one.
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

/// Header of a frame: kind, a check byte, and the payload's length (little endian).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FrameHeader {
    /// What follows.
    pub kind: FrameKind,
    /// Bytes of payload, at most [`MAX_FRAME_PAYLOAD`].
    pub length: u16,
}

/// Second byte of every header: a stream that lost its step is noticed.
const CHECK: u8 = 0xA5;

impl FrameHeader {
    /// As it stands in the ring.
    pub const fn to_bytes(self) -> [u8; FRAME_HEADER_BYTES] {
        let length = self.length.to_le_bytes();
        [self.kind as u8, CHECK, length[0], length[1]]
    }

    /// Reads a header; `None` where these four bytes cannot be one.
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
        fn any_bytes_are_a_header_or_refused(bytes in any::<[u8; 4]>()) {
            if let Some(header) = FrameHeader::from_bytes(bytes) {
                prop_assert_eq!(header.to_bytes(), bytes);
            }
        }
    }
}
