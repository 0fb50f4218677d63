//! Frames in the byte stream of the `up` ring.

use std::collections::VecDeque;

use twinbench_link::{FRAME_HEADER_BYTES, FrameHeader, FrameKind, SampleRecord};

use crate::board::link_error::LinkError;

/// A frame from the firmware.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Frame {
    /// Text that the script printed.
    Text(Vec<u8>),
    /// A timed execution.
    Sample(SampleRecord),
    /// A piece of a traceback.
    Traceback(Vec<u8>),
    /// A piece of the reason why the firmware stopped.
    Failure(Vec<u8>),
    /// Readings of the preceding sample.
    Readings {
        /// Channel: 0 for readings of the work, 1 and up for readings of the fixture.
        channel: u32,
        /// The readings.
        words: Vec<u32>,
    },
}

/// Incremental parser of frames.
#[derive(Debug, Default)]
pub struct FrameParser {
    pending: VecDeque<u8>,
}

impl FrameParser {
    /// Appends bytes from the ring.
    pub fn push(&mut self, bytes: &[u8]) {
        self.pending.extend(bytes);
    }

    /// Returns the next complete frame; `None` if more bytes are needed.
    ///
    /// # Errors
    /// Returns [`LinkError::Corrupt`] if the bytes are not a frame.
    pub fn next_frame(&mut self) -> Result<Option<Frame>, LinkError> {
        let Some(header_bytes) = self.peek_header() else { return Ok(None) };
        let header = FrameHeader::from_bytes(header_bytes).ok_or_else(|| LinkError::Corrupt {
            what: "frame header",
            expected: "the kind and the length of a frame".to_owned(),
            found: u32::from_le_bytes(header_bytes),
        })?;
        let whole = FRAME_HEADER_BYTES + usize::from(header.length);
        if self.pending.len() < whole {
            return Ok(None);
        }
        let payload: Vec<u8> = self.pending.drain(..whole).skip(FRAME_HEADER_BYTES).collect();
        Ok(Some(match header.kind {
            FrameKind::Text => Frame::Text(payload),
            FrameKind::Traceback => Frame::Traceback(payload),
            FrameKind::Failure => Frame::Failure(payload),
            FrameKind::Readings => readings(&payload)?,
            FrameKind::Sample => {
                let record = SampleRecord::from_bytes(&payload).ok_or_else(|| LinkError::Corrupt {
                    what: "length of a sample",
                    expected: SampleRecord::BYTES.to_string(),
                    found: u32::from(header.length),
                })?;
                Frame::Sample(record)
            }
        }))
    }

    fn peek_header(&self) -> Option<[u8; FRAME_HEADER_BYTES]> {
        let mut header = [0; FRAME_HEADER_BYTES];
        for (slot, byte) in header.iter_mut().enumerate() {
            *byte = *self.pending.get(slot)?;
        }
        Some(header)
    }
}

/// Parses the payload of a readings frame: the channel, then the readings.
fn readings(payload: &[u8]) -> Result<Frame, LinkError> {
    let (chunks, rest) = payload.as_chunks::<4>();
    let mut words = chunks.iter().map(|bytes| u32::from_le_bytes(*bytes));
    match (words.next(), rest) {
        (Some(channel), []) => Ok(Frame::Readings { channel, words: words.collect() }),
        _ => Err(LinkError::Corrupt {
            what: "length of readings",
            expected: "a multiple of 4, at least 4".to_owned(),
            found: payload.len() as u32,
        }),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn encode(frame: &Frame) -> Vec<u8> {
        let (kind, payload) = match frame {
            Frame::Text(bytes) => (FrameKind::Text, bytes.clone()),
            Frame::Traceback(bytes) => (FrameKind::Traceback, bytes.clone()),
            Frame::Failure(bytes) => (FrameKind::Failure, bytes.clone()),
            Frame::Sample(record) => (FrameKind::Sample, record.to_bytes().to_vec()),
            Frame::Readings { channel, words } => {
                let words = [&[*channel], words.as_slice()].concat();
                (FrameKind::Readings, words.iter().flat_map(|word| word.to_le_bytes()).collect())
            }
        };
        let header = FrameHeader { kind, length: payload.len() as u16 };
        [header.to_bytes().to_vec(), payload].concat()
    }

    fn frames() -> impl Strategy<Value = Vec<Frame>> {
        let bytes = || prop::collection::vec(any::<u8>(), 0..200);
        prop::collection::vec(
            prop_oneof![
                bytes().prop_map(Frame::Text),
                bytes().prop_map(Frame::Traceback),
                bytes().prop_map(Frame::Failure),
                (any::<u32>(), prop::collection::vec(any::<u32>(), 0..40))
                    .prop_map(|(channel, words)| Frame::Readings { channel, words }),
                any::<(u64, u32)>().prop_map(|(cycles, checksum)| Frame::Sample(SampleRecord {
                    cycles,
                    checksum,
                    ..Default::default()
                })),
            ],
            0..12,
        )
    }

    proptest! {
        #[test]
        fn frames_are_independent_of_chunks(frames in frames(), piece in 1usize..50) {
            let stream: Vec<u8> = frames.iter().flat_map(encode).collect();
            let mut parser = FrameParser::default();
            let mut found = Vec::new();
            for bytes in stream.chunks(piece) {
                parser.push(bytes);
                while let Some(frame) = parser.next_frame().unwrap() {
                    found.push(frame);
                }
            }
            prop_assert_eq!(found, frames);
        }

        #[test]
        fn noise_never_panics(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
            let mut parser = FrameParser::default();
            parser.push(&bytes);
            while let Ok(Some(_)) = parser.next_frame() {}
        }
    }
}
