//! Frames and completion of a request, and their conversion to a result.

use std::collections::BTreeMap;

use twinbench_link::{SampleRecord, Status};

use super::error::SessionError;
use crate::board::link::{Completion, Frame};
use crate::board::link_error::LinkError;

/// A sample as the firmware sends it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RawSample {
    /// Cycles, time, checksum and cache counters.
    pub record: SampleRecord,
    /// Readings of the workload and of its fixture, by channel.
    pub readings: BTreeMap<u32, Vec<u32>>,
}

/// Frames of a reply, collected while the request is executed.
#[derive(Debug, Default)]
pub(super) struct ReplyFrames {
    samples: Vec<RawSample>,
    traceback: Vec<u8>,
}

/// Reply to a request that succeeded.
#[derive(Debug)]
pub(super) struct Reply {
    pub compile_cycles: u64,
    pub samples: Vec<RawSample>,
}

impl Reply {
    /// Returns the samples, which must be `expected` in number.
    pub(super) fn into_samples(self, expected: u32) -> Result<Vec<RawSample>, SessionError> {
        let found = self.samples.len();
        if found != expected as usize {
            return Err(SessionError::SampleCount { expected, found });
        }
        Ok(self.samples)
    }
}

impl ReplyFrames {
    pub(super) fn push(&mut self, frame: Frame) {
        match frame {
            Frame::Sample(record) => self.samples.push(RawSample { record, readings: BTreeMap::new() }),
            Frame::Readings { channel, words } => {
                if let Some(sample) = self.samples.last_mut() {
                    sample.readings.entry(channel).or_default().extend(words);
                }
            }
            Frame::Traceback(text) => self.traceback.extend(text),
            Frame::Text(_) | Frame::Failure(_) => {}
        }
    }

    /// Converts the status of a request to its reply or its error.
    pub(super) fn complete(self, completion: Completion) -> Result<Reply, SessionError> {
        let Self { samples, traceback } = self;
        match completion.status {
            Status::Ok => Ok(Reply { compile_cycles: completion.compile_cycles, samples }),
            Status::Exception => {
                let traceback = String::from_utf8_lossy(&traceback).trim_end().to_owned();
                Err(SessionError::Exception { traceback })
            }
            Status::Exit => Err(SessionError::Exit { code: completion.exit_code }),
            Status::OutputOverflow => Err(SessionError::OutputOverflow),
            Status::BadChecksum => Err(SessionError::BadChecksum),
            status @ (Status::Unsupported
            | Status::BadEntry
            | Status::TooLarge
            | Status::NotLoaded
            | Status::BadRing
            | Status::BadFixture
            | Status::BadReadings) => Err(LinkError::Refused { status }.into()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn complete(frames: Vec<Frame>, status: Status) -> Result<Reply, SessionError> {
        let mut reply = ReplyFrames::default();
        frames.into_iter().for_each(|frame| reply.push(frame));
        reply.complete(Completion { status, exit_code: 7, compile_cycles: 42, samples: 0 })
    }

    #[test]
    fn readings_belong_to_the_sample_before_them() {
        let sample = || Frame::Sample(SampleRecord::default());
        let readings = |channel, words: &[u32]| Frame::Readings { channel, words: words.to_vec() };
        let frames = vec![sample(), readings(1, &[1, 2]), readings(1, &[3]), sample(), readings(0, &[4])];
        let reply = complete(frames, Status::Ok).unwrap();
        assert_eq!(reply.compile_cycles, 42);
        assert_eq!(reply.samples[0].readings, BTreeMap::from([(1, vec![1, 2, 3])]));
        assert_eq!(reply.samples[1].readings, BTreeMap::from([(0, vec![4])]));
    }

    #[test]
    fn an_exception_carries_its_traceback() {
        let frames =
            vec![Frame::Traceback(b"Traceback:\n".to_vec()), Frame::Traceback(b"ValueError\n".to_vec())];
        let error = complete(frames, Status::Exception).unwrap_err();
        assert!(
            matches!(&error, SessionError::Exception { traceback } if traceback == "Traceback:\nValueError")
        );
        assert!(error.is_work_failure());
    }

    #[test]
    fn every_other_status_is_an_error_of_the_work() {
        for status in [Status::Exit, Status::OutputOverflow, Status::BadChecksum, Status::BadReadings] {
            let error = complete(Vec::new(), status).unwrap_err();
            assert!(error.is_work_failure() && !error.is_interruption(), "{status:?}: {error}");
        }
    }
}
